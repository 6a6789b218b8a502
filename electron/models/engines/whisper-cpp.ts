import { realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import type { MemoryFit } from '../../../shared/contract/models.ts';
import type { LocalModel } from '../../catalog/models.ts';
import type { SpeechWord, WhisperMetadata } from '../../workers/whisper-protocol.ts';
import { backendOf, type ModelBackend } from '../model-backend.ts';
import type { ModelCopies } from '../model-copies.ts';
import { hashModel } from '../model-hash.ts';
import type { WhisperRuntime } from '../runtimes/whisper-runtime.ts';
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

const HINT = 'Choose another file that was made for whisper.cpp.';

/** Whisper models in ggml’s format, which write down speech. */
export class WhisperEngine implements Engine {
  readonly #runtime: WhisperRuntime;
  readonly #copies: ModelCopies;

  constructor({ runtime, copies }: { runtime: WhisperRuntime; copies: ModelCopies }) {
    this.#runtime = runtime;
    this.#copies = copies;
  }

  async inspect(path: string, { signal }: { signal?: AbortSignal | undefined }): Promise<ModelDescription> {
    return describe(await this.#runtime.inspect(path, { signal }));
  }

  async take(given: string, { copy, signal, onProgress }: TakeOptions): Promise<LocalModelFacts> {
    const original = await realpath(given);
    const metadata = await this.#runtime
      .inspect(original, { signal })
      .catch((error: unknown) => refuse(given, error, HINT));
    const prove = (path: string) =>
      this.#runtime.load(path, { signal }).catch((error: unknown) => refuse(given, error, HINT));
    if (!copy) {
      await prove(original);
      return factsOf(metadata, original, await hashModel([original], signal));
    }
    const { path, sha256 } = await this.#copies.make(
      { paths: [original], names: [basename(given)] },
      {
        prove: async (copied) => {
          await prove(copied);
          await this.#runtime.unload(copied);
        },
        signal,
        onProgress,
      },
    );
    return factsOf(metadata, path, sha256);
  }

  async load({ path }: LocalModel): Promise<void> {
    await this.#runtime.load(path);
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

  backend({ name, path }: LocalModel): ModelBackend {
    return backendOf(name, {
      transcribe: async (recording, { language, words = false, signal, onProgress }) => {
        const { segments, language: heard } = await this.#runtime.transcribe(
          path,
          { path: recording },
          {
            signal,
            words,
            ...(language ? { language } : {}),
            onProgress: ({ doneMs, durationMs }) => onProgress?.(durationMs > 0 ? doneMs / durationMs : 1),
          },
        );
        return {
          text: segments.map(({ text }) => text.trim()).join(' '),
          segments: segments.map((segment) => ({
            ...spoken(segment),
            ...(segment.words.length > 0 ? { words: segment.words.map(spoken) } : {}),
          })),
          language: heard === 'auto' ? '' : heard,
        };
      },
    });
  }
}

function spoken({ startMs, endMs, text }: SpeechWord): { start: number; end: number; text: string } {
  return { start: startMs, end: endMs, text: text.trim() };
}

function describe({ name, type, quantisation, size }: WhisperMetadata): ModelDescription {
  return {
    name,
    capabilities: ['transcription'],
    architecture: type === 'other' ? 'whisper' : `whisper ${type}`,
    quantisation,
    parameters: 0,
    contextSize: 0,
    licence: '',
    size,
  };
}

function factsOf(metadata: WhisperMetadata, path: string, sha256: string): LocalModelFacts {
  return {
    ...describe(metadata),
    id: sha256.slice(0, 16),
    engine: 'whisper.cpp',
    // A multilingual one knows some hundred languages, so that to list them says nothing.
    languages: metadata.multilingual ? [] : ['en'],
    path,
    sha256,
    dimensions: 0,
  };
}
