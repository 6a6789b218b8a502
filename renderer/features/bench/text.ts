import {
  type BenchQuestion,
  type BenchTask,
  type BenchVerdict,
  type Judgement,
  lowerIsBetter,
  type Measure,
  taskMeasures,
} from '../../../shared/contract/bench.ts';
import type { JobState } from '../../../shared/contract/jobs.ts';

const number = new Intl.NumberFormat('en');
const score = new Intl.NumberFormat('en', { minimumFractionDigits: 3, maximumFractionDigits: 3 });
const counted = (count: number, one: string, many: string) => `${number.format(count)} ${count === 1 ? one : many}`;

const measures: Record<Measure, { name: string; meaning: string }> = {
  ndcg10: {
    name: 'nDCG@10',
    meaning: 'How near the top the right passage is: 1 is always first, 0 never among the first ten.',
  },
  recall1: { name: 'Recall@1', meaning: 'How often the right passage comes first.' },
  recall5: { name: 'Recall@5', meaning: 'How often the right passage is among the first five.' },
  recall10: { name: 'Recall@10', meaning: 'How often the right passage is among the first ten.' },
  mrr: { name: 'MRR', meaning: 'The mean of one over the place of the right passage.' },
  preferred: { name: 'Preferred', meaning: 'The share of your comparisons that it won; a tie is half a win.' },
  marked: { name: 'Cited', meaning: 'The share of its sentences that cite a passage.' },
  validMarks: { name: 'Marks valid', meaning: 'The share of its citations that are of a passage that it was given.' },
  numbersFound: { name: 'Numbers found', meaning: 'The share of its numbers that stand in the passage it cites.' },
  wordsFound: { name: 'Words found', meaning: 'The share of its words that stand in the passage it cites.' },
  f1: { name: 'F1', meaning: 'Precision and recall in one: their harmonic mean.' },
  precision: { name: 'Precision', meaning: 'The share of its tags that you gave too.' },
  recall: { name: 'Recall', meaning: 'The share of your tags that it gave too.' },
  cer: { name: 'CER', meaning: 'Wrong characters for each right one. Less is better.' },
  wer: { name: 'WER', meaning: 'Wrong words for each right one. Less is better.' },
};

