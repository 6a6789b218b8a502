import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from './base.ts';
import { jobStates } from './jobs.ts';
import { assetIdSchema } from './library.ts';
import { type ModelRole, modelSchema } from './models.ts';

/** What models are compared at. */
export const benchTasks = ['embedding', 'rerank', 'chat', 'tagging', 'transcription', 'ocr', 'ocr-cleanup'] as const;
export const benchTaskSchema = z.enum(benchTasks);
export type BenchTask = (typeof benchTasks)[number];

/** The role for which a task tells who is best. */
export const benchRoles: Record<BenchTask, ModelRole> = {
  embedding: 'embedding',
  rerank: 'rerank',
  chat: 'chat',
  tagging: 'tagging',
  transcription: 'transcription',
  ocr: 'vision',
  'ocr-cleanup': 'ocr-cleanup',
};

/** Tasks whose sample is the list of questions. */
export const questionTasks: readonly BenchTask[] = ['embedding', 'rerank', 'chat'];
/** Tasks whose sample is the list of texts that the owner corrected, with what such a text is of. */
export const referenceKinds = ['transcription', 'ocr'] as const;
export type ReferenceKind = (typeof referenceKinds)[number];
export const referenceKindOf: Partial<Record<BenchTask, ReferenceKind>> = {
  transcription: 'transcription',
  ocr: 'ocr',
  'ocr-cleanup': 'ocr',
};

/** What a model is measured against without any model: the keyword search, or the reading by Tesseract. */
export const baselines = ['words', 'tesseract'] as const;
export type Baseline = (typeof baselines)[number];
export const baselineOf: Partial<Record<BenchTask, Baseline>> = {
  embedding: 'words',
  rerank: 'words',
  ocr: 'tesseract',
  'ocr-cleanup': 'tesseract',
};

/** What is measured; all are 0 to 1, but `cer` and `wer` may be more. */
export const measures = [
  'ndcg10',
  'recall1',
  'recall5',
  'recall10',
  'mrr',
  'preferred',
  'marked',
  'validMarks',
  'numbersFound',
  'wordsFound',
  'f1',
  'precision',
  'recall',
  'cer',
  'wer',
] as const;
export const measureSchema = z.enum(measures);
export type Measure = (typeof measures)[number];

/** What each task measures; the first one decides. */
export const taskMeasures: Record<BenchTask, readonly [Measure, ...Measure[]]> = {
  embedding: ['ndcg10', 'recall1', 'recall5', 'recall10', 'mrr'],
  rerank: ['ndcg10', 'recall1', 'recall5', 'recall10', 'mrr'],
  chat: ['preferred', 'marked', 'validMarks', 'numbersFound', 'wordsFound'],
  tagging: ['f1', 'precision', 'recall'],
  transcription: ['cer', 'wer'],
  ocr: ['cer', 'wer'],
  'ocr-cleanup': ['cer', 'wer'],
};

/** Whether less of it is better. */
export const lowerIsBetter = (measure: Measure): boolean => measure === 'cer' || measure === 'wer';

/** Who wrote a question: taken from a title or a sentence with words left out, written by a model, or by the owner. */
export const questionOrigins = ['title', 'sentence', 'model', 'owner'] as const;

export const benchQuestionSchema = z.object({
  id: z.number(),
  text: z.string(),
  origin: z.enum(questionOrigins),
  /** The name of the model that wrote it; empty for any other. */
  writtenBy: z.string(),
  /** What is to be found by it: a passage, or any passage of the asset where this is empty. */
  passage: z.string(),
  assetId: assetIdSchema,
  name: z.string(),
});
export type BenchQuestion = z.infer<typeof benchQuestionSchema>;

/** What stands or is said in an asset, as the owner corrected it. */
export const benchReferenceSchema = z.object({
  id: z.number(),
  kind: z.enum(referenceKinds),
  assetId: assetIdSchema,
  name: z.string(),
  /** Counted from 1; always 1 for a picture or a recording. */
  page: z.number(),
  text: z.string(),
});
export type BenchReference = z.infer<typeof benchReferenceSchema>;

