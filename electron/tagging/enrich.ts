import { HoldfastError } from '../../shared/errors.ts';
import type { AssetRow } from '../catalog/assets.ts';
import type { ModelRow } from '../catalog/models.ts';
import type { Task } from '../catalog/tasks.ts';
import { shownPicture } from '../ingest/shown-picture.ts';
import { Obstacle } from '../jobs/obstacle.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import { sentContent } from '../policy/sent-content.ts';
import { answerSchema, writtenOf } from './answer.ts';
import { askForForm } from './ask.ts';
import { type Choices, choicesOf } from './choices.ts';
import { FailingModels } from './failing-models.ts';
import { type Answered, keepWritten } from './keep-written.ts';
import { readingMatter } from './material.ts';
import {
  type AskedKind,
  type DescribedKind,
  fenced,
  instructions,
  PROMPT_VERSION,
  questionAbout,
  writtenBy,
} from './prompt.ts';
import type { TaggingContext } from './tagging-context.ts';

/** Of an answer, in tokens: summaries are short, the text in a picture may be a page. */
export const answerTokens: Record<AskedKind, number> = {
  pictures: 1500,
  documents: 1000,
  recordings: 1400,
  pages: 3000,
};
/** Context kept free for the tokens that the model's template puts around the turns, and for the name of the file. */
const FRAME_TOKENS = 300;

const nothingToShow = 'There is nothing in it that a model could be shown: no picture, and no text.';

/** The stage that asks models about pictures, texts and transcripts. Each asset is a task, so that a crash costs one answer. */
export function enrichWork(context: TaggingContext): StageWork {
  const failing = new FailingModels();
  return {
    resource: 'model',
    async run(task, signal) {
      const asset = context.assets.byId(task.assetId ?? 0);
      const kind = asset && context.work.kindOf(asset.id);
      if (!asset || !kind) return failed(context, task, nothingToShow);
      try {
        const answered = await describe(context, asset, kind, signal);
        signal.throwIfAborted();
        if ('problem' in answered) return failed(context, task, answered.problem);
        failing.noteSuccess();
        return kept(context, task, answered);
      } catch (error) {
        if (signal.aborted) return null;
        return failed(context, task, failing.reasonFor(error));
      }
    },
  };
}

/** Keeps that nothing came of an asset. */
export function failed({ work }: TaggingContext, { assetId, stage }: Task, reason: string): TaskResult {
  return {
    outcome: 'failed',
    keep: () => {
      if (assetId !== null) work.keepFailure(assetId, stage as 'enrich' | 'terms', reason);
    },
  };
}

/** Keeps what came of an asset. */
export function kept(context: TaggingContext, { assetId, jobId, stage }: Task, answered: Answered): TaskResult {
  return {
    outcome: 'done',
    keep: () => {
      if (assetId === null) return;
      keepWritten(context, assetId, answered, context.work.rewritesOf(jobId));
      context.work.forgetFailure(assetId, stage as 'enrich' | 'terms');
    },
  };
}

export function authorOf({ id, name, sha256 }: ModelRow): Answered['author'] {
  return { modelId: id, name, version: sha256, promptVersion: PROMPT_VERSION };
}

async function describe(
  context: TaggingContext,
  asset: AssetRow,
  kind: DescribedKind,
  signal: AbortSignal,
): Promise<Answered | { problem: string }> {
  const tags = context.tags.known(asset.id).map(({ tag }) => tag);
  const assigned = context.taggingModels.for(kind, tags);
  if ('reason' in assigned)
    throw new Obstacle(assigned.reason, async () => 'model' in context.taggingModels.for(kind, tags));
  const { model } = assigned;
  if (assigned.by === 'caption') return caption(context, asset, model, signal);
  const choices = choicesOf(context.vocabularies, context.material);
  const answered =
    kind === 'pictures'
      ? await askAboutPicture(context, asset, model, choices, signal)
      : await askAboutText(context, asset, kind, model, choices, signal);
  if ('problem' in answered)
    return { problem: `${model.name} did not answer in the form asked for: ${answered.problem}.` };
  return {
    author: authorOf(model),
    written: writtenOf(kind, answered.answer, answered.text),
    kinds: writtenBy[kind],
    parameters: {
      usage: answered.usage,
      ...shownBeside(answered.shown, choices.leftOut),
    },
  };
}

function shownBeside(...parts: readonly string[]): { shown?: string } {
  const said = parts.filter(Boolean);
  return said.length > 0 ? { shown: said.join('; ') } : {};
}

async function caption(
  context: TaggingContext,
  asset: AssetRow,
  model: ModelRow,
  signal: AbortSignal,
): Promise<Answered> {
  const began = performance.now();
  const picture = shownPicture(context, asset);
  const options = { purpose: 'caption a picture', content: [{ assetId: asset.hash, sha256: asset.hash }], signal };
  const text = (await context.models.attempt(model, (backend) => backend.caption(picture, options))).trim();
  return {
    author: authorOf(model),
    written: text ? [{ kind: 'caption', content: { text } }] : [],
    kinds: ['caption'],
    parameters: { usage: { prompt: 0, generated: 0, ms: performance.now() - began } },
  };
}

async function askAboutPicture(
  context: TaggingContext,
  asset: AssetRow,
  model: ModelRow,
  choices: Choices,
  signal: AbortSignal,
) {
  const name = fileName(context, asset);
  const outcome = await askForForm(context.models, model, {
    turns: questionAbout('pictures', choices, { name, text: '' }),
    picture: shownPicture(context, asset),
    schema: answerSchema('pictures', choices),
    maxTokens: answerTokens.pictures,
    purpose: 'describe a picture',
    content: [{ assetId: asset.hash, sha256: asset.hash }],
    signal,
  });
  return { ...outcome, text: '', shown: '' };
}

async function askAboutText(
  context: TaggingContext,
  asset: AssetRow,
  kind: Exclude<DescribedKind, 'pictures'>,
  model: ModelRow,
  choices: Choices,
  signal: AbortSignal,
) {
  const count = (texts: string[]) => context.models.attempt(model, (backend) => backend.countTokens(texts));
  const { counts, contextSize } = await count([instructions(kind, choices)]);
  const maxTokens = Math.min(answerTokens[kind], Math.floor(contextSize / 4));
  const room = contextSize - maxTokens - FRAME_TOKENS - (counts[0] ?? 0);
  if (room < FRAME_TOKENS)
    throw new HoldfastError(
      'MODEL_FAILED',
      `${model.name} has a context of ${contextSize} tokens, which the tags to choose from fill.`,
      'Choose a model with a longer context, or fewer terms.',
    );
  const matter = await readingMatter(context.passages, { id: asset.id, kind }, room, async (text) => {
    const counted = await count([fenced(text)]);
    return counted.counts[0] ?? 0;
  });
  const outcome = await askForForm(context.models, model, {
    turns: questionAbout(kind, choices, { name: fileName(context, asset), text: matter.text }),
    schema: answerSchema(kind, choices),
    maxTokens,
    purpose: kind === 'recordings' ? 'summarise a recording' : 'summarise a document',
    content: matter.passages.map((text) => sentContent(asset.hash, text)),
    signal,
  });
  return { ...outcome, text: matter.text, shown: matter.shown };
}

export function fileName({ files }: TaggingContext, { id }: AssetRow): string {
  const path = files.presentFileOf(id)?.path ?? '';
  return path.split(/[\\/]/u).at(-1) ?? '';
}
