import type { Term, Vocabulary } from '../../shared/contract/tagging.ts';
import type { Catalog } from './database.ts';

/** A term with the words that stand for it. */
export type TermRow = Omit<Term, 'uses'>;

interface StoredTerm extends Omit<TermRow, 'synonyms'> {
  synonyms: string;
}

const termColumns = `t.id, t.vocabulary_id AS vocabularyId, t.parent_id AS parentId, t.name,
  (SELECT json_group_array(s.name) FROM (SELECT name FROM term_synonyms WHERE term_id = t.id ORDER BY name) s) AS synonyms`;

const vocabularyColumns =
  'v.id, v.name, v.open, v.auto_accept AS autoAccept, (SELECT count(*) FROM terms WHERE vocabulary_id = v.id) AS terms';

function toTerm({ synonyms, ...row }: StoredTerm): TermRow {
  return { ...row, synonyms: JSON.parse(synonyms) as string[] };
}

/** Vocabularies, their terms, and other words for these. */
export class VocabularyRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  list(): Vocabulary[] {
    return this.#catalog
      .all<Omit<Vocabulary, 'open'> & { open: number }>(
        `SELECT ${vocabularyColumns} FROM vocabularies v ORDER BY v.name`,
      )
      .map((row) => ({ ...row, open: row.open === 1 }));
  }

  byId(id: number): Vocabulary | undefined {
    return this.list().find((vocabulary) => vocabulary.id === id);
  }

  add({ name, open, autoAccept }: Pick<Vocabulary, 'name' | 'open' | 'autoAccept'>): number {
    return this.#catalog.run(
      'INSERT INTO vocabularies (name, open, auto_accept) VALUES (?, ?, ?)',
      name,
      open ? 1 : 0,
      autoAccept,
    ).lastId;
  }

  edit(id: number, { name, open, autoAccept }: Pick<Vocabulary, 'name' | 'open' | 'autoAccept'>): void {
    this.#catalog.run(
      'UPDATE vocabularies SET name = ?, open = ?, auto_accept = ? WHERE id = ?',
      name,
      open ? 1 : 0,
      autoAccept,
      id,
    );
  }

  remove(id: number): void {
    this.#catalog.run('DELETE FROM vocabularies WHERE id = ?', id);
  }

  /** All terms of a vocabulary, by name, with how many files have each as a tag. */
  terms(vocabularyId: number): Term[] {
    return this.#catalog
      .all<StoredTerm & { uses: number }>(
        `SELECT ${termColumns}, (SELECT count(*) FROM tags WHERE tag = t.name) AS uses
         FROM terms t WHERE t.vocabulary_id = ? ORDER BY t.name`,
        vocabularyId,
      )
      .map(({ uses, ...row }) => ({ ...toTerm(row), uses }));
  }

  /** The terms of every vocabulary, those with most files first. */
  mostUsed(limit: number): TermRow[] {
    return this.#catalog
      .all<StoredTerm>(
        `SELECT ${termColumns} FROM terms t ORDER BY (SELECT count(*) FROM tags WHERE tag = t.name) DESC, t.name LIMIT ?`,
        limit,
      )
      .map(toTerm);
  }

  termCount(): number {
    return this.#catalog.get<{ count: number }>('SELECT count(*) AS count FROM terms')?.count ?? 0;
  }

  term(id: number): Term | undefined {
    const row = this.#catalog.get<StoredTerm & { uses: number }>(
      `SELECT ${termColumns}, (SELECT count(*) FROM tags WHERE tag = t.name) AS uses FROM terms t WHERE t.id = ?`,
      id,
    );
    if (!row) return undefined;
    const { uses, ...stored } = row;
    return { ...toTerm(stored), uses };
  }

  /** The term that a word stands for, as its name or as a synonym. */
  termOf(word: string): TermRow | undefined {
    const row = this.#catalog.get<StoredTerm>(
      `SELECT ${termColumns} FROM terms t WHERE t.name = ?1
         OR t.id = (SELECT term_id FROM term_synonyms WHERE name = ?1)`,
      word,
    );
    return row && toTerm(row);
  }

  addTerm({ vocabularyId, parentId, name }: Pick<Term, 'vocabularyId' | 'parentId' | 'name'>): number {
    return this.#catalog.run(
      'INSERT INTO terms (vocabulary_id, parent_id, name) VALUES (?, ?, ?)',
      vocabularyId,
      parentId,
      name,
    ).lastId;
  }

  renameTerm(id: number, name: string): void {
    this.#catalog.run('UPDATE terms SET name = ? WHERE id = ?', name, id);
  }

  moveTerm(id: number, parentId: number | null): void {
    this.#catalog.run('UPDATE terms SET parent_id = ? WHERE id = ?', parentId, id);
  }

  /** Whether a term is another one or lies anywhere below it. */
  isWithin(id: number, other: number): boolean {
    return (
      this.#catalog.get(
        `WITH RECURSIVE above (id) AS (SELECT ?1 UNION SELECT t.parent_id FROM terms t JOIN above ON t.id = above.id
           WHERE t.parent_id IS NOT NULL) SELECT 1 FROM above WHERE id = ?2`,
        id,
        other,
      ) !== undefined
    );
  }

  setSynonyms(id: number, synonyms: readonly string[]): void {
    this.#catalog.run('DELETE FROM term_synonyms WHERE term_id = ?', id);
    for (const synonym of synonyms) this.addSynonym(id, synonym);
  }

  addSynonym(id: number, synonym: string): void {
    this.#catalog.run('INSERT OR IGNORE INTO term_synonyms (name, term_id) VALUES (?, ?)', synonym, id);
  }

  /** Gives what belongs to a term – the terms below it, its synonyms – to another one. */
  handOver(from: number, into: number): void {
    this.#catalog.run('UPDATE terms SET parent_id = ?2 WHERE parent_id = ?1 AND id <> ?2', from, into);
    this.#catalog.run('UPDATE term_synonyms SET term_id = ? WHERE term_id = ?', into, from);
  }

  /** Forgets a term; those below it move up. */
  removeTerm(id: number): void {
    this.#catalog.run(
      'UPDATE terms SET parent_id = (SELECT parent_id FROM terms WHERE id = ?1) WHERE parent_id = ?1',
      id,
    );
    this.#catalog.run('DELETE FROM terms WHERE id = ?', id);
  }
}