export const benchRunSchema = z.object({
  id: z.number(),
  task: benchTaskSchema,
  jobId: z.number(),
  state: z.enum(jobStates),
  /** Why it was paused other than by the owner; empty otherwise. */
  reason: z.string(),
  created: z.number(),
  finished: z.number().nullable(),
  /** Runs with the same sample had the same questions and the same texts before them: they compare. */
  sampleId: z.string(),
  items: z.number(),
  models: z.array(z.string()),
  /** Items done and failed of all models, and how many there are. */
  done: z.number(),
  failed: z.number(),
  total: z.number(),
});
export type BenchRun = z.infer<typeof benchRunSchema>;

export const benchRowSchema = z.object({
  runId: z.number(),
  /** The model's id, or what it is measured against. */
  entrant: z.string(),
  /** What stands here instead of a model. */
  baseline: z.enum(baselines).nullable(),
  name: z.string(),
  /** False once the model was removed from the library. */
  available: z.boolean(),
  /** Means over the items that were done; null where nothing could be measured. */
  measures: z.partialRecord(measureSchema, z.number().nullable()),
  /** The measure that decides, item by item; null where the item failed or was not done. */
  scores: z.array(z.number().nullable()),
  done: z.number(),
  failures: z.array(z.object({ item: z.number(), reason: z.string() })),
  /** Milliseconds an item: the median, and what 95 of 100 stay below. */
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  /** Tokens written a second. */
  tokensPerSecond: z.number().nullable(),
  /** Passages embedded a second. */
  passagesPerSecond: z.number().nullable(),
  /** Bytes that the model takes while it runs; null where it runs elsewhere. */
  memory: z.number().nullable(),
});
export type BenchRow = z.infer<typeof benchRowSchema>;

