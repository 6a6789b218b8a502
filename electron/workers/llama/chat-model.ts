import { randomUUID } from 'node:crypto';
import {
  type ChatHistoryItem,
  LlamaChat,
  type LlamaChatResponse,
  type LlamaContext,
  type LlamaContextSequence,
  type LlamaModel,
  type Token,
} from 'node-llama-cpp';
import type { Adapter, ChatAnswer, ChatSettings, ModelRequests, ModelTurn } from '../model-protocol.ts';
import type { RequestContext } from '../serve-requests.ts';
import { Speedometer } from '../speedometer.ts';
import { Turns } from '../turns.ts';
import { contextAdapters } from './adapters.ts';
import { type AnswerForm, answerForm } from './answer-form.ts';
import { exchangesOf, historyOf } from './chat-history.ts';
import { resolveTemplate, templateName, withinTemplateLimit } from './chat-template.ts';
import { llama, threadsFor } from './engine.ts';
import { PromptReader } from './prompt-reader.ts';
import { TextStream } from './text-stream.ts';

type ChatContext = RequestContext<ModelRequests['chat']['event']>;
type Question = ChatSettings & { turns: readonly ModelTurn[] };

/** A conversation as the model's template writes it. */
interface Prompt {
  history: ChatHistoryItem[];
  tokens: Token[];
}

export interface ChatOptions {
  adapters: readonly Adapter[];
  /** An upper bound, in tokens; memory and the model's training may set a lower one. */
  contextSize?: number | undefined;
  /** Proven too; see `ChatSettings`. */
  template?: string | undefined;
}

export const usualContext = 8192;
const smallestContext = 512;
/** More in one step is a model that has lost itself. */
const mostCalls = 16;
/** Said while another answer is in the way, so that the host knows that nothing hangs. */
const signOfLifeMs = 10_000;

/** A chat model that is loaded, with one context: answers come one after the other. */
export class ChatModel {
  readonly dimensions = 0;
  readonly contextSize: number;
  readonly speed = new Speedometer('reading', 'generating');
  readonly model: LlamaModel;
  readonly #sequence: LlamaContextSequence;
  readonly #reader: PromptReader;
  readonly #turns = new Turns();
  /** Of the template asked for last: to find it takes a few hundred milliseconds. */
  #chat: { template: string | undefined; chat: LlamaChat };

  private constructor(model: LlamaModel, context: LlamaContext, template: string | undefined) {
    this.model = model;
    this.#sequence = context.getSequence();
    this.contextSize = context.contextSize;
    this.#reader = new PromptReader(this.#sequence);
    this.#chat = { template, chat: this.#newChat(template) };
  }

  /** Takes over a loaded model, which is disposed with it. Answers with one token to prove that it can. */
  static async create(model: LlamaModel, options: ChatOptions): Promise<ChatModel> {
    const max = Math.min(options.contextSize ?? usualContext, model.trainContextSize);
    const context = await model.createContext({
      contextSize: { min: Math.min(smallestContext, max), max },
      threads: threadsFor(model, 1),
      ...contextAdapters(options.adapters),
    });
    const chat = new ChatModel(model, context, options.template);
    await chat.prove(options.template);
    return chat;
  }

  /** Answers with one token. Throws when the model or the template cannot be used. */
  async prove(template: string | undefined): Promise<void> {
    const turns: ModelTurn[] = [{ role: 'user', text: 'Hello' }];
    await this.answer({ turns, template, maxTokens: 1 }, { emit: () => {}, signal: new AbortController().signal });
  }

  /** Bytes, with the context's. */
  get memory(): { ram: number; vram: number } {
    const { model, context } = { model: this.model.memoryUsage, context: this.#sequence.context.memoryUsage };
    return { ram: model.ram + context.ram, vram: model.vram + context.vram };
  }

  /** The name of the chat template in use. */
  get template(): string {
    return templateName(this.#chat.chat.chatWrapper);
  }

  countTokens(text: string): number {
    return this.model.tokenize(text).length;
  }

  /** Answers the last turn. Exchanges are left out, oldest first, where the context is too small for all. */
  async answer(question: Question, context: ChatContext): Promise<ChatAnswer> {
    const waiting = setInterval(() => context.emit({ type: 'reading', progress: 0 }), signOfLifeMs);
    const release = await this.#turns.take(context.signal).finally(() => clearInterval(waiting));
    try {
      return await this.#answer(question, context);
    } finally {
      release();
    }
  }

  async #answer(question: Question, context: ChatContext): Promise<ChatAnswer> {
    const form = await answerForm(await llama(), question);
    this.#switchTemplate(question.template);
    const prompt = this.#fit(question, form);
    const meter = this.#sequence.tokenMeter.getState();
    const { reused, milliseconds } = await this.#reader.read(prompt.tokens, context.signal, (progress) =>
      context.emit({ type: 'reading', progress }),
    );
    const { usedInputTokens } = this.#sequence.tokenMeter.diff(meter);
    this.speed.note('reading', usedInputTokens, milliseconds);
    const started = performance.now();
    const before = this.#sequence.tokenMeter.getState();
    const said = context.signal.aborted ? nothing : await this.#generate(prompt, question, form, context);
    const generateMs = performance.now() - started;
    const generated = this.#sequence.tokenMeter.diff(before).usedOutputTokens;
    this.speed.note('generating', generated, generateMs);
    const usage = { prompt: prompt.tokens.length, reused, generated };
    return { ...said, usage, timings: { readMs: milliseconds, generateMs } };
  }