const en = {
  title: 'Model bench',
  lead: 'Which model is best on your files: try several on the same sample.',
  runs: 'Comparisons',
  newRun: 'New comparison',
  noRuns: 'None yet.',
  models: 'Models',
  task: 'What for',
  tasks: {
    embedding: 'Meaning',
    rerank: 'Reranking',
    chat: 'Answers',
    tagging: 'Tags',
    transcription: 'Speech',
    ocr: 'Pictures',
    'ocr-cleanup': 'OCR clean-up',
  } satisfies Record<BenchTask, string>,
  meanings: {
    embedding:
      'Each model looks for the passage that a question is about, among others of your library. Its vectors are kept apart and dropped afterwards. The keyword search stands beside them as the line to be above.',
    rerank:
      'Each model puts what the keyword search found for a question in order. The right passage should come first.',
    chat: 'Each model answers the same questions from the same passages. You judge the answers without seeing whose they are; their citations are checked for you.',
    tagging: 'Each model chooses tags for files that you tagged. What counts is how far it agrees with you.',
    transcription: 'Each model writes down recordings that you wrote down or corrected yourself.',
    ocr: 'Each model reads pictures whose text you corrected. What Tesseract read stands beside them.',
    'ocr-cleanup':
      'Each model mends what Tesseract read. The text that you corrected shows whether that helps or harms.',
  } satisfies Record<BenchTask, string>,
  noModelCan: 'No model that you added can do this. Add one on the Models screen.',
  chooseTwo: 'Choose two models or more.',
  chooseOne: 'Choose a model.',
  leaves: (hosts: readonly string[]) =>
    `What is in the sample will be sent to ${hosts.join(' and ')}, as when the models there are used.`,
  runsHere: 'this process',
  questions: (count: number) => counted(count, 'question', 'questions'),
  taggedFiles: (count: number) => counted(count, 'file with tags', 'files with tags'),
  corrected: (count: number) => counted(count, 'corrected text', 'corrected texts'),
  noTaggedFiles: 'Give tags to files in the library; they are what models are measured by.',
  editQuestions: 'Questions…',
  editReferences: 'Corrected texts…',
  atMost: 'Of these at most',
  start: 'Compare',
  starting: 'Starting…',

  questionsTitle: 'Questions about your files',
  questionsText:
    'A question asks for one passage or file. Those made without a model are the commoner half of a sentence’s words, as somebody would type who remembers it dimly. Correct what you would ask otherwise.',
  derive: 'Make 10 from the library',
  deriveByModel: 'Have the chat model write 10',
  deriving: 'Reading the library…',
  derived: (added: number, failed: number, reason: string) =>
    `${counted(added, 'question was', 'questions were')} added.${failed > 0 ? ` ${counted(failed, 'passage', 'passages')} gave none: ${reason}` : ''}`,
  origins: {
    title: 'from a title',
    sentence: 'from a sentence',
    model: 'written by a model',
    owner: 'yours',
  } satisfies Record<BenchQuestion['origin'], string>,
  writtenBy: (name: string) => `written by ${name}`,
  questionField: (name: string) => `Question about ${name}`,
  removeQuestion: (question: string) => `Remove “${question}”`,
  noQuestions: 'There are no questions yet.',
  addQuestion: 'Add a question of your own',
  ownQuestion: 'Question',
  findAsset: 'Search for what answers it',
  findReference: 'Search for the file',
  nothingFound: 'Nothing was found.',
  choose: (name: string) => `Choose ${name}`,
  about: (name: string) => `About ${name}`,
  add: 'Add',

  referencesTitle: 'Texts that you corrected',
  referencesText: {
    ocr: 'Choose a picture or a scan and correct what was read, down to the last sign. Models are measured by it.',
    transcription: 'Choose a recording and write down what is said. Models are measured by it.',
  },
  referenceOf: (name: string) => `Text of ${name}`,
  noReferences: 'There are none yet.',
  keep: 'Keep',
  edit: (name: string) => `Edit the text of ${name}`,
  removeReference: (name: string) => `Remove the text of ${name}`,
  characters: (count: number) => counted(count, 'character', 'characters'),

  states: {
    running: 'Running',
    paused: 'Paused',
    done: 'Done',
    cancelled: 'Stopped',
  } satisfies Record<JobState, string>,
  progress: (done: number, total: number) => `${number.format(done)} of ${number.format(total)}`,
  progressLabel: 'How far the models are',
  stop: 'Stop',
  pause: 'Pause',
  resume: 'Go on',
  again: 'Repeat on the same sample…',
  runTitle: (task: string, items: number) => `${task} · ${counted(items, 'item', 'items')}`,
  withRuns: 'Beside it',
  sameSample: 'Runs on the same sample compare.',
  otherSample: 'other sample',
  remove: 'Remove',
  removeTitle: 'Remove this comparison?',
  removeText: (models: readonly string[]) =>
    `The results of ${models.join(', ')} and your judgements of them are deleted. Questions and models stay.`,
  exportJson: 'Export JSON',
  exportCsv: 'Export CSV',
  give: 'Use',
  giveLabel: (name: string, role: string) => `Use ${name} for ${role}`,
  used: (name: string, role: string) => `${name} now serves for ${role}.`,
  removed: 'no longer there',

  model: 'Model',
  actions: 'Actions',
  measures,
  failed: 'Failed',
  time: 'Time',
  timeMeaning: 'For an item: the median, and what 95 of 100 items stay below. Loading the model does not count.',
  times: (p50: string, p95: string) => `${p50} · ${p95}`,
  milliseconds: (ms: number) =>
    ms < 10 ? `${ms.toFixed(1)} ms` : ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`,
  speed: 'Speed',
  tokens: (count: number) => `${number.format(Math.round(count))} tokens/s`,
  passages: (count: number) => `${number.format(Math.round(count))} passages/s`,
  memory: 'Memory',
  score: (value: number) => score.format(value),
  failures: (count: number) => counted(count, 'item', 'items'),
  whyFailed: 'What failed',
  items: 'Item by item',
  item: 'Item',
  itemsMeaning: 'The measure that decides, for each item; where models differ most comes first.',
  results: 'Results',

  judge: 'Judge the answers',
  judgeText: 'Which answer is better? Whose they are is told once you have judged.',
  judged: (done: number, total: number) => `${number.format(done)} of ${number.format(total)} judged`,
  judgements: {
    left: 'Left is better',
    right: 'Right is better',
    tie: 'Equally good',
    bad: 'Both are bad',
  } satisfies Record<Judgement, string>,
  left: 'Left answer',
  right: 'Right answer',
  passagesGiven: (count: number) => `What they read: ${counted(count, 'passage', 'passages')}`,
  previous: 'Previous',
  next: 'Next',
  nothingToJudge: 'There are no two answers to the same question yet.',

  verdict: (task: BenchTask, verdict: BenchVerdict): string => {
    const { leader, other, clear, items, difference, interval, p } = verdict;
    if (!leader) return task === 'chat' ? 'Judge the answers to find the winner.' : 'There is nothing to compare yet.';
    if (p !== null)
      return clear
        ? `You prefer ${leader.name} to ${other}: ${counted(items, 'comparison', 'comparisons')}, and chance hardly explains it (p = ${score.format(p)}).`
        : `No clear winner in ${counted(items, 'comparison', 'comparisons')} (p = ${score.format(p)}). Judge more of them, or use either.`;
    const [measure] = taskMeasures[task];
    const by = `${score.format(Math.abs(difference ?? 0))} ${measures[measure].name}${lowerIsBetter(measure) ? ' less' : ''}`;
    const range = interval ? ` (95% interval ${interval.map((end) => score.format(end)).join(' to ')})` : '';
    return clear
      ? `${leader.name} is better than ${other} by ${by}${range}.`
      : `No clear winner on ${counted(items, 'item', 'items')}: ${leader.name} leads ${other} by ${by}${range}.`;
  },
};

export const useBenchText = () => en;
