import { embedMany, type ModelMessage, streamText } from 'ai';
import { HoldfastError } from '../../../shared/errors.ts';
import type { ChatTurn } from '../../workers/model-protocol.ts';
import type { ChatOptions, ModelBackend, ModelCallOptions } from '../model-backend.ts';
import { type Connection, modelsAt } from './connect.ts';
import { explainProvider } from './explain.ts';

/** Tries after the first, with growing pauses, on 429, 5xx and failures of the network. */
const MAX_RETRIES = 2;
/** A server that must load its model first takes minutes to the first word. */
const FIRST_WORD_MS = 5 * 60_000;
const NEXT_WORD_MS = 60_000;
const EMBED_MS = 2 * 60_000;
/** Rather too few characters for a token of any language's usual text, so that a prompt is rather too short. */
const CHARACTERS_A_TOKEN = 3;

/** A model at a provider. `connect` makes a connection whose requests are written down under what the call is for. */
export class RemoteModel implements ModelBackend {
  readonly #name: string;
  readonly #contextSize: number;
  readonly #connect: (options: ModelCallOptions) => Promise<Connection>;

  constructor(
    { remoteName, contextSize }: { remoteName: string; contextSize: number },
    connect: (options: ModelCallOptions) => Promise<Connection>,
  ) {
    this.#name = remoteName;
    this.#contextSize = contextSize;
    this.#connect = connect;
  }

  async chat(turns: ChatTurn[], options: ChatOptions) {
    const connection = await this.#connect(options);
    const silence = new SilenceLimit(FIRST_WORD_MS);
    try {
      return await this.#stream(connection, turns, options, silence);
    } catch (thrown) {
      options.signal?.throwIfAborted();
      throw explain(silence.isOver ? silence.error(connection) : thrown, connection);
    } finally {
      silence.end();
    }
  }

  async #stream(
    connection: Connection,
    turns: ChatTurn[],
    { maxTokens, signal, onEvent }: ChatOptions,
    silence: SilenceLimit,
  ) {
    const { fullStream } = streamText({
      model: modelsAt(connection).languageModel(this.#name),
      ...messagesOf(turns),
      maxOutputTokens: maxTokens,
      maxRetries: MAX_RETRIES,
      abortSignal: AbortSignal.any([silence.signal, ...(signal ? [signal] : [])]),
      // Errors come in the stream.
      onError: () => undefined,
    });
    let text = '';
    for await (const part of fullStream) {
      silence.restart(NEXT_WORD_MS);
      if (part.type === 'text-delta') {
        text += part.text;
        onEvent?.({ type: 'text', text: part.text });
      } else if (part.type === 'error') throw part.error;
      else if (part.type === 'abort') throw new DOMException('The answer was stopped.', 'AbortError');
      else if (part.type === 'finish') {
        if (part.finishReason === 'length') return { text, stopped: 'length' as const };
        // A stream that ends without its reason was cut off.
        if (part.finishReason === 'other' && part.rawFinishReason === undefined) break;
        if (part.finishReason === 'error') break;
        return { text, stopped: 'end' as const };
      }
    }
    throw new Error('The stream was terminated.');
  }

  async countTokens(texts: string[]) {
    const counts = texts.map((text) => Math.ceil(text.length / CHARACTERS_A_TOKEN));
    return { counts, contextSize: this.#contextSize };
  }

  async embed(texts: string[], options: ModelCallOptions): Promise<Float32Array[]> {
    const connection = await this.#connect(options);
    const silence = new SilenceLimit(EMBED_MS);
    try {
      const { embeddings } = await embedMany({
        model: modelsAt(connection).embeddingModel(this.#name),
        values: texts,
        maxRetries: MAX_RETRIES,
        abortSignal: AbortSignal.any([silence.signal, ...(options.signal ? [options.signal] : [])]),
      });
      if (embeddings.length !== texts.length)
        throw new Error(`it answered ${embeddings.length} vectors for ${texts.length} texts.`);
      return embeddings.map(unitVector);
    } catch (thrown) {
      options.signal?.throwIfAborted();
      throw explain(silence.isOver ? silence.error(connection) : thrown, connection);
    } finally {
      silence.end();
    }
  }
}

function messagesOf(turns: readonly ChatTurn[]): { instructions?: string; messages: ModelMessage[] } {
  const system = turns.filter(({ role }) => role === 'system').map(({ text }) => text);
  const messages = turns.flatMap(({ role, text }): ModelMessage[] =>
    role === 'system' ? [] : [{ role, content: text }],
  );
  return { messages, ...(system.length > 0 ? { instructions: system.join('\n\n') } : {}) };
}

function unitVector(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => (length > 0 ? value / length : 0));
}

function explain(thrown: unknown, { name, baseUrl }: Connection): unknown {
  const { host } = new URL(baseUrl);
  return explainProvider(thrown, `${name} (${host})`, host);
}

/** Aborts when a server has been silent for too long. */
class SilenceLimit {
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout;
  #milliseconds: number;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
    this.#timer = setTimeout(() => this.#abort.abort(), milliseconds);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get isOver(): boolean {
    return this.#abort.signal.aborted;
  }

  restart(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#milliseconds = milliseconds;
    this.#timer = setTimeout(() => this.#abort.abort(), milliseconds);
  }

  error({ name }: Connection): HoldfastError {
    return new HoldfastError(
      'PROVIDER_FAILED',
      `${name} said nothing for ${Math.round(this.#milliseconds / 1000)} seconds.`,
      'Try again; the server may be overloaded, or its model too large for it.',
    );
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
