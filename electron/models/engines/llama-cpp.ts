import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Adapter, Capability, MemoryFit } from '../../../shared/contract/models.ts';
import { HoldfastError } from '../../../shared/errors.ts';
import type { LocalModel } from '../../catalog/models.ts';
import type { GgufMetadata, GgufRole } from '../../workers/model-protocol.ts';
import { ollamaDescription } from '../discovery/ollama.ts';
import { backendOf, type ModelBackend } from '../model-backend.ts';
import type { ModelCopies } from '../model-copies.ts';
import { hashModel } from '../model-hash.ts';
import type { ModelRuntime } from '../model-runtime.ts';
import { partPaths } from '../split-name.ts';
import {
  type Engine,
  type InMemory,
  type LocalModelFacts,
  type ModelDescription,
  refuse,
  type TakeOptions,
} from './engine.ts';

const HINT = 'Choose another GGUF file.';

type Paths = [first: string, ...rest: string[]];

/**
 * Where the files of a model really lie, the first one first. Symbolic links are resolved; in the name of a part they
 * are not, because the parts find each other by their names.
 */
export async function locateModel(given: string): Promise<Paths> {
  const path = resolve(given);
  const [first, ...rest] = partPaths(path);
  if (rest.length === 0) return partPaths(await realpath(path));
  const folder = await realpath(dirname(path));
  return [join(folder, basename(first)), ...rest.map((part) => join(folder, basename(part)))];
}

/** What llama.cpp is to load a model for. */
function engineRole(capabilities: readonly Capability[]): GgufRole {
  return capabilities.includes('chat') ? 'chat' : capabilities.includes('rerank') ? 'rerank' : 'embedding';
}

async function locateFile(given: string): Promise<string> {
  return realpath(resolve(given)).catch((error: unknown) => {
    throw new HoldfastError('PATH_UNREADABLE', `The file ${given} cannot be opened.`, 'Check the path.', {
      cause: error,
    });
  });
}

/** The first of a model's files that is not there. */
export function missingFile(path: string): string | undefined {
  return partPaths(path).find((part) => !existsSync(part));
}

/** GGUF files, run by llama.cpp. */
export class LlamaEngine implements Engine {
  readonly #runtime: ModelRuntime;
  readonly #copies: ModelCopies;

  constructor({ runtime, copies }: { runtime: ModelRuntime; copies: ModelCopies }) {
    this.#runtime = runtime;
    this.#copies = copies;
  }

  inspect(path: string, { signal }: { signal?: AbortSignal | undefined }): Promise<ModelDescription> {
    return this.#runtime.inspect(path, { signal });
  }

  /** Any part of a model in several files stands for all of them. A model of Ollama's is called as it is there. */
  async take(given: string, { copy, signal, onProgress }: TakeOptions): Promise<LocalModelFacts> {
    const paths = await locateModel(given).catch((error: unknown) => {
      throw new HoldfastError('PATH_UNREADABLE', `The model file ${given} cannot be opened.`, 'Check the path.', {
        cause: error,
      });
    });
    const metadata = await this.#described(given, paths);
    if (!copy) {
      const proven = await this.#proved(given, paths[0], metadata);
      const sha256 = await hashModel(paths, signal);
      return factsOf(proven, paths[0], sha256);
    }
    let proven = metadata;
    const prove = async (path: string) => {
      proven = await this.#proved(given, path, metadata);
      await this.#runtime.unload(path);
    };
    const names = namesOfCopies(given, paths, metadata.name);
    const { path, sha256 } = await this.#copies.make({ paths, names }, { prove, signal, onProgress });
    return factsOf(proven, path, sha256);
  }

