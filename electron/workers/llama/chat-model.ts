import {
  type ChatHistoryItem,
  LlamaChat,
  type LlamaContext,
  type LlamaContextSequence,
  type LlamaModel,
  resolveChatWrapper,
  type Token,
} from 'node-llama-cpp';
import type { ChatTurn, ModelRequests } from '../model-protocol.ts';
import type { RequestContext } from '../serve-requests.ts';
import { threadsFor } from './engine.ts';
import { Turns } from './turns.ts';

type Answer = ModelRequests['chat']['response'];
type ChatContext = RequestContext<ModelRequests['chat']['event']>;

const usualContext = 8192;
const smallestContext = 512;
/** The prompt is read in slices that take about so long, because nothing stops llama.cpp within one. */
const sliceMs = 250;
const firstSlice = 8;
/** Said while another answer is in the way, so that the host knows that nothing hangs. */
const signOfLifeMs = 10_000;

/** A chat model that is loaded, with one context: answers come one after the other. */
export class ChatModel {
  readonly contextSize: number;
  readonly #model: LlamaModel;
  readonly #sequence: LlamaContextSequence;
  readonly #chat: LlamaChat;
  readonly #turns = new Turns();

  private constructor(model: LlamaModel, context: LlamaContext) {
    this.#model = model;
    this.#sequence = context.getSequence();
    this.contextSize = context.contextSize;
    // Resolved once: finding the wrapper for the model's template takes a few hundred milliseconds.
    this.#chat = new LlamaChat({ contextSequence: this.#sequence, chatWrapper: resolveChatWrapper(model) });
  }

  /**
   * Takes over a loaded model, which is disposed with it. Answers with one token to prove that it can.
   * `contextSize` is an upper bound; memory and the model's training may set a lower one.
   */
  static async create(model: LlamaModel, contextSize = usualContext): Promise<ChatModel> {
    const max = Math.min(contextSize, model.trainContextSize);
    const context = await model.createContext({
      contextSize: { min: Math.min(smallestContext, max), max },
      threads: threadsFor(model, 1),
    });
    const chat = new ChatModel(model, context);
    const turns: ChatTurn[] = [{ role: 'user', text: 'Hello' }];
    await chat.answer({ turns, maxTokens: 1 }, { emit: () => {}, signal: new AbortController().signal });
    return chat;
  }

  countTokens(text: string): number {
    return this.#model.tokenize(text).length;
  }

  /** Answers the last turn. Turns in the middle are left out, oldest first, where the context is too small for all. */
  async answer(request: { turns: readonly ChatTurn[]; maxTokens: number }, context: ChatContext): Promise<Answer> {
    const waiting = setInterval(() => context.emit({ type: 'reading', progress: 0 }), signOfLifeMs);
    const release = await this.#turns.take(context.signal).finally(() => clearInterval(waiting));
    try {
      const { history, tokens } = this.#fit(request.turns, request.maxTokens);
      await this.#read(tokens, context);
      if (context.signal.aborted) return { text: '', stopped: 'cancelled' };
      return await this.#generate(history, Math.min(request.maxTokens, this.contextSize - tokens.length - 2), context);
    } finally {
      release();
    }
  }

  /** Frees the memory when the answer in progress is done. */
  async dispose(): Promise<void> {
    await this.#turns.take();
    await this.#model.dispose();
  }

  #fit(turns: readonly ChatTurn[], maxTokens: number): { history: ChatHistoryItem[]; tokens: Token[] } {
    const room = this.contextSize - Math.min(maxTokens, this.contextSize >> 2) - 2;
    const system = turns.filter((turn) => turn.role === 'system');
    const conversation = turns.filter((turn) => turn.role !== 'system');
    for (;;) {
      const history = [...system, ...conversation].map(historyItem);
      const tokens = this.#tokenize(history);
      if (tokens.length <= room) return { history, tokens };
      if (conversation.length <= 1) throw new Error(tooLong(tokens.length, room));
      conversation.shift();
      if (conversation[0]?.role === 'assistant' && conversation.length > 1) conversation.shift();
    }
  }

  /** The tokens up to where the answer begins, as the model's template has them. */
  #tokenize(history: ChatHistoryItem[]): Token[] {
    const chatHistory: ChatHistoryItem[] = [...history, { type: 'model', response: [] }];
    return this.#chat.chatWrapper.generateContextState({ chatHistory }).contextText.tokenize(this.#model.tokenizer);
  }

  /** Evaluates what the context does not hold yet, except the last token, from which the answer is generated. */
  async #read(tokens: Token[], { emit, signal }: ChatContext): Promise<void> {
    const prompt = tokens.slice(0, -1);
    await this.#sequence.adaptStateToTokens(prompt, false);
    let slice = firstSlice;
    while (this.#sequence.nextTokenIndex < prompt.length && !signal.aborted) {
      const done = this.#sequence.nextTokenIndex;
      emit({ type: 'reading', progress: done / prompt.length });
      const started = performance.now();
      await this.#sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(done, done + slice));
      const fitting = (slice * sliceMs) / Math.max(1, performance.now() - started);
      slice = Math.round(Math.min(Math.max(firstSlice, fitting), slice * 4, this.#sequence.context.batchSize));
    }
    emit({ type: 'reading', progress: 1 });
  }

  async #generate(history: ChatHistoryItem[], maxTokens: number, { emit, signal }: ChatContext): Promise<Answer> {
    let text = '';
    try {
      const { metadata } = await this.#chat.generateResponse(history, {
        signal,
        stopOnAbortSignal: true,
        maxTokens,
        onResponseChunk: (chunk) => {
          // Thoughts are not part of the answer; they only show that the model is at work.
          if (chunk.type === 'segment') return emit({ type: 'reading', progress: 1 });
          text += chunk.text;
          if (chunk.text) emit({ type: 'text', text: chunk.text });
        },
      });
      return { text, stopped: stopReasons[metadata.stopReason] ?? 'end' };
    } catch (thrown) {
      if (signal.aborted) return { text, stopped: 'cancelled' };
      throw thrown;
    }
  }
}

const stopReasons: Partial<Record<string, Answer['stopped']>> = { maxTokens: 'length', abort: 'cancelled' };

function historyItem({ role, text }: ChatTurn): ChatHistoryItem {
  return role === 'assistant' ? { type: 'model', response: [text] } : { type: role, text };
}

function tooLong(length: number, room: number): string {
  return `The question with its passages is ${length} tokens long, and this model has room for ${room}.`;
}
