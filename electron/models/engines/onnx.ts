import { realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Capability, MemoryFit } from '../../../shared/contract/models.ts';
import { HoldfastError } from '../../../shared/errors.ts';
import type { LocalModel } from '../../catalog/models.ts';
import type { OnnxCapability, OnnxHash, OnnxMetadata } from '../../workers/onnx-protocol.ts';
import { backendOf, type ModelBackend } from '../model-backend.ts';
import type { ModelCopies } from '../model-copies.ts';
import type { OnnxRuntime } from '../runtimes/onnx-runtime.ts';
import {
  type Engine,
  fitBySize,
  type InMemory,
  type LocalModelFacts,
  type ModelDescription,
  measured,
  refuse,
  type TakeOptions,
} from './engine.ts';

const HINT = 'Choose the folder of a model that was exported for transformers.js.';

const capabilityOf: Record<OnnxCapability, Capability> = {
  'text-embedding': 'embedding',
  'image-embedding': 'image-embedding',
  caption: 'caption',
};

/** Models that are folders with ONNX files, as they are exported for transformers.js. */
export class OnnxEngine implements Engine {
  readonly #runtime: OnnxRuntime;
  readonly #copies: ModelCopies;

  constructor({ runtime, copies }: { runtime: OnnxRuntime; copies: ModelCopies }) {
    this.#runtime = runtime;
    this.#copies = copies;
  }

  async inspect(path: string, { signal }: { signal?: AbortSignal | undefined }): Promise<ModelDescription> {
    return describe(await this.#runtime.inspect(path, { signal }), path);
  }

  async take(given: string, { copy, signal, onProgress }: TakeOptions): Promise<LocalModelFacts> {
    const original = await realpath(given);
    const metadata = await this.#runtime
      .inspect(original, { signal })
      .catch((error: unknown) => refuse(given, error, HINT));
    const hash = await this.#runtime.hash(original, { signal });
    const prove = (path: string) =>
      this.#runtime.load({ path }, { signal }).catch((error: unknown) => refuse(given, error, HINT));
    if (!copy) return factsOf(metadata, hash, original, await prove(original));
    let proven = { dimensions: 0, contextSize: 0 };
    const [first, ...rest] = hash.files.map((file) => file.path);
    if (first === undefined) throw new HoldfastError('MODEL_REFUSED', `${given} has no files.`, HINT);
    const inFolder = (name: string) => join(basename(original), name);
    const { path } = await this.#copies.make(
      { paths: [first, ...rest].map((name) => join(original, name)), names: [inFolder(first), ...rest.map(inFolder)] },
      {
        prove: async (copied) => {
          const folder = copied.slice(0, -first.length - 1);
          proven = await prove(folder);
          await this.#runtime.unload(folder);
        },
        signal,
        onProgress,
      },
    );
    return factsOf(metadata, hash, path.slice(0, -first.length - 1), proven);
  }

  async load({ path }: LocalModel): Promise<void> {
    await this.#runtime.load({ path });
  }

  async unload({ path }: Pick<LocalModel, 'path'>): Promise<void> {
    await this.#runtime.unload(path).catch(() => undefined);
  }

  async inMemory(): Promise<InMemory[]> {
    return (await this.#runtime.held()).map(measured);
  }

  async fit({ size }: LocalModel): Promise<MemoryFit> {
    return fitBySize(size);
  }

  backend({ name, path, capabilities }: LocalModel): ModelBackend {
    const model = { path };
    return backendOf(name, {
      ...(capabilities.includes('embedding')
        ? {
            embed: (texts, { signal, asQuery, inBackground = false }) =>
              this.#runtime.embedTexts(model, texts, {
                signal,
                inBackground,
                purpose: asQuery ? 'query' : 'document',
              }),
            countTokens: (texts) => this.#runtime.countTokens(model, texts),
          }
        : {}),
      ...(capabilities.includes('image-embedding')
        ? {
            embedPictures: async (paths, { signal }) => {
              const pictures = paths.map((picture) => ({ path: picture }));
              const embedded = await this.#runtime.embedPictures(model, pictures, { signal });
              return embedded.map((picture, index) => {
                if ('vector' in picture) return picture.vector;
                throw new HoldfastError(
                  'MODEL_FAILED',
                  `${paths[index]}: ${picture.refused}`,
                  'Choose another picture.',
                );
              });
            },
          }
        : {}),
      ...(capabilities.includes('caption')
        ? { caption: (picture, { signal }) => this.#runtime.caption(model, { path: picture }, { signal }) }
        : {}),
    });
  }
}

function describe(metadata: OnnxMetadata, path: string): ModelDescription {
  const { name, architecture, capabilities, licence, variants, contextSize } = metadata;
  const [variant] = variants;
  return {
    name: name || basename(path),
    capabilities: capabilities.map((capability) => capabilityOf[capability]),
    architecture,
    quantisation: variant?.dtype ?? '',
    parameters: 0,
    contextSize,
    licence,
    size: variant?.size ?? 0,
  };
}

function factsOf(
  metadata: OnnxMetadata,
  { sha256 }: OnnxHash,
  path: string,
  proven: { dimensions: number; contextSize: number },
): LocalModelFacts {
  const description = describe(metadata, path);
  return {
    ...description,
    id: sha256.slice(0, 16),
    engine: 'onnx',
    languages: [],
    path,
    sha256,
    contextSize: description.contextSize || proven.contextSize,
    dimensions: proven.dimensions,
  };
}
