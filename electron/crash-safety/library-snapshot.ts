import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as lancedb from '@lancedb/lancedb';

/** What a library holds, without what may differ between two runs over the same files: row numbers and times. */
export interface LibrarySnapshot {
  files: unknown[];
  assets: unknown[];
  derivations: unknown[];
  passages: unknown[];
  /** How many items each stage worked through, over all jobs. */
  workDone: unknown[];
  renditions: string[];
  /** Rows of the search index, by the place that their passage has in its asset. */
  indexed: string[];
}

const PASSAGE_PLACE = `hash || ' ' || source || ' ' || p.page || ' ' || position`;

/** Reads a closed library from outside, by its files alone. */
export async function librarySnapshot(libraryPath: string): Promise<LibrarySnapshot> {
  const catalog = new DatabaseSync(join(libraryPath, 'catalog.db'), { readOnly: true });
  const rows = (sql: string) =>
    catalog
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  try {
    return {
      files: rows(
        'SELECT files.path, files.size, modified, hash, failure, missing FROM files LEFT JOIN assets ON assets.id = asset_id ORDER BY files.path',
      ),
      assets: rows(
        `SELECT hash, size, mime, kind, state, reason, title, name, path, present, date, width, height, duration, pages, metadata,
           thumbnail, passages, kills FROM assets ORDER BY hash`,
      ),
      derivations: rows(
        `SELECT hash, d.kind, page, engine, engine_version, parameters, result FROM derivations d
           JOIN assets ON assets.id = asset_id ORDER BY hash, d.kind, page`,
      ),
      passages: rows(
        `SELECT ${PASSAGE_PLACE} AS place, text, anchor, indexed FROM passages p JOIN assets ON assets.id = asset_id ORDER BY place`,
      ),
      // A folder is walked again when it is added again; what was found in it is not.
      workDone: rows(
        `SELECT stage, sum(done) AS done, sum(failed) AS failed FROM job_stages WHERE stage <> 'discover' GROUP BY stage ORDER BY stage`,
      ),
      renditions: renditionsIn(libraryPath),
      indexed: await indexedRows(
        libraryPath,
        rows(`SELECT p.id, ${PASSAGE_PLACE} AS place FROM passages p JOIN assets ON assets.id = asset_id`),
      ),
    };
  } finally {
    catalog.close();
  }
}

/** How many tasks wait in the queue of a closed library; none where there is no catalog yet. */
export function tasksLeft(libraryPath: string): number {
  if (!existsSync(join(libraryPath, 'catalog.db'))) return 0;
  const catalog = new DatabaseSync(join(libraryPath, 'catalog.db'));
  try {
    return catalog.prepare("SELECT id FROM tasks WHERE stage <> 'discover'").all().length;
  } catch {
    // Killed before the first migration was through.
    return 0;
  } finally {
    catalog.close();
  }
}

function renditionsIn(libraryPath: string): string[] {
  return readdirSync(libraryPath, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => /\.(webp|jpe?g|png)$/.test(path))
    .map((path) => `${relative(libraryPath, path)} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`)
    .sort();
}

async function indexedRows(libraryPath: string, passages: Record<string, unknown>[]): Promise<string[]> {
  const placeOf = new Map(passages.map(({ id, place }) => [Number(id), String(place)]));
  const connection = await lancedb.connect(join(libraryPath, 'index'));
  const table = await connection.openTable('passages');
  const found = await table.query().select(['id', 'text']).toArray();
  connection.close();
  return found.map(({ id, text }) => `${placeOf.get(Number(id)) ?? 'of no passage'} ${text}`).sort();
}
