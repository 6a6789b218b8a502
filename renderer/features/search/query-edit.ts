import type { AssetKind } from '../../../shared/contract/library.ts';
import { formatQuery, parseQuery, type QueryTerm } from '../../../shared/query.ts';

/** A term that narrows a search, as opposed to the words that rank it. */
export type FilterTerm = Exclude<QueryTerm, { type: 'word' | 'phrase' }>;

/** The filters of a query, each with its place among the query's terms. */
export function filtersOf(query: string): { term: FilterTerm; at: number }[] {
  return parseQuery(query).terms.flatMap((term, at) =>
    term.type === 'word' || term.type === 'phrase' ? [] : [{ term, at }],
  );
}

/** The query without the term at a place. */
export function withoutTerm(query: string, at: number): string {
  return formatQuery(parseQuery(query).terms.filter((_, index) => index !== at));
}

/** The query's words and phrases alone. */
export function withoutFilters(query: string): string {
  return formatQuery(parseQuery(query).terms.filter(({ type }) => type === 'word' || type === 'phrase'));
}

/** The query as far as it can be understood. */
export function withoutProblems(query: string): string {
  return formatQuery(parseQuery(query).terms);
}

/** The kinds that a query narrows to; several are alternatives. */
export function kindsOf(query: string): Set<AssetKind> {
  return new Set(parseQuery(query).terms.flatMap((term) => (term.type === 'kind' && !term.negated ? [term.kind] : [])));
}

/** The query with a kind wanted or, where it was wanted already, no longer. */
export function toggleKind(query: string, kind: AssetKind): string {
  const { terms } = parseQuery(query);
  const isKind = (term: QueryTerm) => term.type === 'kind' && !term.negated && term.kind === kind;
  const rest = terms.filter((term) => !isKind(term));
  return formatQuery(rest.length < terms.length ? rest : [...terms, { type: 'kind', kind, negated: false }]);
}

export const datePresets = ['any', 'week', 'month', 'year'] as const;
export type DatePreset = (typeof datePresets)[number];

const DAYS: Record<Exclude<DatePreset, 'any'>, number> = { week: 7, month: 30, year: 365 };

/** The day (UTC, `2024-05-31`) on which a preset's period began. */
export function presetStart(preset: Exclude<DatePreset, 'any'>, now: number): string {
  return new Date(now - DAYS[preset] * 86_400_000).toISOString().slice(0, 10);
}

/** The preset that a query's dates amount to; null for dates of its own. */
export function presetOf(query: string, now: number): DatePreset | null {
  const dates = parseQuery(query).terms.filter(({ type }) => type === 'before' || type === 'after');
  const [only] = dates;
  if (!only) return 'any';
  if (dates.length > 1 || only.type !== 'after') return null;
  return datePresets.find((preset) => preset !== 'any' && presetStart(preset, now) === only.date) ?? null;
}

/** The query narrowed to a preset's period instead of whatever dates it had. */
export function withPreset(query: string, preset: DatePreset, now: number): string {
  const rest = parseQuery(query).terms.filter(({ type }) => type !== 'before' && type !== 'after');
  return formatQuery(preset === 'any' ? rest : [...rest, { type: 'after', date: presetStart(preset, now) }]);
}
