import type { Term } from '../../../../shared/contract/tagging.ts';

export interface TermNode {
  term: Term;
  children: readonly TermNode[];
}

/** Terms below the wider ones that they belong under; those whose wider one is not among them stand at the top. */
export function termTree(terms: readonly Term[]): TermNode[] {
  const known = new Set(terms.map(({ id }) => id));
  const below = Map.groupBy(terms, ({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : null));
  const build = (parentId: number | null): TermNode[] =>
    (below.get(parentId) ?? []).map((term) => ({ term, children: build(term.id) }));
  return build(null);
}

/** The terms that have a text in their name or in a word for them, and the wider ones above these. */
export function matchingTerms(terms: readonly Term[], text: string): readonly Term[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return terms;
  const byId = new Map(terms.map((term) => [term.id, term]));
  const shown = new Set<number>();
  for (const { id, name, synonyms } of terms) {
    if (![name, ...synonyms].some((word) => word.toLowerCase().includes(wanted))) continue;
    for (let at = byId.get(id); at && !shown.has(at.id); at = at.parentId === null ? undefined : byId.get(at.parentId))
      shown.add(at.id);
  }
  return terms.filter(({ id }) => shown.has(id));
}

/** A term with all that is below it: where it cannot be moved to. */
export function withBelow(terms: readonly Term[], id: number): ReadonlySet<number> {
  const found = new Set([id]);
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const term of terms) if (term.parentId !== null && found.has(term.parentId)) found.add(term.id);
  }
  return found;
}