  /** Frees the memory when the answer in progress is done. */
  async dispose(): Promise<void> {
    await this.#turns.take();
    await this.model.dispose();
  }

  #switchTemplate(template: string | undefined): void {
    if (this.#chat.template === template) return;
    const chat = this.#newChat(template);
    this.#chat.chat.dispose({ disposeSequence: false });
    this.#chat = { template, chat };
  }

  #newChat(template: string | undefined): LlamaChat {
    return new LlamaChat({ contextSequence: this.#sequence, chatWrapper: resolveTemplate(this.model, template) });
  }

  #fit({ turns, maxTokens }: Question, form: AnswerForm): Prompt {
    const room = this.contextSize - Math.min(maxTokens, this.contextSize >> 2) - 2;
    const { system, exchanges } = exchangesOf(turns);
    for (;;) {
      const prompt = this.#write([...system, ...exchanges.flat()], form);
      if (prompt.tokens.length <= room) return prompt;
      if (exchanges.length <= 1) throw new Error(tooLong(prompt.tokens.length, room));
      exchanges.shift();
    }
  }

  /** The tokens go up to where the answer begins. */
  #write(turns: readonly ModelTurn[], form: AnswerForm): Prompt {
    const history = historyOf(turns);
    if (history.at(-1)?.type !== 'model') history.push({ type: 'model', response: [] });
    const available = 'functions' in form ? { availableFunctions: form.functions, documentFunctionParams: true } : {};
    const { contextText } = withinTemplateLimit(() =>
      this.#chat.chat.chatWrapper.generateContextState({ chatHistory: history, ...available }),
    );
    return { history, tokens: contextText.tokenize(this.model.tokenizer) };
  }

  async #generate(
    { history, tokens }: Prompt,
    { maxTokens, temperature, seed, topP, stop }: Question,
    form: AnswerForm,
    { emit, signal }: ChatContext,
  ): Promise<Said> {
    const stream = new TextStream((text) => emit({ type: 'text', text }));
    try {
      const response = await this.#chat.chat.generateResponse(history, {
        signal,
        stopOnAbortSignal: true,
        maxTokens: Math.min(maxTokens, this.contextSize - tokens.length - 2),
        ...defined({ temperature, seed, topP, customStopTriggers: stop }),
        ...('functions' in form
          ? { ...form, documentFunctionParams: true, maxParallelFunctionCalls: mostCalls }
          : form),
        onResponseChunk: (chunk) => {
          // Thoughts are not part of the answer; they only show that the model is at work.
          if (chunk.type === 'segment') emit({ type: 'reading', progress: 1 });
          else stream.add(chunk.text);
        },
      });
      return { text: stream.text, ...endOf(response) };
    } catch (thrown) {
      if (signal.aborted) return { text: stream.text, stopped: 'cancelled', calls: [] };
      throw thrown;
    } finally {
      stream.flush();
    }
  }
}

type Said = Pick<ChatAnswer, 'text' | 'stopped' | 'calls'>;

const nothing: Said = { text: '', stopped: 'cancelled', calls: [] };

function endOf({ metadata, functionCalls }: LlamaChatResponse<never>): Omit<Said, 'text'> {
  const found = (functionCalls ?? []) as readonly { functionName: string; params: unknown }[];
  const calls = found.map(({ functionName, params }) => ({
    id: randomUUID(),
    name: functionName,
    arguments: params ?? {},
  }));
  if (calls.length > 0) return { stopped: 'calls', calls };
  return { stopped: stopReasons[metadata.stopReason] ?? 'end', calls };
}

const stopReasons: Partial<Record<string, ChatAnswer['stopped']>> = { maxTokens: 'length', abort: 'cancelled' };

/** Without the keys that have no value. */
function defined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}

function tooLong(length: number, room: number): string {
  return `The question with its passages is ${length} tokens long, and this model has room for ${room}.`;
}
