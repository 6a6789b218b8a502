import { open, stat } from 'node:fs/promises';
import type { MemoryFit, ModelEngine, ModelEngineState } from '../../../shared/contract/models.ts';
import { HoldfastError, messageOf } from '../../../shared/errors.ts';
import type { LocalModel } from '../../catalog/models.ts';
import type { HeldModel } from '../../workers/held-model.ts';
import { memoryBalance, memoryForFile, memoryFree } from '../../workers/memory-room.ts';
import type { ModelBackend } from '../model-backend.ts';
import type { CopyProgress } from '../model-copies.ts';

/** A model of this machine as its files say and as it was shown to work. */
export type LocalModelFacts = Omit<LocalModel, 'adapters' | 'template' | 'providerId' | 'remoteName' | 'added'>;

/** What a model's files say of it, read without loading it. */
export type ModelDescription = Pick<
  LocalModelFacts,
  'name' | 'capabilities' | 'architecture' | 'quantisation' | 'parameters' | 'contextSize' | 'licence' | 'size'
>;

export interface TakeOptions {
  /** Whether to make a verified copy in the library instead of using the files where they lie. */
  copy: boolean;
  signal?: AbortSignal | undefined;
  /** Of a copy that is made. */
  onProgress?: CopyProgress | undefined;
}

/** A model in memory, as the contract tells of it, by its files instead of its id. */
export interface InMemory extends Omit<ModelEngineState['loaded'][number], 'id'> {
  path: string;
  adapters: readonly { path: string; scale: number }[];
}

/** What runs models of one format on this machine. */
export interface Engine {
  /** What a model says of itself. MODEL_REFUSED when the engine cannot use it. */
  inspect(path: string, options: { signal?: AbortSignal | undefined }): Promise<ModelDescription>;
  /**
   * Reads, proves and hashes a model, which stays where it is or is copied.
   * @throws HoldfastError PATH_UNREADABLE; MODEL_REFUSED saying what is wrong with it; DISK_FULL
   */
  take(given: string, options: TakeOptions): Promise<LocalModelFacts>;
  /** Brings a model into memory. */
  load(model: LocalModel): Promise<void>;
  /** Frees its memory. A model that cannot be unloaded is one whose process is gone, and with it the model. */
  unload(model: Pick<LocalModel, 'path' | 'adapters'>): Promise<void>;
  /** The models that it holds now; tells without starting anything. */
  inMemory(): Promise<InMemory[]>;
  /** Whether it would fit into memory now. */
  fit(model: LocalModel): Promise<MemoryFit>;
  backend(model: LocalModel): ModelBackend;
}

/** How files of ggml’s own format begin, which whisper.cpp reads: the number 0x67676d6c, little-endian. */
const GGML_MAGIC = Buffer.from('lmgg', 'latin1');

/**
 * Which engine a path is for: ONNX models are folders, and Whisper’s files tell themselves by their first bytes. All else
 * is for llama.cpp, which says what is wrong with a file.
 * @throws HoldfastError PATH_UNREADABLE
 */
export async function engineFor(path: string): Promise<ModelEngine> {
  if (/\.gguf$/i.test(path)) return 'llama.cpp';
  try {
    if ((await stat(path)).isDirectory()) return 'onnx';
    const file = await open(path);
    try {
      const { buffer } = await file.read(Buffer.alloc(GGML_MAGIC.length), 0, GGML_MAGIC.length, 0);
      return buffer.equals(GGML_MAGIC) ? 'whisper.cpp' : 'llama.cpp';
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new HoldfastError('PATH_UNREADABLE', `The model ${path} cannot be opened.`, 'Check the path.', {
      cause: error,
    });
  }
}

/** What was given cannot be used as a model. */
export function refuse(given: string, error: unknown, usualHint: string): never {
  const hint = error instanceof HoldfastError && error.hint ? error.hint : usualHint;
  throw new HoldfastError('MODEL_REFUSED', `${given} cannot be used as a model: ${messageOf(error)}`, hint, {
    cause: error,
  });
}

/** A model of an engine of which little more is known than what was measured. */
export function measured({ path, ram, contextSize, lastUsed, speed }: HeldModel): InMemory {
  return { path, adapters: [], contextSize, ram, vram: 0, gpuLayers: 0, lastUsed, generating: null, ...speed };
}

/** What takes the last of the memory makes the machine crawl. */
const COMFORTABLE = 0.9;

/** Whether a model about which only the size of its files is known would fit into memory now. */
export function fitBySize(bytes: number): MemoryFit {
  const [needed, free] = [memoryForFile(bytes), memoryFree()];
  const verdict = needed <= free * COMFORTABLE ? 'fits' : needed <= free ? 'tight' : 'too big';
  return { needed, free, verdict, text: memoryBalance(needed, free) };
}
