import type { AnswerEvent, Citation, Message } from '../../shared/contract/chat.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { AsyncQueue } from '../async-queue.ts';
import type { AssetRepository } from '../catalog/assets.ts';
import type { ConversationRepository } from '../catalog/conversations.ts';
import type { Catalog } from '../catalog/database.ts';
import type { ModelRow } from '../catalog/models.ts';
import type { ModelService } from '../models/model-service.ts';
import { sentContent } from '../policy/sent-content.ts';
import type { FoundPassage, SearchService } from '../search/search-service.ts';
import { wordsOf } from '../search/words.ts';
import { markedSources, quoteFrom } from './citations.ts';
import { buildPrompt, passageText } from './prompt.ts';

/** Passages offered to a model at most, and quoted where there is none. */
const SOURCES = 8;
const QUOTED_SOURCES = 5;
const ANSWER_TOKENS = 1024;
/** Context kept free for the tokens that the model's template puts around the turns. */
const TEMPLATE_TOKENS = 200;
/** A follow-up as short as this is searched for together with the question before it. */
const SHORT_QUESTION_WORDS = 6;

export interface Question {
  question: string;
  conversationId: number | null;
  keep: boolean;
}

/** Answers questions from the library, with citations. */
export class ChatService {
  readonly #catalog: Catalog;
  readonly #conversations: ConversationRepository;
  readonly #assets: AssetRepository;
  readonly #search: SearchService;
  readonly #models: ModelService;

  constructor(parts: {
    catalog: Catalog;
    conversations: ConversationRepository;
    assets: AssetRepository;
    search: SearchService;
    models: ModelService;
  }) {
    this.#catalog = parts.catalog;
    this.#conversations = parts.conversations;
    this.#assets = parts.assets;
    this.#search = parts.search;
    this.#models = parts.models;
  }

  /**
   * Streams the answer to a question: its sources, then the text as the model writes it, then all of it with the
   * citations it marks. Which model reads the sources may hang on their tags. Ending the stream, or the signal, stops the model; what it wrote so far is kept.
   */
  async *ask(
    { question, conversationId, keep }: Question,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<AnswerEvent> {
    const history = conversationId === null ? [] : this.messages(conversationId);
    const id = keep ? this.#noteQuestion(conversationId, question) : conversationId;
    const found = await this.#search.passages(searchText(question, history), SOURCES, signal);
    const tags = this.#assets.tagsOf([...found.map(({ asset }) => asset.id), ...citedBefore(history)]);
    const model = this.#models.inRole('chat', tags);
    const serving = model && found.length > 0 ? model : undefined;
    const passages = serving ? await this.#fitting(serving, question, found) : found.slice(0, QUOTED_SOURCES);
    const sources = citationsOf(question, passages);
    yield { type: 'sources', model: serving?.name ?? null, sources, conversationId: id };

    const draft = { text: '', complete: false };
    try {
      if (serving) yield* this.#generate(serving, question, passages, history, draft, signal);
      else draft.text = passages.length > 0 ? quotedAnswer(sources) : nothingFound();
      draft.complete = true;
      const citations = citedIn(draft.text, sources);
      yield { type: 'done', answer: draft.text, model: serving?.name ?? null, citations };
    } finally {
      if (keep && id !== null)
        this.#noteAnswer(id, { ...draft, model: serving?.name ?? null, citations: citedIn(draft.text, sources) });
    }
  }

  /** The messages of a conversation, oldest first. NOT_FOUND when there is no such conversation. */
  messages(conversationId: number): Message[] {
    if (!this.#conversations.has(conversationId))
      throw new HoldfastError('NOT_FOUND', 'That conversation is no longer there.', 'Begin a new one.');
    return this.#conversations.messages(conversationId);
  }

  async *#generate(
    model: ModelRow,
    question: string,
    passages: readonly FoundPassage[],
    history: readonly Message[],
    draft: { text: string },
    signal: AbortSignal | undefined,
  ): AsyncGenerator<AnswerEvent> {
    const events = new AsyncQueue<AnswerEvent>();
    const stop = new AbortController();
    const both = AbortSignal.any([stop.signal, ...(signal ? [signal] : [])]);
    const answered = this.#models
      .attempt(model, (backend) =>
        backend.chat(buildPrompt(question, passages, history), {
          purpose: 'answer a question',
          content: passages.map(({ asset, passage }) => sentContent(asset.id, passage.text)),
          maxTokens: ANSWER_TOKENS,
          signal: both,
          onEvent: (event) => events.push(event),
        }),
      )
      .then(
        () => events.end(),
        (error: unknown) => events.fail(error),
      );
    try {
      for await (const event of events) {
        if (event.type === 'text') draft.text += event.text;
        yield event;
      }
    } finally {
      stop.abort();
      await answered;
    }
  }

  /** As many of the best passages as the context of the model that runs holds beside instructions, question and answer. */
  async #fitting(model: ModelRow, question: string, found: readonly FoundPassage[]): Promise<FoundPassage[]> {
    const frame = buildPrompt(question, [], []).map(({ text }) => text);
    const texts = [frame.join('\n'), ...found.map((passage, index) => passageText(passage, index + 1))];
    const { counts, contextSize } = await this.#models.attempt(model, (backend) => backend.countTokens(texts));
    const [frameTokens = 0, ...lengths] = counts;
    const room = contextSize - Math.min(ANSWER_TOKENS, contextSize / 4) - TEMPLATE_TOKENS;
    let used = frameTokens;
    return found.filter((_, index) => {
      used += lengths[index] ?? 0;
      return used <= room || index === 0;
    });
  }

  #noteQuestion(conversationId: number | null, question: string): number {
    return this.#catalog.transaction('durable', () => {
      const id =
        conversationId ?? this.#conversations.begin(question.length > 80 ? `${question.slice(0, 79)}…` : question);
      this.#conversations.addMessage(id, { role: 'user', text: question, model: null, citations: [], complete: true });
      return id;
    });
  }

  #noteAnswer(
    conversationId: number,
    answer: { text: string; complete: boolean; model: string | null; citations: Citation[] },
  ): void {
    this.#catalog.transaction('durable', () => {
      if (this.#conversations.has(conversationId))
        this.#conversations.addMessage(conversationId, { role: 'assistant', ...answer });
    });
  }
}

function searchText(question: string, history: readonly Message[]): string {
  const before = history.findLast(({ role }) => role === 'user')?.text;
  return before !== undefined && wordsOf(question).length <= SHORT_QUESTION_WORDS ? `${question} ${before}` : question;
}

function citationsOf(question: string, passages: readonly FoundPassage[]): Citation[] {
  const stems = new Set(wordsOf(question).map(({ stem }) => stem));
  return passages.map(({ asset, passage }, index) => ({
    n: index + 1,
    assetId: asset.id,
    path: asset.path,
    anchor: passage.anchor,
    quote: quoteFrom(passage.text, stems),
  }));
}

/** What the conversation so far, which the model is told again, was drawn from. */
function citedBefore(history: readonly Message[]): string[] {
  return history.flatMap(({ citations }) => citations.map(({ assetId }) => assetId));
}

function citedIn(answer: string, sources: readonly Citation[]): Citation[] {
  return markedSources(answer, sources.length).flatMap((n) => sources[n - 1] ?? []);
}

function quotedAnswer(sources: readonly Citation[]): string {
  return sources.map(({ n, quote }) => `“${quote}” [${n}]`).join('\n\n');
}

function nothingFound(): string {
  return 'Nothing in the library matches this question.';
}
