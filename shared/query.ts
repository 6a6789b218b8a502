import type { AssetKind } from './contract/library.ts';

/**
 * The search language, parsed once for UI, CLI and agent: plain words rank and need not all match,
 * `"a phrase"` must stand as written, `-` in front excludes, and `field:value` narrows.
 */
export const filterFields = ['type', 'tag', 'path', 'in', 'before', 'after', 'rating', 'camera', 'has'] as const;
export type FilterField = (typeof filterFields)[number];

export type QueryTerm =
  | { type: 'word'; text: string; negated: boolean }
  | { type: 'phrase'; text: string; negated: boolean }
  | { type: 'kind'; kind: AssetKind; negated: boolean }
  | { type: 'tag'; tag: string; negated: boolean }
  /** The file's path contains the text. */
  | { type: 'path'; text: string; negated: boolean }
  /** The file lies in a folder of this name or path, at any depth. */
  | { type: 'in'; folder: string; negated: boolean }
  /** Dated before the day, month or year begins (UTC). */
  | { type: 'before'; date: string }
  /** Dated on or after the first moment of the day, month or year (UTC). */
  | { type: 'after'; date: string }
  /** A picture with so many stars: `rating:4`, or `rating:3+` for three and more. */
  | { type: 'rating'; stars: number; orMore: boolean; negated: boolean }
  /** Taken with a camera whose name contains the text. */
  | { type: 'camera'; text: string; negated: boolean }
  /** Says where it was taken, has faces marked on it, or has pages whose text OCR was not sure of. */
  | { type: 'has'; what: Trait; negated: boolean };

export const traits = ['gps', 'faces', 'unsure-text'] as const;
export type Trait = (typeof traits)[number];

export interface ParsedQuery {
  terms: QueryTerm[];
  /** What could not be understood, one sentence each; such terms are left out. */
  problems: string[];
}

const kindNames: Record<string, AssetKind> = {
  image: 'image',
  images: 'image',
  photo: 'image',
  photos: 'image',
  picture: 'image',
  scan: 'image',
  video: 'video',
  videos: 'video',
  film: 'video',
  movie: 'video',
  mp4: 'video',
  audio: 'audio',
  sound: 'audio',
  music: 'audio',
  recording: 'audio',
  mp3: 'audio',
  pdf: 'pdf',
  document: 'document',
  documents: 'document',
  doc: 'document',
  docx: 'document',
  odt: 'document',
  rtf: 'document',
  word: 'document',
  spreadsheet: 'spreadsheet',
  sheet: 'spreadsheet',
  table: 'spreadsheet',
  csv: 'spreadsheet',
  xlsx: 'spreadsheet',
  ods: 'spreadsheet',
  excel: 'spreadsheet',
  slides: 'slides',
  presentation: 'slides',
  pptx: 'slides',
  odp: 'slides',
  powerpoint: 'slides',
  text: 'text',
  txt: 'text',
  markdown: 'text',
  md: 'text',
  note: 'text',
  notes: 'text',
  web: 'web',
  html: 'web',
  page: 'web',
  mail: 'mail',
  email: 'mail',
  eml: 'mail',
  archive: 'archive',
  archives: 'archive',
  zip: 'archive',
  tar: 'archive',
  '7z': 'archive',
  other: 'other',
};

/** Parses a query. Never throws: what it cannot read is said in `problems`. */
export function parseQuery(text: string): ParsedQuery {
  const query: ParsedQuery = { terms: [], problems: [] };
  // A token: a field without a value, or optional minus, optional field with colon, then a quoted or a bare value.
  const fields = filterFields.join('|');
  const token = new RegExp(`-?(${fields}):(?=\\s|$)|(-?)(?:(${fields}):)?(?:"([^"]*)(?:"|$)|([^\\s"]+))`, 'giu');
  for (const match of text.matchAll(token)) {
    const [, emptyField, minus, field, quoted, bare] = match;
    if (emptyField !== undefined) {
      query.problems.push(`“${emptyField}:” needs a value after the colon.`);
      continue;
    }
    const value = (quoted ?? bare ?? '').trim();
    if (value === '') continue;
    addTerm(query, {
      negated: minus === '-',
      field: field?.toLowerCase() as FilterField | undefined,
      value,
      quoted: quoted !== undefined,
    });
  }
  return query;
}

