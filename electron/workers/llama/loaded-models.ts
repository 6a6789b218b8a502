import { stat } from 'node:fs/promises';
import type { LlamaModel } from 'node-llama-cpp';
import { tooLittleMemory } from '../memory-room.ts';
import type { Adapter, GgufRole, LoadedModelState, MemoryEstimate, ModelFiles } from '../model-protocol.ts';
import { unlessAborted } from '../turns.ts';
import { checkAdapters } from './adapters.ts';
import { ChatModel } from './chat-model.ts';
import { EmbeddingModel } from './embedding-model.ts';
import { llama, withReasons } from './engine.ts';
import { readGguf } from './gguf-file.ts';
import { roleOf } from './gguf-metadata.ts';
import { type Candidate, memoryEstimate, memoryFree, memoryNeeded } from './memory.ts';
import { Reranker } from './reranker.ts';

interface Models {
  chat: ChatModel;
  embedding: EmbeddingModel;
  rerank: Reranker;
}
type Model = Models[GgufRole];

export interface OpenOptions {
  /** Of a chat model. */
  contextSize?: number | undefined;
  template?: string | undefined;
}

interface Entry {
  readonly path: string;
  readonly adapters: readonly Adapter[];
  readonly role: GgufRole;
  readonly opening: Promise<Model>;
  loaded: Model | null;
  users: number;
  lastUsed: number;
}

const minute = 60_000;
const usualIdleMinutes = 10;
const lookForIdleMs = 5_000;

/** The models in memory: each is loaded when it is first asked for, and goes when it was idle or another needs its room. */
export class LoadedModels {
  readonly #entries = new Map<string, Entry>();
  #idleLimitMs = usualIdleMinutes * minute;
  #idleTimer: NodeJS.Timeout | undefined;

  /**
   * Lets work have a model, which is loaded if it is not yet and stays while the work lasts. A failure is not
   * remembered: the file may be mended. Waits no longer once aborted.
   */
  async use<Role extends GgufRole, T>(
    role: Role,
    files: ModelFiles & OpenOptions,
    signal: AbortSignal,
    work: (model: Models[Role]) => Promise<T>,
  ): Promise<T> {
    const entry = this.#entry(role, files);
    entry.users++;
    try {
      const model = await unlessAborted(entry.opening, signal);
      if (entry.role !== role) throw new Error(wrongRole(entry.role, role));
      return await unlessAborted(work(model as Models[Role]), signal);
    } finally {
      entry.users--;
      entry.lastUsed = Date.now();
    }
  }

  /** The role in which a model is loaded, or for which its file is. */
  async roleOf({ path, adapters }: ModelFiles, signal: AbortSignal): Promise<GgufRole> {
    const entry = this.#entries.get(keyOf(path, adapters));
    return entry?.role ?? roleOf((await readGguf(path, signal)).info);
  }

  /** Whether a model could be loaded now. */
  async estimate(files: ModelFiles & OpenOptions, signal: AbortSignal): Promise<MemoryEstimate> {
    const engine = await llama();
    const needed = await memoryNeeded(await candidate(files, signal), engine);
    const reclaimable = [...this.#entries.values()].reduce(
      (sum, { loaded }) => sum + (loaded ? bytesOf(loaded) : 0),
      0,
    );
    return memoryEstimate(needed, await memoryFree(engine), reclaimable);
  }

