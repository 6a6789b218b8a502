import { sep } from 'node:path';
import type { SQLInputValue } from 'node:sqlite';
import type { AssetFilter, AssetKind } from '../../shared/contract/library.ts';
import type { OcrScope } from '../../shared/contract/ocr.ts';
import { type QueryTerm, startOfPeriod, type Trait } from '../../shared/query.ts';
import { IS_UNSURE } from './page-readings.ts';

/** A condition on `assets a`, with the parameters for its question marks. */
export interface AssetCondition {
  sql: string;
  parameters: SQLInputValue[];
}

/** Joins conditions with AND; no condition at all lets every present asset through. */
export function allOf(conditions: readonly AssetCondition[]): AssetCondition {
  return {
    sql: ['a.present = 1', ...conditions.map(({ sql }) => sql)].join(' AND '),
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}

/** The conditions of a library listing's filter. */
export function filterConditions(filter: AssetFilter): AssetCondition[] {
  const conditions: AssetCondition[] = [];
  if (filter.kinds?.length) conditions.push(isOneOf('a.kind', filter.kinds));
  if (filter.states?.length) conditions.push(isOneOf('a.state', filter.states));
  if (filter.folder !== undefined) conditions.push(liesBelow(filter.folder));
  if (filter.month !== undefined) conditions.push({ sql: 'a.month = ?', parameters: [filter.month] });
  if (filter.tag !== undefined) conditions.push(hasTag(filter.tag));
  if (filter.found !== undefined)
    conditions.push({ sql: filter.found ? 'a.passages > 0' : 'a.passages = 0', parameters: [] });
  return conditions;
}

/** The conditions of a query's filter terms; words and phrases are the search index's concern. */
export function queryConditions(terms: readonly QueryTerm[]): AssetCondition[] {
  const kinds: AssetKind[] = [];
  const conditions: AssetCondition[] = [];
  for (const term of terms) {
    if (term.type === 'kind' && !term.negated) kinds.push(term.kind);
    const condition = queryCondition(term);
    if (condition) conditions.push('negated' in term && term.negated ? not(condition) : condition);
  }
  // An asset has one kind, so several wanted kinds are alternatives.
  if (kinds.length > 0) conditions.push(isOneOf('a.kind', kinds));
  return conditions;
}

function queryCondition(term: QueryTerm): AssetCondition | undefined {
  switch (term.type) {
    case 'word':
    case 'phrase':
      return undefined;
    case 'kind':
      return term.negated ? isOneOf('a.kind', [term.kind]) : undefined;
    case 'tag':
      return hasTag(term.tag);
    case 'path':
      return fileWhere(`f.path LIKE ? ESCAPE '\\'`, `%${escapeLike(term.text)}%`);
    case 'in': {
      const folder = escapeLike(term.folder.replace(/[\\/]+$/, ''));
      return fileWhere(
        `(f.parent || '${sep}') LIKE ? ESCAPE '\\'`,
        folder.startsWith(sep) ? `${folder}${sep}%` : `%${sep}${folder}${sep}%`,
      );
    }
    case 'rating':
      return pictureWhere(`coalesce(p.rating, 0) ${term.orMore ? '>=' : '='} ?`, term.stars);
    case 'camera':
      return pictureWhere(`p.camera LIKE ? ESCAPE '\\'`, `%${escapeLike(term.text)}%`);
    case 'has':
      return traits[term.what];
    case 'before':
      return { sql: 'a.date < ?', parameters: [startOfPeriod(term.date) ?? 0] };
    case 'after':
      return { sql: 'a.date >= ?', parameters: [startOfPeriod(term.date) ?? 0] };
  }
}

/** What `has:` asks for. */
const traits: Record<Trait, AssetCondition> = {
  gps: pictureWhere('p.latitude IS NOT NULL'),
  faces: pictureWhere("p.faces <> '[]'"),
  'unsure-text': {
    sql: `EXISTS (SELECT 1 FROM derivations d WHERE d.asset_id = a.id AND ${IS_UNSURE})`,
    parameters: [],
  },
};

function isOneOf(column: string, values: readonly string[]): AssetCondition {
  return { sql: `${column} IN (${values.map(() => '?').join(', ')})`, parameters: [...values] };
}

/** A file has a tag also where it has one of a narrower term of the vocabulary, or the term that it is a synonym of. */
function hasTag(tag: string): AssetCondition {
  return {
    sql: `EXISTS (SELECT 1 FROM tags t WHERE t.asset_id = a.id AND t.tag IN (
      WITH RECURSIVE within (id, name) AS (
        SELECT id, name FROM terms WHERE name = ? OR id = (SELECT term_id FROM term_synonyms WHERE name = ?)
        UNION SELECT narrower.id, narrower.name FROM terms narrower JOIN within ON narrower.parent_id = within.id)
      SELECT ? UNION SELECT name FROM within))`,
    parameters: [tag, tag, tag],
  };
}

function liesBelow(folder: string): AssetCondition {
  const { from, to } = pathsBelow(folder);
  return fileWhere('f.path >= ? AND f.path < ?', from, to);
}

/** The conditions of what the languages of OCR are chosen for: here a tag alone counts, and not what is narrower. */
export function ocrScopeConditions(scope: OcrScope): AssetCondition[] {
  switch (scope.scope) {
    case 'library':
      return [];
    case 'folder': {
      const { from, to } = pathsBelow(scope.path);
      return [fileWhere('(f.path = ? OR (f.path >= ? AND f.path < ?))', scope.path, from, to)];
    }
    case 'tag':
      return [{ sql: 'EXISTS (SELECT 1 FROM tags t WHERE t.asset_id = a.id AND t.tag = ?)', parameters: [scope.tag] }];
    case 'file':
      return [{ sql: 'a.hash = ?', parameters: [scope.id] }];
  }
}

/** The range of all paths below a folder, as text: `from` inclusive, `to` exclusive. */
export function pathsBelow(folder: string): { from: string; to: string } {
  const root = folder.endsWith(sep) ? folder.slice(0, -1) : folder;
  return { from: root + sep, to: root + String.fromCharCode(sep.charCodeAt(0) + 1) };
}

function fileWhere(sql: string, ...parameters: string[]): AssetCondition {
  return { sql: `EXISTS (SELECT 1 FROM files f WHERE f.asset_id = a.id AND f.missing = 0 AND ${sql})`, parameters };
}

function pictureWhere(sql: string, ...parameters: (string | number)[]): AssetCondition {
  return { sql: `EXISTS (SELECT 1 FROM pictures p WHERE p.asset_id = a.id AND ${sql})`, parameters };
}

function not({ sql, parameters }: AssetCondition): AssetCondition {
  return { sql: `NOT (${sql})`, parameters };
}

/** A LIKE pattern (with a backslash as its escape) that matches a text as it stands. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
