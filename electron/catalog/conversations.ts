import type { Citation, Conversation, Message } from '../../shared/contract/chat.ts';
import type { Catalog } from './database.ts';

interface MessageRow extends Omit<Message, 'citations' | 'complete'> {
  citations: string;
  complete: number;
}

/** Questions and answers that the owner keeps. */
export class ConversationRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  list(): Conversation[] {
    return this.#catalog.all('SELECT id, title, updated FROM conversations ORDER BY updated DESC, id DESC');
  }

  has(id: number): boolean {
    return this.#catalog.get('SELECT 1 FROM conversations WHERE id = ?', id) !== undefined;
  }

  begin(title: string): number {
    return this.#catalog.run('INSERT INTO conversations (title, updated) VALUES (?, ?)', title, Date.now()).lastId;
  }

  messages(conversationId: number): Message[] {
    const rows = this.#catalog.all<MessageRow>(
      'SELECT id, role, text, model, citations, time, complete FROM messages WHERE conversation_id = ? ORDER BY id',
      conversationId,
    );
    return rows.map((row) => ({
      ...row,
      citations: JSON.parse(row.citations) as Citation[],
      complete: row.complete === 1,
    }));
  }

  addMessage(conversationId: number, message: Omit<Message, 'id' | 'time'>): number {
    const { role, text, model, citations, complete } = message;
    const { lastId } = this.#catalog.run(
      'INSERT INTO messages (conversation_id, role, text, model, citations, time, complete) VALUES (?, ?, ?, ?, ?, ?, ?)',
      conversationId,
      role,
      text,
      model,
      JSON.stringify(citations),
      Date.now(),
      complete ? 1 : 0,
    );
    this.#catalog.run('UPDATE conversations SET updated = ? WHERE id = ?', Date.now(), conversationId);
    return lastId;
  }

  remove(id: number): void {
    this.#catalog.run('DELETE FROM conversations WHERE id = ?', id);
  }
}
