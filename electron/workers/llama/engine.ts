import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import {
  getLlama,
  getLlamaGpuTypes,
  type Llama,
  LlamaLogLevel,
  type LlamaModel,
  type LlamaOptions,
} from 'node-llama-cpp';
import { messageOf } from '../../../shared/errors.ts';
import { Turns } from '../turns.ts';

const complaints: string[] = [];
const loading = new Turns();

/** llama.cpp on the best device of this machine. */
export interface Engine {
  llama: Llama;
  /** Why it is not on the graphics card that there is, for people; empty otherwise. */
  fallback: string;
}

let engine: Promise<Engine> | undefined;

/** Made once, because each time tries the binaries in processes of their own. */
export function startedEngine(): Promise<Engine> {
  engine ??= mayHaveCard()
    ? startEngine(getLlama, getLlamaGpuTypes)
    : startOnProcessor(getLlama).then((llama) => ({ llama, fallback: '' }));
  return engine;
}

export async function llama(): Promise<Llama> {
  return (await startedEngine()).llama;
}

/** Undefined until something needed llama.cpp. */
export function engineIfStarted(): Promise<Engine> | undefined {
  return engine;
}

const options: LlamaOptions = {
  // Never builds or downloads anything.
  build: 'never',
  skipDownload: true,
  progressLogs: false,
  // One thread budget for all models: more threads than cores make llama.cpp collapse.
  maxThreads: availableParallelism(),
  logLevel: LlamaLogLevel.warn,
  logger: (_level, message) => complaints.push(message.trim()),
};

/** On the graphics card where it passes its test, on the processor otherwise. */
export async function startEngine(
  start: (options: LlamaOptions) => Promise<Llama>,
  gpuTypes: (include: 'supported') => Promise<(string | false)[]>,
): Promise<Engine> {
  try {
    const llama = await start({ ...options, gpu: 'auto' });
    if (llama.gpu === false) return { llama, fallback: await untried(gpuTypes) };
    // A driver that is installed badly says so at the latest when it is asked for its memory.
    await llama.getVramState();
    if (await hasCard(llama)) return { llama, fallback: '' };
    await llama.dispose();
    return { llama: await start({ ...options, gpu: false }), fallback: '' };
  } catch (thrown) {
    const fallback = `The graphics card cannot be used: ${messageOf(thrown)}`;
    return { llama: await startOnProcessor(start), fallback };
  }
}

async function startOnProcessor(start: (options: LlamaOptions) => Promise<Llama>): Promise<Llama> {
  try {
    return await start({ ...options, gpu: false });
  } catch (cause) {
    throw new Error('llama.cpp does not run on this computer: there is no build for it.', { cause });
  }
}

/**
 * False where no graphics card can be: Linux has a device for each, of whatever maker. Trying the drivers all the same,
 * each in a process of its own, would take a third of the time that the engine needs to start.
 */
function mayHaveCard(): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readdirSync('/dev').some((name) => /^(dri|nvidia|nvhost|nvmap|kfd|dxg|mali)/.test(name));
  } catch {
    return true;
  }
}

/** Graphics cards that a driver makes out of the processor: slower than the processor itself. */
const softwareCards = /llvmpipe|lavapipe|softpipe|swiftshader|basic render/i;

/** Whether there is a card behind the driver: some are installed without one. */
async function hasCard(llama: Llama): Promise<boolean> {
  return (await llama.getGpuDeviceNames()).some((name) => !softwareCards.test(name));
}

async function untried(gpuTypes: (include: 'supported') => Promise<(string | false)[]>): Promise<string> {
  const found = (await gpuTypes('supported').catch(() => [])).filter((type) => type !== false);
  if (found.length === 0) return '';
  return `There is a graphics card (${found.join(', ')}), but llama.cpp did not pass its test on it.`;
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
  [
    /invalid split file|key split\.\S+ in GGUF split/,
    () => 'Its parts do not belong together. Copy or download all of them again.',
  ],
  [/cannot find tokenizer vocab in model file|vector::_M_range_check/, () => 'Its list of words is missing or empty.'],
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