  /**
   * Reads, proves and hashes adapters on a model, which stay where they are.
   * @throws HoldfastError PATH_UNREADABLE; MODEL_REFUSED saying why an adapter does not fit
   */
  async tune(
    { path, capabilities }: LocalModel,
    adapters: readonly { path: string; scale: number }[],
    signal?: AbortSignal,
  ): Promise<Adapter[]> {
    const located = await Promise.all(
      adapters.map(async (adapter) => ({ ...adapter, path: await locateFile(adapter.path) })),
    );
    for (const adapter of located)
      await this.#runtime
        .inspectAdapter(adapter.path, { signal })
        .catch((error: unknown) => refuse(adapter.path, error, HINT));
    await this.#runtime
      .load({ path, adapters: located }, engineRole(capabilities), { signal })
      .catch((error: unknown) => refuse(located.map((adapter) => adapter.path).join(', '), error, HINT));
    return Promise.all(
      located.map(async (adapter) => ({ ...adapter, sha256: await hashModel([adapter.path], signal) })),
    );
  }

  /** Proves that a chat template works with a model. MODEL_REFUSED when it does not. */
  async proveTemplate({ path, adapters, capabilities }: LocalModel, template: string): Promise<void> {
    await this.#runtime.load({ path, adapters }, engineRole(capabilities), { template });
  }

  async load({ path, adapters, capabilities, template }: LocalModel): Promise<void> {
    await this.#runtime.load({ path, adapters }, engineRole(capabilities), template ? { template } : {});
  }

  async unload({ path, adapters }: Pick<LocalModel, 'path' | 'adapters'>): Promise<void> {
    await this.#runtime.unload({ path, adapters }).catch(() => undefined);
  }

  async inMemory(): Promise<InMemory[]> {
    const { models } = await this.#runtime.state();
    return models
      .filter(({ state }) => state === 'loaded')
      .map(({ path, adapters, contextSize, ram, vram, gpuLayers, lastUsed, speed }) => ({
        path,
        adapters,
        contextSize,
        ram,
        vram,
        gpuLayers,
        lastUsed,
        reading: speed?.reading ?? null,
        generating: speed?.generating ?? null,
        looking: null,
        listening: null,
      }));
  }

  fit({ path, adapters }: LocalModel): Promise<MemoryFit> {
    return this.#runtime.estimate({ path, adapters });
  }

  backend({ name, path, adapters, template }: LocalModel): ModelBackend {
    const files = { path, adapters };
    return backendOf(name, {
      chat: (turns, options) => this.#runtime.chat(files, turns, { ...(template ? { template } : {}), ...options }),
      countTokens: (texts) => this.#runtime.countTokens(files, texts),
      embed: (texts, options) => this.#runtime.embed(files, texts, options),
      rerank: (query, texts, options) => this.#runtime.rerank(files, query, texts, options),
    });
  }

  async #described(given: string, paths: Paths): Promise<GgufMetadata> {
    const [first] = partPaths(resolve(given));
    const metadata = await this.#runtime.inspect(first).catch((error: unknown) => refuse(given, error, HINT));
    const ollama = await ollamaDescription(paths[0]);
    return ollama ? { ...metadata, name: ollama.name, licence: metadata.licence || ollama.licence } : metadata;
  }

  async #proved(given: string, path: string, metadata: GgufMetadata): Promise<GgufMetadata> {
    const { contextSize, dimensions } = await this.#runtime
      .load(path, metadata.role)
      .catch((error: unknown) => refuse(given, error, HINT));
    return { ...metadata, contextSize: metadata.contextSize || contextSize, dimensions };
  }
}

function factsOf(
  { name, capabilities, languages, architecture, quantisation, parameters, contextSize, ...rest }: GgufMetadata,
  path: string,
  sha256: string,
): LocalModelFacts {
  return {
    id: sha256.slice(0, 16),
    name,
    engine: 'llama.cpp',
    capabilities,
    languages,
    path,
    sha256,
    size: rest.size,
    architecture,
    quantisation,
    parameters,
    contextSize,
    dimensions: rest.dimensions,
    licence: rest.licence,
  };
}

/** As the files are called, or after the model where a file has no name of its own, as in Ollama's store. */
function namesOfCopies(given: string, [first, ...rest]: Paths, modelName: string): Paths {
  if (rest.length > 0) return [basename(first), ...rest.map((part) => basename(part))];
  const name = basename(given);
  if (/\.gguf$/i.test(name)) return [name];
  return [`${modelName.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 100)}.gguf`];
}
