import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { getLlama, type Llama, LlamaLogLevel, type LlamaModel, type LlamaOptions } from 'node-llama-cpp';
import { messageOf } from '../../../shared/errors.ts';
import { Turns } from './turns.ts';

let engine: Promise<Llama> | undefined;
const complaints: string[] = [];
const loading = new Turns();

/**
 * llama.cpp on the best device of this machine; made once, because each time tries the binaries in processes of their
 * own. Never builds or downloads anything.
 */
export function llama(): Promise<Llama> {
  engine ??= start();
  return engine;
}

async function start(): Promise<Llama> {
  const options: LlamaOptions = {
    gpu: 'auto',
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    // One thread budget for all models: more threads than cores make llama.cpp collapse.
    maxThreads: availableParallelism(),
    logLevel: LlamaLogLevel.warn,
    logger: (_level, message) => complaints.push(message.trim()),
  };
  try {
    return await getLlama(options);
  } catch (thrown) {
    throw new Error('llama.cpp does not run on this computer: there is no build for it.', { cause: thrown });
  }
}

/** Below it threads wait for each other longer than they work, and for ever so long when the machine is busy. */
const tinyModelBytes = 100 * 2 ** 20;

/** Threads for each of some contexts that share the machine. */
export function threadsFor(model: LlamaModel, contexts: number): number {
  return model.size < tinyModelBytes ? 1 : Math.max(1, Math.floor(availableParallelism() / contexts));
}

/**
 * Runs work that may fail inside llama.cpp, which tells its reason to the log alone: the error that comes out has it.
 * One at a time, so that the log is about this work.
 */
export async function withReasons<T>(work: () => Promise<T>): Promise<T> {
  const release = await loading.take();
  complaints.length = 0;
  try {
    return await work();
  } catch (thrown) {
    throw new Error((await awaitReason()) ?? messageOf(thrown), { cause: thrown });
  } finally {
    release();
  }
}

const sentences: [pattern: RegExp, sentence: (...found: string[]) => string][] = [
  [
    /unknown model architecture: '(.*?)'/,
    (name) => `Its architecture, "${name}", is not known to this version of llama.cpp.`,
  ],
  [
    /unknown (?:tokenizer|pre-tokenizer type): '(.*?)'/,
    (name) => `Its tokenizer, "${name}", is not known to this version of llama.cpp.`,
  ],
  [
    /missing tensor '(.*?)'/,
    (name) => `The weights "${name}" are missing: the file is incomplete or was converted wrongly.`,
  ],
  [/tensor '(.*?)' has wrong shape/, (name) => `The weights "${name}" do not have the shape that the file announces.`],
  [/wrong number of tensors/, () => 'It does not hold the weights that it announces.'],
  [
    /tensor '(.*?)' data is not within the file bounds/,
    () => 'The file is cut short: its last weights are missing. Copy or download it again.',
  ],
  [/key not found in model: (\S+)/, (key) => `Its description lacks "${key}": the file was converted wrongly.`],
  [/error loading model: (.+)/, (reason) => `llama.cpp says: ${reason}.`],
];

const quietMs = 50;

/** The log comes from threads of llama.cpp and ends a little after the failure: waits until it is quiet. */
async function awaitReason(): Promise<string | null> {
  for (let heard = -1; heard !== complaints.length; await delay(quietMs)) heard = complaints.length;
  return reasonIn(complaints);
}

/** The last reason that llama.cpp gave, as a sentence; null when it gave none. */
function reasonIn(lines: readonly string[]): string | null {
  const log = lines.join('\n');
  for (const [pattern, sentence] of sentences) {
    const found = pattern.exec(log);
    if (found) return sentence(...found.slice(1));
  }
  return null;
}
