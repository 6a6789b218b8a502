import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AssetState } from '../../shared/contract/library.ts';
import { pathsBelow } from './asset-conditions.ts';
import type { Catalog } from './database.ts';
import { stateOfUnread } from './no-files.ts';

/** What became of a file. */
interface FileOutcome {
  path: string;
  /** Whether it lies in an archive or the like. */
  inside: boolean;
  state: AssetState;
  reason: string;
}

/** Files whose outcomes are read between two turns of the host. */
const OUTCOMES_A_TURN = 5_000;

/** What a file holds: the asset, or what it describes as a sidecar; see `SidecarRepository`. */
export interface FileContent {
  assetId: number | null;
  describes: string | null;
}

export interface FileRow {
  id: number;
  folder_id: number;
  path: string;
  raw_path: Uint8Array | null;
  parent: string;
  name: string;
  size: number;
  modified: number;
  asset_id: number | null;
  /** 1 while it is not where it was. */
  missing: 0 | 1;
  /** The file that it lies in; null for one on the disk. */
  container_id: number | null;
  /** The file on the disk that it lies in, at whatever depth; null for one on the disk. */
  root_id: number | null;
}

/** Of `files`. */
export const fileColumns =
  'files.id, folder_id, path, raw_path, parent, name, size, modified, asset_id, missing, container_id, root_id';

/** A file that lies on the disk, as the library knows it. */
type KnownFile = Pick<FileRow, 'id' | 'path' | 'missing'>;

/** A condition on `files`: the file lies on the disk, and nothing has its place in it. */
const IS_EMPTY =
  'container_id IS NULL AND NOT EXISTS (SELECT 1 FROM files inside WHERE inside.container_id = files.id)';

/** The path to open the file by: text, or raw bytes where its name is not valid UTF-8. */
export function sourcePath(file: { path: string; raw_path: Uint8Array | null }): string | Uint8Array {
  return file.raw_path ?? file.path;
}