  /**
   * Frees the memory of a model when its work in progress is done; without adapters, of all that run on this base.
   */
  async unload({ path, adapters }: ModelFiles): Promise<void> {
    const entries = adapters ? [this.#entries.get(keyOf(path, adapters))] : [...this.#entries.values()];
    await Promise.all(entries.filter((entry) => entry?.path === path).map((entry) => entry && this.#close(entry)));
  }

  setIdleLimit(minutes: number): void {
    if (!(minutes > 0)) throw new Error('The time after which idle models go is a number of minutes above 0.');
    this.#idleLimitMs = minutes * minute;
  }

  state(): LoadedModelState[] {
    return [...this.#entries.values()].map(({ path, adapters, role, loaded, lastUsed }) => ({
      path,
      adapters: [...adapters],
      role,
      state: loaded ? 'loaded' : 'loading',
      contextSize: loaded?.contextSize ?? 0,
      ram: loaded?.memory.ram ?? 0,
      vram: loaded?.memory.vram ?? 0,
      gpuLayers: loaded?.model.gpuLayers ?? 0,
      lastUsed,
      speed: loaded?.speed.last ?? null,
    }));
  }

  #entry(role: GgufRole, { path, adapters = [], ...options }: ModelFiles & OpenOptions): Entry {
    const key = keyOf(path, adapters);
    const known = this.#entries.get(key);
    if (known) return known;
    const opening = this.#load(role, { path, adapters, ...options });
    const entry: Entry = { path, adapters, role, opening, loaded: null, users: 0, lastUsed: Date.now() };
    this.#entries.set(key, entry);
    this.#idleTimer ??= setInterval(() => void this.#closeIdle(), lookForIdleMs).unref();
    opening.then(
      (model) => {
        entry.loaded = model;
      },
      () => this.#forget(entry),
    );
    return entry;
  }

  async #load(role: GgufRole, files: ModelFiles & OpenOptions): Promise<Model> {
    const { path, adapters = [] } = files;
    const found = await candidate(files);
    if (found.role !== role) throw new Error(wrongRole(found.role, role));
    const engine = await llama();
    const needed = await memoryNeeded(found, engine);
    return withReasons(async () => {
      // What a graphics card holds, llama.cpp itself fits to it.
      if (engine.gpu === false) await this.#makeRoom(path, needed);
      // On the processor a mapped file takes more memory, and ends the process if somebody shortens the file.
      const model = await engine.loadModel({ modelPath: path, useMmap: engine.gpu === false ? false : 'auto' });
      try {
        return await creators[role](model, { ...files, adapters });
      } catch (thrown) {
        await model.dispose();
        throw thrown;
      }
    });
  }

  /** Closes models, those that were idle for longest first, until there is room. Throws where there is none. */
  async #makeRoom(path: string, needed: number): Promise<void> {
    const engine = await llama();
    const others = [...this.#entries.values()].filter((entry) => entry.path !== path && entry.loaded);
    for (const entry of others.toSorted((one, other) => one.users - other.users || one.lastUsed - other.lastUsed)) {
      if (needed <= (await memoryFree(engine))) return;
      await this.#close(entry);
    }
    const free = await memoryFree(engine);
    if (needed > free) throw new Error(tooLittleMemory(needed, free));
  }

  async #closeIdle(): Promise<void> {
    const before = Date.now() - this.#idleLimitMs;
    for (const entry of this.#entries.values())
      if (entry.loaded && entry.users === 0 && entry.lastUsed < before) await this.#close(entry);
  }

  async #close(entry: Entry): Promise<void> {
    this.#forget(entry);
    const model = await entry.opening.catch(() => null);
    await model?.dispose();
  }

  #forget(entry: Entry): void {
    const key = keyOf(entry.path, entry.adapters);
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
  }
}

const creators: Record<
  GgufRole,
  (model: LlamaModel, options: OpenOptions & { adapters: readonly Adapter[] }) => Promise<Model>
> = {
  chat: (model, options) => ChatModel.create(model, options),
  embedding: (model, { adapters }) => EmbeddingModel.create(model, adapters),
  rerank: (model, { adapters }) => Reranker.create(model, adapters),
};

/** Throws, in a sentence, when the file or an adapter cannot be used. */
async function candidate(
  { path, adapters = [], contextSize }: ModelFiles & OpenOptions,
  signal?: AbortSignal,
): Promise<Candidate> {
  const { info, size } = await readGguf(path, signal);
  await checkAdapters(info, adapters);
  const adapterBytes = await Promise.all(adapters.map(async (adapter) => (await stat(adapter.path)).size));
  const fileBytes = adapterBytes.reduce((sum, bytes) => sum + bytes, size);
  return { info, fileBytes, role: roleOf(info), contextSize };
}

function bytesOf({ memory: { ram, vram } }: Model): number {
  return ram + vram;
}

function keyOf(path: string, adapters: readonly Adapter[] = []): string {
  return JSON.stringify([path, adapters.map((adapter) => [adapter.path, adapter.scale])]);
}

function wrongRole(own: GgufRole, asked: GgufRole): string {
  return `It is a model for ${own} and not for ${asked}.`;
}