/** Who is best, and whether that is more than chance. */
export const benchVerdictSchema = z.object({
  /** Null while there is nothing to compare. */
  leader: z.object({ runId: z.number(), entrant: z.string(), name: z.string() }).nullable(),
  /** The next best, with which the leader was compared item by item. */
  other: z.string(),
  /** Whether chance hardly explains the lead: its 95 % interval is on one side of zero, or p < 0.05 for judgements. */
  clear: z.boolean(),
  /** Items that both did, or comparisons of the two that were judged. */
  items: z.number(),
  /** By how much the leader is better, with its 95 % interval; null for judgements. */
  difference: z.number().nullable(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  /** Of the sign test on judgements: how likely chance alone would decide so one-sidedly. */
  p: z.number().nullable(),
});
export type BenchVerdict = z.infer<typeof benchVerdictSchema>;

export const benchResultsSchema = z.object({
  task: benchTaskSchema,
  runs: z.array(benchRunSchema),
  /** Empty when the runs compare; else why they do not, and then only the first run's rows follow. */
  incomparable: z.string(),
  items: z.array(z.object({ label: z.string(), assetId: z.string(), name: z.string() })),
  rows: z.array(benchRowSchema),
  verdict: benchVerdictSchema,
});
export type BenchResults = z.infer<typeof benchResultsSchema>;

export const verdicts = ['left', 'right', 'tie', 'bad'] as const;
export type Judgement = (typeof verdicts)[number];

/** Two answers to one question, without names until they were judged. Which is left is by chance, and stays so. */
export const benchPairSchema = z.object({
  item: z.number(),
  /** Tells the pairs of a question apart where there are more than two models. */
  pair: z.number(),
  question: z.string(),
  sources: z.array(z.object({ n: z.number(), name: z.string(), text: z.string() })),
  left: z.string(),
  right: z.string(),
  judged: z.object({ judgement: z.enum(verdicts), left: z.string(), right: z.string() }).nullable(),
});
export type BenchPair = z.infer<typeof benchPairSchema>;

const runId = z.object({ runId: z.number() });

export const benchContract = {
  questions: procedure.output(z.array(benchQuestionSchema)),
  /**
   * Makes questions from the library, at most so many: from titles and from sentences with the rarer half of their words left out,
   * or, with `byModel`, by the model that serves as chat model. `failed` counts passages of which it made none.
   */
  deriveQuestions: procedure
    .input(z.object({ count: z.int().min(1).max(200), byModel: z.boolean().default(false) }))
    .output(z.object({ added: z.number(), failed: z.number(), reason: z.string() })),
  /** Adds a question of the owner's about an asset, or about one of its passages. */
  addQuestion: procedure
    .input(
      z.object({ text: z.string().trim().min(1).max(1000), assetId: assetIdSchema, passageId: z.number().optional() }),
    )
    .output(benchQuestionSchema),
  editQuestion: procedure
    .input(z.object({ id: z.number(), text: z.string().trim().min(1).max(1000) }))
    .output(benchQuestionSchema),
  removeQuestions: procedure.input(z.object({ ids: z.array(z.number()).min(1) })),

  references: procedure.input(z.object({ kind: z.enum(referenceKinds) })).output(z.array(benchReferenceSchema)),
  /** Keeps what stands or is said in an asset, in place of what was kept of the same page. */
  setReference: procedure
    .input(
      z.object({
        kind: z.enum(referenceKinds),
        assetId: assetIdSchema,
        page: z.int().min(1).default(1),
        text: z.string().trim().min(1).max(200_000),
      }),
    )
    .output(benchReferenceSchema),
  /** What was read from a page by OCR, to be corrected; empty where there was none. */
  referenceDraft: procedure
    .input(z.object({ assetId: assetIdSchema, page: z.int().min(1).default(1) }))
    .output(z.object({ text: z.string() })),
  removeReference: procedure.input(z.object({ id: z.number() })),

  /** How many items a task has to try models on. */
  available: procedure.output(z.record(benchTaskSchema, z.number())),
  /**
   * Starts a run as a job, which survives a restart. `sampleOf` takes the very sample of an earlier run, so that the two
   * compare. INVALID_INPUT when a model cannot do the task or there is nothing to try it on.
   */
  start: procedure
    .input(
      z.object({
        task: benchTaskSchema,
        models: z.array(z.string()).min(1).max(8),
        /** Items at most. */
        items: z.int().min(1).max(500).default(50),
        /** Passages among which an embedding model has to find the right one. */
        pool: z.int().min(10).max(5000).default(400),
        sampleOf: z.number().optional(),
      }),
    )
    .output(benchRunSchema),
  /** Newest first. */
  runs: procedure.output(z.array(benchRunSchema)),
  results: procedure.input(z.object({ runIds: z.array(z.number()).min(1).max(20) })).output(benchResultsSchema),
  /** The results of a run at once and then as they come, until it ends. */
  watch: procedure.input(runId).output(eventIterator(benchResultsSchema)),
  /** The answers of a chat run, two by two. */
  pairs: procedure.input(runId).output(z.array(benchPairSchema)),
  /** Keeps what the owner thinks of a pair, in place of what he thought before; answers with the names. */
  judge: procedure
    .input(runId.extend({ item: z.number(), pair: z.number(), judgement: z.enum(verdicts) }))
    .output(benchPairSchema),
  /** Everything about a run, as a file's text. */
  export: procedure
    .input(runId.extend({ format: z.enum(['json', 'csv']) }))
    .output(z.object({ name: z.string(), mime: z.string(), text: z.string() })),
  /**
   * Gives the role to a model of the run: to the winner, or to the one that is named. CONFLICT when there is no clear
   * winner and none is named.
   */
  assignRole: procedure.input(runId.extend({ entrant: z.string().optional() })).output(modelSchema),
  remove: procedure.input(runId),
};
