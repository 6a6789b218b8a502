import type { AnswerEvent, Citation, Message } from '../../shared/contract/chat.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { AsyncQueue } from '../async-queue.ts';
import type { ConversationRepository } from '../catalog/conversations.ts';
import type { Catalog } from '../catalog/database.ts';
import type { ModelRow } from '../catalog/models.ts';
import type { PassageRepository } from '../catalog/passages.ts';
import type { TagRepository } from '../catalog/tags.ts';
import type { ModelService } from '../models/model-service.ts';
import { sentContent } from '../policy/sent-content.ts';
import type { FoundPassage, SearchService } from '../search/search-service.ts';
import { wordsOf } from '../search/words.ts';
import type { ModelTurn } from '../workers/model-protocol.ts';
import { markedSources, quoteFrom } from './citations.ts';
import { type Dialogue, Dialogues } from './dialogue.ts';
import { ANSWER_TOKENS, fittingPassages, roomIn } from './fitting-passages.ts';
import { buildPrompt, questionText } from './prompt.ts';

/** Passages offered to a model at most, and quoted where there is none. */
const SOURCES = 8;
const QUOTED_SOURCES = 5;
/** A follow-up as short as this is searched for together with the question before it. */
const SHORT_QUESTION_WORDS = 6;

/** What a model is told, and the passages in it, numbered from 1 on. */
interface Prompt {
  turns: readonly ModelTurn[];
  sources: readonly FoundPassage[];
}

export interface Question {
  question: string;
  conversationId: number | null;
  keep: boolean;
}

/** Answers questions from the library, with citations. */
export class ChatService {
  readonly #catalog: Catalog;
  readonly #conversations: ConversationRepository;
  readonly #tags: TagRepository;
  readonly #search: SearchService;
  readonly #models: ModelService;
  readonly #passages: PassageRepository;
  readonly #dialogues = new Dialogues();

  constructor(parts: {
    catalog: Catalog;
    conversations: ConversationRepository;
    tags: TagRepository;
    passages: PassageRepository;
    search: SearchService;
    models: ModelService;
  }) {
    this.#catalog = parts.catalog;
    this.#conversations = parts.conversations;
    this.#tags = parts.tags;
    this.#passages = parts.passages;
    this.#search = parts.search;
    this.#models = parts.models;
  }

