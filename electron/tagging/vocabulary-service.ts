import type { Term, Vocabulary, VocabularyFormat } from '../../shared/contract/tagging.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { Catalog } from '../catalog/database.ts';
import type { TagRepository } from '../catalog/tags.ts';
import type { VocabularyRepository } from '../catalog/vocabularies.ts';
import {
  type Outline,
  type OutlinedTerm,
  readOutline,
  readTable,
  writeOutline,
  writeTable,
} from './vocabulary-outline.ts';

/** How many levels of wider terms a term may stand under. */
const DEEPEST = 30;
const PROBLEMS_TOLD = 50;

interface TermChange {
  id: number;
  name?: string | undefined;
  parentId?: number | null | undefined;
  synonyms?: readonly string[] | undefined;
}

/** The words that files are tagged with, as their owner arranges them. A word stands for one term in the whole library. */
export class VocabularyService {
  readonly #catalog: Catalog;
  readonly #vocabularies: VocabularyRepository;
  readonly #tags: TagRepository;
  readonly #onChange: () => void;

  constructor(parts: {
    catalog: Catalog;
    vocabularies: VocabularyRepository;
    tags: TagRepository;
    /** Called after terms, or with them tags of files, changed. */
    onChange: () => void;
  }) {
    this.#catalog = parts.catalog;
    this.#vocabularies = parts.vocabularies;
    this.#tags = parts.tags;
    this.#onChange = parts.onChange;
  }

  list(): Vocabulary[] {
    return this.#vocabularies.list();
  }

  terms(vocabularyId: number): Term[] {
    return this.#vocabularies.terms(this.#vocabulary(vocabularyId).id);
  }