interface Token {
  negated: boolean;
  field: FilterField | undefined;
  value: string;
  quoted: boolean;
}

function addTerm(query: ParsedQuery, { negated, field, value, quoted }: Token): void {
  switch (field) {
    case undefined:
      if (quoted) query.terms.push({ type: 'phrase', text: value, negated });
      else if (/[\p{L}\p{N}]/u.test(value)) query.terms.push({ type: 'word', text: value, negated });
      return;
    case 'type': {
      const kind = Object.hasOwn(kindNames, value.toLowerCase()) ? kindNames[value.toLowerCase()] : undefined;
      if (kind) query.terms.push({ type: 'kind', kind, negated });
      else
        query.problems.push(
          `“${value}” is not a type. Known types: ${[...new Set(Object.values(kindNames))].join(', ')}.`,
        );
      return;
    }
    case 'tag':
      query.terms.push({ type: 'tag', tag: value, negated });
      return;
    case 'path':
      query.terms.push({ type: 'path', text: value, negated });
      return;
    case 'in':
      query.terms.push({ type: 'in', folder: value, negated });
      return;
    case 'camera':
      query.terms.push({ type: 'camera', text: value, negated });
      return;
    case 'rating': {
      const stars = /^([0-5])(\+)?$/.exec(value);
      if (stars) query.terms.push({ type: 'rating', stars: Number(stars[1]), orMore: stars[2] === '+', negated });
      else query.problems.push(`“${value}” is no rating. Write 0 to 5 stars, or 3+ for three and more.`);
      return;
    }
    case 'has': {
      const what = traits.find((trait) => trait === value.toLowerCase());
      if (what) query.terms.push({ type: 'has', what, negated });
      else query.problems.push(`“${value}” is nothing to look for with “has:”. Known: ${traits.join(', ')}.`);
      return;
    }
    case 'before':
    case 'after': {
      if (startOfPeriod(value) === undefined) {
        query.problems.push(`“${value}” is not a date. Write a year, a month or a day: 2024, 2024-05 or 2024-05-31.`);
        return;
      }
      // “Not before” is “after” with the same first moment, and the other way round.
      const type = (field === 'before') === negated ? 'after' : 'before';
      query.terms.push({ type, date: value });
    }
  }
}

/** The first moment (ms since 1970, UTC) of `2024`, `2024-05` or `2024-05-31`; undefined when it is no date. */
export function startOfPeriod(text: string): number | undefined {
  const parts = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(text);
  if (!parts) return undefined;
  const [year, month, day] = [Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1)];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? date.getTime() : undefined;
}

/** Writes terms as a query that parses back to them. */
export function formatQuery(terms: readonly QueryTerm[]): string {
  return terms.map(formatTerm).join(' ');
}

function formatTerm(term: QueryTerm): string {
  const minus = 'negated' in term && term.negated ? '-' : '';
  switch (term.type) {
    case 'word':
      return minus + term.text;
    case 'phrase':
      return `${minus}"${term.text}"`;
    case 'kind':
      return `${minus}type:${term.kind}`;
    case 'tag':
      return `${minus}tag:${quoteValue(term.tag)}`;
    case 'path':
      return `${minus}path:${quoteValue(term.text)}`;
    case 'in':
      return `${minus}in:${quoteValue(term.folder)}`;
    case 'camera':
      return `${minus}camera:${quoteValue(term.text)}`;
    case 'rating':
      return `${minus}rating:${term.stars}${term.orMore ? '+' : ''}`;
    case 'has':
      return `${minus}has:${term.what}`;
    case 'before':
    case 'after':
      return `${term.type}:${term.date}`;
  }
}

function quoteValue(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value;
}