/** The files of the library, which are referenced in place. */
export class FileRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  file(id: number): FileRow | undefined {
    return this.#catalog.get(`SELECT ${fileColumns} FROM files WHERE id = ?`, id);
  }

  /** A file of the asset that should be there now; one on the disk rather than one in a container. */
  presentFileOf(assetId: number): FileRow | undefined {
    return this.#catalog.get(
      `SELECT ${fileColumns} FROM files WHERE asset_id = ? ORDER BY missing, container_id IS NOT NULL, path LIMIT 1`,
      assetId,
    );
  }

  /** Every file of the asset, those in containers too. */
  filesOf(assetId: number): FileRow[] {
    return this.#catalog.all(`SELECT ${fileColumns} FROM files WHERE asset_id = ? ORDER BY id`, assetId);
  }

  /** The files of the asset that anything has its place in. */
  containersOf(assetId: number): number[] {
    return this.#catalog
      .all<{ id: number }>(
        'SELECT id FROM files WHERE asset_id = ? AND EXISTS (SELECT 1 FROM files i WHERE i.container_id = files.id) ORDER BY id',
        assetId,
      )
      .map(({ id }) => id);
  }

  /** The places of an asset that are there and whose names are text. */
  presentPathsOf(assetId: number): string[] {
    return this.#catalog
      .all<{ path: string }>(
        'SELECT path FROM files WHERE asset_id = ? AND missing = 0 AND raw_path IS NULL AND container_id IS NULL ORDER BY path',
        assetId,
      )
      .map(({ path }) => path);
  }

  /** What a file holds; undefined where it is no longer in the library. */
  contentOf(fileId: number): FileContent | undefined {
    return this.#catalog.get('SELECT asset_id AS assetId, describes FROM files WHERE id = ?', fileId);
  }

  /** Says which asset a file holds. */
  setAsset(fileId: number, assetId: number, size: number, modified: number): void {
    this.#catalog.run(
      'UPDATE files SET asset_id = ?, size = ?, modified = ?, failure = NULL, missing = 0, describes = NULL, facts = NULL WHERE id = ?',
      assetId,
      size,
      modified,
      fileId,
    );
  }

  /** Says that a file could not be read at all; answers the asset that it held before. */
  setFailure(fileId: number, failure: string): number | null {
    const before = this.file(fileId)?.asset_id ?? null;
    this.#catalog.run(
      'UPDATE files SET asset_id = NULL, failure = ?, describes = NULL, facts = NULL WHERE id = ?',
      failure,
      fileId,
    );
    return before;
  }

  /** Marks a file as missing; answers what it held, or undefined where it was missing before. */
  markMissing(fileId: number): FileContent | undefined {
    return this.#catalog.get(
      'UPDATE files SET missing = 1 WHERE id = ? AND missing = 0 RETURNING asset_id AS assetId, describes',
      fileId,
    );
  }

  /**
   * Drops those of some missing files whose content is present elsewhere: they were renamed, or were duplicates. Answers
   * those in which something has its place that is to follow them, or to be taken away first.
   */
  dropLeftBehind(fileIds: readonly number[]): number[] {
    const unsettled = this.#catalog.all<{ id: number; isEmpty: number }>(
      `SELECT files.id, ${IS_EMPTY} AS isEmpty FROM json_each(?) asked CROSS JOIN files ON files.id = asked.value
       WHERE missing = 1 AND container_id IS NULL AND (asset_id IS NULL
         OR EXISTS (SELECT 1 FROM files other WHERE other.asset_id = files.asset_id AND other.missing = 0)
         OR EXISTS (SELECT 1 FROM files inside WHERE inside.container_id = files.id AND inside.missing = 0))`,
      JSON.stringify(fileIds),
    );
    const { 1: empty = [], 0: containers = [] } = Object.groupBy(unsettled, ({ isEmpty }) => isEmpty);
    for (const { id } of empty) this.drop(id);
    return containers.map(({ id }) => id);
  }

  /** The files of a folder that lie on the disk, missing or not, by id, from one on. */
  filesFrom(folderId: number, from: number, limit: number): Pick<FileRow, 'id' | 'missing'>[] {
    return this.#catalog.all(
      'SELECT id, missing FROM files WHERE folder_id = ? AND id >= ? AND container_id IS NULL ORDER BY id LIMIT ?',
      folderId,
      from,
      limit,
    );
  }

  /** The same of those at a path. */
  filesAt(folderId: number, path: string): KnownFile[] {
    return this.#catalog.all(
      `SELECT id, path, missing FROM files
       WHERE folder_id = ? AND path = ? AND raw_path IS NULL AND container_id IS NULL`,
      folderId,
      path,
    );
  }

  /** The same of those below a path, by path, after one of them, at first after ''. */
  filesBelow(folderId: number, path: string, after: string, limit: number): KnownFile[] {
    const { from, to } = pathsBelow(path);
    return this.#catalog.all(
      // By the index of paths, which the plus leads to.
      `SELECT id, path, missing FROM files
       WHERE +folder_id = ? AND raw_path IS NULL AND container_id IS NULL AND path > ? AND path < ? ORDER BY path LIMIT ?`,
      folderId,
      after > from ? after : from,
      to,
      limit,
    );
  }

  /** Which of these files lie below none of the folders. */
  notBelow(ids: readonly number[], folders: readonly string[]): number[] {
    const ranges = folders.map(pathsBelow);
    return this.#catalog
      .all<{ id: number }>(
        `SELECT f.id FROM json_each(?) asked CROSS JOIN files f ON f.id = asked.value WHERE NOT EXISTS
           (SELECT 1 FROM json_each(?) r WHERE f.path >= r.value ->> 'from' AND f.path < r.value ->> 'to')`,
        JSON.stringify(ids),
        JSON.stringify(ranges),
      )
      .map(({ id }) => id);
  }

  /**
   * Drops the missing places of an asset that is present elsewhere: it was renamed or moved. One that things have their
   * place in is left for the task that takes them away first.
   */
  dropMissingPlaces(assetId: number): void {
    this.#catalog.run(
      `DELETE FROM files WHERE asset_id = ? AND missing = 1 AND ${IS_EMPTY}
         AND EXISTS (SELECT 1 FROM files other WHERE other.asset_id = ? AND other.missing = 0)`,
      assetId,
      assetId,
    );
  }

  /** Whether a file is a place of an asset that was renamed or moved and is present elsewhere. */
  isLeftBehind({ id, asset_id, missing, container_id }: FileRow): boolean {
    if (missing === 0 || container_id !== null) return false;
    const elsewhere = 'SELECT 1 FROM files WHERE asset_id IS ? AND missing = 0 AND id <> ?';
    return asset_id === null || this.#catalog.get(elsewhere, asset_id, id) !== undefined;
  }

  /** Forgets a file that nothing has its place in any more. */
  drop(fileId: number): void {
    this.#catalog.run('DELETE FROM files WHERE id = ?', fileId);
  }

  /** What became of every file at a path or below it, and of what lies in them, by path; in turns, as there may be very many. */
  async outcomes(path: string): Promise<FileOutcome[]> {
    const { from, to } = pathsBelow(path);
    const found = this.#outcomesWhere('f.path = ?', path);
    for (let last: { path: string; id: number } | undefined = { path: from, id: 0 }; last; await nextTurn()) {
      const some = this.#outcomesWhere(
        'f.path >= ?1 AND f.path < ?3 AND (f.path > ?1 OR f.id > ?2) ORDER BY f.path, f.id LIMIT ?4',
        last.path,
        last.id,
        to,
        OUTCOMES_A_TURN,
      );
      found.push(...some);
      last = some.at(-1);
    }
    return found.map(({ id: _, inside, ...row }) => ({ ...row, inside: inside === 1 }));
  }

  #outcomesWhere(condition: string, ...values: (string | number)[]) {
    return this.#catalog.all<Omit<FileOutcome, 'inside'> & { id: number; inside: number }>(
      `SELECT f.id, f.path, f.container_id IS NOT NULL AS inside,
         CASE WHEN f.failure IS NOT NULL THEN ${stateOfUnread} WHEN f.describes IS NOT NULL THEN 'ready' ELSE coalesce(a.state, 'pending') END AS state,
         coalesce(f.failure, a.reason, '') AS reason
       FROM files f LEFT JOIN assets a ON a.id = f.asset_id WHERE f.missing = 0 AND ${condition}`,
      ...values,
    );
  }

  /** Whether any file lies below the path. */
  anyBelow(path: string): boolean {
    const { from, to } = pathsBelow(path);
    return this.#catalog.get('SELECT 1 FROM files WHERE path >= ? AND path < ? LIMIT 1', from, to) !== undefined;
  }
}