  add(given: Pick<Vocabulary, 'name' | 'open' | 'autoAccept'>): Vocabulary {
    return this.#change(() => {
      this.#refuseTaken(given.name);
      return this.#vocabulary(this.#vocabularies.add(given));
    });
  }

  edit(id: number, changes: { [K in 'name' | 'open' | 'autoAccept']?: Vocabulary[K] | undefined }): Vocabulary {
    return this.#change(() => {
      const before = this.#vocabulary(id);
      const { name = before.name, open = before.open, autoAccept = before.autoAccept } = changes;
      this.#refuseTaken(name, id);
      this.#vocabularies.edit(id, { name, open, autoAccept });
      return this.#vocabulary(id);
    });
  }

  /** Forgets a vocabulary with its terms; tags that files have stay. */
  remove(id: number): void {
    this.#change(() => this.#vocabularies.remove(this.#vocabulary(id).id));
  }

  addTerm(given: { vocabularyId: number; parentId: number | null; name: string; synonyms: readonly string[] }): Term {
    return this.#change(() => {
      this.#vocabulary(given.vocabularyId);
      this.#refuseKnown(given.name);
      const parentId = given.parentId === null ? null : this.#parent(given.parentId, given.vocabularyId).id;
      const id = this.#vocabularies.addTerm({ ...given, parentId });
      this.#setSynonyms(id, given.name, given.synonyms);
      return this.#term(id);
    });
  }

  editTerm({ id, name, parentId, synonyms }: TermChange): Term {
    return this.#change(() => {
      const before = this.#term(id);
      if (name !== undefined && name !== before.name) this.#rename(before, name);
      if (parentId !== undefined && parentId !== before.parentId) this.#move(before, parentId);
      if (synonyms !== undefined) this.#setSynonyms(id, name ?? before.name, synonyms);
      return this.#term(id);
    });
  }

  /** Makes one term of two: the first becomes a synonym of the second, with all that it has. */
  merge(fromId: number, intoId: number): Term {
    return this.#change(() => {
      const [from, into] = [this.#term(fromId), this.#term(intoId)];
      if (from.id === into.id) throw new HoldfastError('INVALID_INPUT', 'These are one term already.');
      if (this.#vocabularies.isWithin(into.id, from.id))
        throw new HoldfastError(
          'INVALID_INPUT',
          `${into.name} lies below ${from.name}.`,
          'Move it elsewhere first, or merge the other way round.',
        );
      this.#renameTags(from.name, into.name);
      this.#vocabularies.handOver(from.id, into.id);
      this.#vocabularies.removeTerm(from.id);
      this.#vocabularies.addSynonym(into.id, from.name);
      return this.#term(into.id);
    });
  }

  removeTerm(id: number): void {
    this.#change(() => this.#vocabularies.removeTerm(this.#term(id).id));
  }

  /** Adds the terms of a text; those that are known get the synonyms that are new. */
  importTerms(
    vocabularyId: number,
    format: VocabularyFormat,
    text: string,
  ): { added: number; known: number; problems: string[] } {
    const outline = format === 'csv' ? readTable(text) : readOutline(text);
    return this.#change(() => {
      this.#vocabulary(vocabularyId);
      const { added, problems } = this.#takeOver(vocabularyId, outline);
      const known = outline.terms.length - added - (problems.length - outline.problems.length);
      const more = problems.length - PROBLEMS_TOLD;
      const told = problems.slice(0, PROBLEMS_TOLD);
      return { added, known, problems: more > 0 ? [...told, `And ${more} more of this kind.`] : told };
    });
  }

  #takeOver(vocabularyId: number, { terms, problems: unread }: Outline): { added: number; problems: string[] } {
    const problems = [...unread];
    let added = 0;
    for (const { name, parent, synonyms } of terms) {
      const known = this.#vocabularies.termOf(name);
      if (known && known.vocabularyId !== vocabularyId) {
        problems.push(`“${name}” is left out: it belongs to another vocabulary.`);
        continue;
      }
      const above = parent === null ? undefined : this.#vocabularies.termOf(parent);
      const parentId = above?.vocabularyId === vocabularyId ? above.id : null;
      if (parentId !== null && this.#depth(parentId) >= DEEPEST) {
        problems.push(`“${name}” is left out: it stands under more than ${DEEPEST} others.`);
        continue;
      }
      const id = known?.id ?? this.#vocabularies.addTerm({ vocabularyId, parentId, name });
      if (!known) added++;
      for (const synonym of synonyms) {
        const owner = this.#vocabularies.termOf(synonym);
        if (!owner) this.#vocabularies.addSynonym(id, synonym);
        else if (owner.id !== id)
          problems.push(`“${synonym}” is no synonym of “${name}”: it stands for “${owner.name}”.`);
      }
    }
    return { added, problems };
  }

  exportTerms(vocabularyId: number, format: VocabularyFormat): { name: string; mime: string; text: string } {
    const { name } = this.#vocabulary(vocabularyId);
    const rows = this.#vocabularies.terms(vocabularyId);
    const nameOf = new Map(rows.map((term) => [term.id, term.name]));
    const terms = rows.map((term): OutlinedTerm => {
      const parent = term.parentId === null ? null : (nameOf.get(term.parentId) ?? null);
      return { name: term.name, parent, synonyms: term.synonyms };
    });
    const fileName = name.replace(/[^\p{L}\p{N} _-]/gu, '_');
    return format === 'csv'
      ? { name: `${fileName}.csv`, mime: 'text/csv', text: writeTable(terms) }
      : { name: `${fileName}.txt`, mime: 'text/plain', text: writeOutline(terms) };
  }

  #rename(term: Term, name: string): void {
    const known = this.#vocabularies.termOf(name);
    if (known && known.id !== term.id) this.#refuseKnown(name);
    this.#renameTags(term.name, name);
    this.#vocabularies.renameTerm(term.id, name);
    // A term is no synonym of itself.
    this.#vocabularies.setSynonyms(
      term.id,
      term.synonyms.filter((synonym) => !isSame(synonym, name)),
    );
  }

  /** Models that were chosen for files with a tag go on being asked about the same files. */
  #renameTags(from: string, to: string): void {
    if (!isSame(from, to) && this.#tags.hasModels(from) && this.#tags.hasModels(to))
      throw new HoldfastError(
        'CONFLICT',
        `Files with “${from}” and files with “${to}” are each read by models of their own.`,
        'Decide under Models which of them are to read both, and leave only those.',
      );
    this.#tags.rename(from, to);
  }

  #move(term: Term, parentId: number | null): void {
    if (parentId !== null) {
      const parent = this.#parent(parentId, term.vocabularyId);
      if (this.#vocabularies.isWithin(parent.id, term.id))
        throw new HoldfastError('INVALID_INPUT', `${parent.name} lies below ${term.name}.`, 'Choose another place.');
    }
    this.#vocabularies.moveTerm(term.id, parentId);
  }

  #setSynonyms(id: number, name: string, synonyms: readonly string[]): void {
    const wanted = [...new Set(synonyms)].filter((synonym) => !isSame(synonym, name));
    for (const synonym of wanted) {
      const known = this.#vocabularies.termOf(synonym);
      if (known && known.id !== id) this.#refuseKnown(synonym);
    }
    this.#vocabularies.setSynonyms(id, wanted);
  }

  #parent(id: number, vocabularyId: number): Term {
    const parent = this.#term(id);
    if (parent.vocabularyId !== vocabularyId)
      throw new HoldfastError(
        'INVALID_INPUT',
        `${parent.name} belongs to another vocabulary.`,
        'Choose another place.',
      );
    if (this.#depth(id) >= DEEPEST)
      throw new HoldfastError(
        'INVALID_INPUT',
        `${parent.name} stands under ${DEEPEST} others.`,
        'Choose a wider term.',
      );
    return parent;
  }

  #depth(id: number): number {
    let depth = 0;
    for (
      let at = this.#vocabularies.term(id);
      at;
      at = at.parentId === null ? undefined : this.#vocabularies.term(at.parentId)
    )
      depth++;
    return depth;
  }

  #refuseKnown(word: string): void {
    const known = this.#vocabularies.termOf(word);
    if (!known) return;
    const { name } = this.#vocabulary(known.vocabularyId);
    throw new HoldfastError(
      'CONFLICT',
      isSame(known.name, word)
        ? `“${word}” is a term of ${name} already.`
        : `“${word}” stands for “${known.name}” in ${name} already.`,
      'Choose another word, or merge the terms.',
    );
  }

  #refuseTaken(name: string, except?: number): void {
    if (this.#vocabularies.list().some((other) => other.id !== except && isSame(other.name, name)))
      throw new HoldfastError('CONFLICT', `There is a vocabulary “${name}” already.`, 'Choose another name.');
  }

  #vocabulary(id: number): Vocabulary {
    const vocabulary = this.#vocabularies.byId(id);
    if (vocabulary) return vocabulary;
    throw new HoldfastError('NOT_FOUND', 'That vocabulary is no longer there.', 'List the vocabularies.');
  }

  #term(id: number): Term {
    const term = this.#vocabularies.term(id);
    if (term) return term;
    throw new HoldfastError('NOT_FOUND', 'That term is no longer there.', 'List the terms of its vocabulary.');
  }

  #change<T>(work: () => T): T {
    const result = this.#catalog.transaction('durable', work);
    this.#onChange();
    return result;
  }
}

/** As the catalog compares words. */
function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
