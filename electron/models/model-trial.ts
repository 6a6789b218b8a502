import type { TrialEvent } from '../../shared/contract/models.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { eventsOf } from '../async-queue.ts';
import type { ModelRow } from '../catalog/models.ts';
import type { ModelBackend } from './model-backend.ts';
import type { ModelService } from './model-service.ts';

const PURPOSE = 'try out a model';
const USUAL_PROMPT = 'Introduce yourself in one sentence.';
const TEXT = 'The ferry does not run when there is a storm.';
const SAME_IN_OTHER_WORDS = 'In heavy weather the boat service is suspended.';
const ABOUT_SOMETHING_ELSE = 'Whisk the eggs with the sugar until they are pale.';
const QUESTION = 'When is there no ferry?';

export interface Trial {
  id: string;
  /** What a chat model is asked; a usual question where it is empty. */
  prompt: string;
  /** The sound file that a transcribing model hears. */
  path: string;
  maxTokens: number;
}

/** Lets models show what they can do, so that their owner sees whether and how fast they work. */
export class ModelTrial {
  readonly #models: ModelService;

  constructor({ models }: { models: ModelService }) {
    this.#models = models;
  }

  /**
   * What a model makes of a little of what it is chiefly for, as it comes.
   * @throws HoldfastError NOT_FOUND; INVALID_INPUT where there is nothing to try; what the model fails with
   */
  async *run(trial: Trial, signal?: AbortSignal): AsyncGenerator<TrialEvent> {
    const model = this.#models.byId(trial.id);
    const work = (tell: (event: TrialEvent) => void, stop: AbortSignal) =>
      this.#models.attempt(model, (backend) => tryOut(model, backend, trial, stop, tell));
    yield* eventsOf(work, signal);
  }
}

async function tryOut(
  { name, capabilities }: ModelRow,
  backend: ModelBackend,
  trial: Trial,
  signal: AbortSignal,
  tell: (event: TrialEvent) => void,
): Promise<void> {
  const options = { purpose: PURPOSE, signal };
  const began = performance.now();
  const milliseconds = () => performance.now() - began;
  if (capabilities.includes('chat')) {
    tell(await answer(backend, trial, signal, tell));
  } else if (capabilities.includes('embedding')) {
    const [text, same, other] = await backend.embed([TEXT, SAME_IN_OTHER_WORDS, ABOUT_SOMETHING_ELSE], options);
    if (!text || !same || !other) throw new HoldfastError('MODEL_FAILED', `${name} made no vectors.`, 'Try again.');
    const cosines = { alike: cosine(text, same), unlike: cosine(text, other) };
    tell({ type: 'embedded', milliseconds: milliseconds(), dimensions: text.length, ...cosines });
  } else if (capabilities.includes('rerank')) {
    const [answering = 0, other = 0] = await backend.rerank(QUESTION, [TEXT, ABOUT_SOMETHING_ELSE], options);
    tell({ type: 'scored', milliseconds: milliseconds(), answering, other });
  } else if (capabilities.includes('transcription') && trial.path !== '') {
    const { text, language } = await backend.transcribe(trial.path, options);
    tell({ type: 'transcribed', milliseconds: milliseconds(), text, language });
  } else {
    const hint = capabilities.includes('transcription') ? 'Name a sound file.' : 'Try it out where it is used.';
    throw new HoldfastError('INVALID_INPUT', `There is nothing to try ${name} out with.`, hint);
  }
}

async function answer(
  backend: ModelBackend,
  { prompt, maxTokens }: Trial,
  signal: AbortSignal,
  tell: (event: TrialEvent) => void,
): Promise<TrialEvent> {
  const began = performance.now();
  let firstAt = 0;
  const { usage, timings } = await backend.chat([{ role: 'user', text: prompt || USUAL_PROMPT }], {
    purpose: PURPOSE,
    maxTokens,
    signal,
    onEvent: (event) => {
      if (event.type !== 'text') return;
      firstAt ||= performance.now();
      tell({ type: 'text', text: event.text });
    },
  });
  const ended = performance.now();
  return {
    type: 'answered',
    milliseconds: ended - began,
    firstMilliseconds: (firstAt || ended) - began,
    promptTokens: usage.prompt,
    tokens: usage.generated,
    tokensPerSecond: timings.generateMs > 0 ? (usage.generated * 1000) / timings.generateMs : 0,
  };
}

/** Of unit vectors. */
function cosine(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}