  /**
   * Streams the answer to a question: its sources, then the text as the model writes it, then all of it with the
   * citations it marks. Which model reads the sources may hang on their tags. Ending the stream, or the signal, stops the
   * model; what it wrote so far is kept.
   */
  async *ask(
    { question, conversationId, keep }: Question,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<AnswerEvent> {
    const history = conversationId === null ? [] : this.messages(conversationId);
    const id = keep ? this.#noteQuestion(conversationId, question) : conversationId;
    const found = await this.#search.passages(searchText(question, history), SOURCES, signal);
    const before = this.#dialogues.of(conversationId, history.length);
    const model =
      found.length > 0 ? this.#models.roles.serving('chat', this.#tagsOf(found, history, before)) : undefined;
    const prompt = model && (await this.#prompt(model, question, found, history, before));
    const sources = citationsOf(question, prompt?.sources ?? found.slice(0, QUOTED_SOURCES));
    yield { type: 'sources', model: model?.name ?? null, sources, conversationId: id };

    const draft = { text: '', complete: false };
    try {
      if (model && prompt) yield* this.#generate(model, prompt, draft, signal);
      else draft.text = sources.length > 0 ? quotedAnswer(sources) : nothingFound();
      draft.complete = true;
      const citations = citedIn(draft.text, sources);
      yield { type: 'done', answer: draft.text, model: model?.name ?? null, citations };
    } finally {
      if (keep && id !== null) {
        this.#noteAnswer(id, { ...draft, model: model?.name ?? null, citations: citedIn(draft.text, sources) });
        if (model && prompt && draft.complete) this.#keepDialogue(id, model, prompt, draft.text, history.length + 2);
      }
    }
  }

  /** The messages of a conversation, oldest first. NOT_FOUND when there is no such conversation. */
  messages(conversationId: number): Message[] {
    if (!this.#conversations.has(conversationId))
      throw new HoldfastError('NOT_FOUND', 'That conversation is no longer there.', 'Begin a new one.');
    return this.#conversations.messages(conversationId);
  }

  /** The tags of all that a model would be told: what was found, and what the conversation drew from so far. */
  #tagsOf(found: readonly FoundPassage[], history: readonly Message[], before: Dialogue | undefined): string[] {
    const told = [...found, ...(before?.sources ?? [])].map(({ asset }) => asset.id);
    const cited = history.flatMap(({ citations }) => citations.map(({ assetId }) => assetId));
    return this.#tags.of([...new Set([...told, ...cited])]);
  }

  async *#generate(
    model: ModelRow,
    { turns, sources }: Prompt,
    draft: { text: string },
    signal: AbortSignal | undefined,
  ): AsyncGenerator<AnswerEvent> {
    const events = new AsyncQueue<AnswerEvent>();
    const stop = new AbortController();
    const both = AbortSignal.any([stop.signal, ...(signal ? [signal] : [])]);
    const answered = this.#models
      .attempt(model, (backend) =>
        backend.chat(turns, {
          purpose: 'answer a question',
          content: sources.map(({ asset, passage }) => sentContent(asset.id, passage.text)),
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

  /** What a model is told: the dialogue so far, where it can go on from there, and the question with what was found. */
  async #prompt(
    model: ModelRow,
    question: string,
    found: readonly FoundPassage[],
    history: readonly Message[],
    before: Dialogue | undefined,
  ): Promise<Prompt> {
    const goingOn = before?.modelId === model.id && this.#areThere(before.sources) ? before : undefined;
    return (
      (goingOn && (await this.#continued(model, question, found, goingOn))) ??
      (await this.#fresh(model, question, found, history))
    );
  }

  /** Goes on from a dialogue with the passages that are not in it; undefined when the context is too small for that. */
  async #continued(
    model: ModelRow,
    question: string,
    found: readonly FoundPassage[],
    { turns: told, sources: seen }: Dialogue,
  ): Promise<Prompt | undefined> {
    const known = new Set(seen.map(({ passage }) => passage.id));
    const unseen = found.filter(({ passage }) => !known.has(passage.id));
    const turns: ModelTurn[] = [...told, { role: 'user', text: questionText(question, unseen, seen.length) }];
    const texts = turns.flatMap((turn) => ('text' in turn ? [turn.text] : []));
    const { counts, contextSize } = await this.#models.attempt(model, (backend) => backend.countTokens(texts));
    const used = counts.reduce((sum, count) => sum + count, 0);
    return used <= roomIn(contextSize) ? { turns, sources: [...seen, ...unseen] } : undefined;
  }

  /** Begins anew with as many of the best passages as the context of the model that runs holds beside all the rest. */
  async #fresh(
    model: ModelRow,
    question: string,
    found: readonly FoundPassage[],
    history: readonly Message[],
  ): Promise<Prompt> {
    const sources = await this.#models.attempt(model, (backend) => fittingPassages(backend, question, found));
    return { turns: buildPrompt(question, sources, history), sources };
  }

  /** Whether all passages are in the library still: what was taken out of it is not told again. */
  #areThere(sources: readonly FoundPassage[]): boolean {
    const ids = sources.map(({ passage }) => passage.id);
    return this.#passages.byIds(ids).size === ids.length;
  }

  #keepDialogue(id: number, model: ModelRow, { turns, sources }: Prompt, answer: string, messages: number): void {
    const told: ModelTurn[] = [...turns, { role: 'assistant', text: answer }];
    this.#dialogues.keep(id, { modelId: model.id, turns: told, sources, messages });
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

function citedIn(answer: string, sources: readonly Citation[]): Citation[] {
  return markedSources(answer, sources.length).flatMap((n) => sources[n - 1] ?? []);
}

function quotedAnswer(sources: readonly Citation[]): string {
  return sources.map(({ n, quote }) => `“${quote}” [${n}]`).join('\n\n');
}

function nothingFound(): string {
  return 'Nothing in the library matches this question.';
}
