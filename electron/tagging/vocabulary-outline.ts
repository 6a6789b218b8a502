import Papa from 'papaparse';
import { tagNameSchema } from '../../shared/contract/tagging.ts';

/** A term as a file of keywords has it, with the wider term that it stands under. */
export interface OutlinedTerm {
  name: string;
  /** Null at the top. */
  parent: string | null;
  synonyms: string[];
}

export interface Outline {
  /** Wider terms before narrower ones. */
  terms: OutlinedTerm[];
  /** What could not be taken over, a sentence each. */
  problems: string[];
}

const HEADER = ['term', 'parent', 'synonyms'] as const;
const BETWEEN_SYNONYMS = ';';

/**
 * Reads keywords in the form that Lightroom exports: one a line, narrower ones indented below wider ones, synonyms in braces on
 * lines of their own below their term. Braces in square form, which mark headings there, are left out.
 */
export function readOutline(text: string): Outline {
  const outline: Outline = { terms: [], problems: [] };
  const above: { indent: number; term: OutlinedTerm }[] = [];
  for (const [index, line] of linesOf(text).entries()) {
    const [, spaces = '', content = ''] = /^(\s*)(.*?)\s*$/u.exec(line) ?? [];
    if (content === '') continue;
    const synonym = /^\{(.*)\}$/u.exec(content)?.[1];
    const name = nameIn(synonym ?? /^\[(.*)\]$/u.exec(content)?.[1] ?? content);
    if (name === undefined) {
      outline.problems.push(`Line ${index + 1} is no word for a tag.`);
      continue;
    }
    while (above.length > 0 && (above.at(-1)?.indent ?? 0) >= spaces.length) above.pop();
    const parent = above.at(-1)?.term;
    if (synonym !== undefined) {
      if (parent) parent.synonyms.push(name);
      else outline.problems.push(`Line ${index + 1}: “${name}” is a synonym of nothing.`);
      continue;
    }
    const term = { name, parent: parent?.name ?? null, synonyms: [] };
    outline.terms.push(term);
    above.push({ indent: spaces.length, term });
  }
  return outline;
}

/** Terms in that form; each stands below its parent. */
export function writeOutline(terms: readonly OutlinedTerm[]): string {
  const below = Map.groupBy(terms, ({ parent }) => parent);
  const write = (parent: string | null, depth: number): string[] =>
    (below.get(parent) ?? []).flatMap(({ name, synonyms }) => [
      `${'\t'.repeat(depth)}${name}`,
      ...synonyms.map((synonym) => `${'\t'.repeat(depth + 1)}{${synonym}}`),
      ...write(name, depth + 1),
    ]);
  return write(null, 0)
    .map((line) => `${line}\n`)
    .join('');
}

/** Reads a table with the columns term, parent and synonyms (set apart by semicolons); the last two may be missing. */
export function readTable(text: string): Outline {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/u, ''), { skipEmptyLines: 'greedy' });
  const hasHeader = data[0]?.[0]?.trim().toLowerCase() === HEADER[0];
  const outline: Outline = { terms: [], problems: [] };
  for (const [index, [first = '', second = '', third = '']] of data.entries()) {
    if (index === 0 && hasHeader) continue;
    const name = nameIn(first);
    if (name === undefined) {
      outline.problems.push(`Row ${index + 1} has no word for a tag.`);
      continue;
    }
    const synonyms = third.split(BETWEEN_SYNONYMS).flatMap((synonym) => nameIn(synonym) ?? []);
    outline.terms.push({ name, parent: nameIn(second) ?? null, synonyms });
  }
  return { ...outline, terms: widerFirst(outline.terms) };
}

export function writeTable(terms: readonly OutlinedTerm[]): string {
  const rows = terms.map(({ name, parent, synonyms }) => [name, parent ?? '', synonyms.join(`${BETWEEN_SYNONYMS} `)]);
  return `${Papa.unparse([[...HEADER], ...rows], { newline: '\n', escapeFormulae: true })}\n`;
}

/** In the order of rows, but every term after the one that it stands under; of a circle, one stands at the top. */
function widerFirst(terms: readonly OutlinedTerm[]): OutlinedTerm[] {
  const byName = new Map(terms.map((term) => [term.name.toLowerCase(), term]));
  const parentOf = ({ parent }: OutlinedTerm) => (parent === null ? undefined : byName.get(parent.toLowerCase()));
  const placed = new Set<OutlinedTerm>();
  return terms.flatMap((term) => {
    const chain = new Set<OutlinedTerm>();
    let next: OutlinedTerm | undefined = term;
    for (; next && !placed.has(next) && !chain.has(next); next = parentOf(next)) chain.add(next);
    const circleAt = next && chain.has(next) ? [...chain].at(-1) : undefined;
    for (const member of chain) placed.add(member);
    return [...chain].reverse().map((member) => (member === circleAt ? { ...member, parent: null } : member));
  });
}

function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/u, '').split(/\r\n|\r|\n/u);
}

/** A word for a tag; without the apostrophe that keeps spreadsheets from taking it for a formula. */
function nameIn(text: string): string | undefined {
  const { data } = tagNameSchema.safeParse(text.trim().replace(/^'(?=[=+\-@])/u, ''));
  return data;
}
