import { basename, dirname } from 'node:path';
import type { AssetState, Folder } from '../../shared/contract/library.ts';
import { pathsBelow } from './asset-conditions.ts';
import type { Catalog } from './database.ts';

/** A file as discovery found it. */
export interface SeenFile {
  /** For people, and for opening when `rawPath` is null. */
  path: string;
  /** The path's bytes where they are not valid UTF-8. */
  rawPath: Uint8Array | null;
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
}

/** What a file that was seen means for the library. */
export interface Sighting {
  id: number;
  /** It is new, its size or time changed, or it could not be read before. */
  unread: boolean;
  /** The asset of a file that had been missing. */
  returned: number | null;
}

type KnownFile = Pick<FileRow, 'id' | 'size' | 'modified' | 'asset_id'> & { missing: number };

export interface FileRow {
  id: number;
  path: string;
  raw_path: Uint8Array | null;
  size: number;
  modified: number;
  asset_id: number | null;
}

/** A folder, or a single file, that the owner added. */
export interface FolderRow {
  id: number;
  path: string;
  /** Milliseconds since 1970. */
  added: number;
  /** See `rootOf`; empty before the folder was read. */
  identity: string;
}

/** The path to open the file by: text, or raw bytes where its name is not valid UTF-8. */
export function sourcePath(file: { path: string; raw_path: Uint8Array | null }): string | Uint8Array {
  return file.raw_path ?? file.path;
}

/** Folders that the owner added, and the files seen in them. Files are referenced in place. */
export class FileRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  folders(): Omit<Folder, 'available' | 'watched' | 'unwatched'>[] {
    const folders = this.#catalog.all<{ id: number; path: string; added: number }>(
      'SELECT id, path, added FROM folders ORDER BY path',
    );
    return folders.map((folder) => ({ ...folder, files: this.#countBelow(folder.path) }));
  }

  /** Files at a path or below it, whichever folder of the library brought them in. */
  #countBelow(path: string): number {
    const { from, to } = pathsBelow(path);
    return (
      this.#catalog.get<{ count: number }>(
        'SELECT count(*) AS count FROM files WHERE missing = 0 AND (path = ? OR (path >= ? AND path < ?))',
        path,
        from,
        to,
      )?.count ?? 0
    );
  }

  folderRows(): FolderRow[] {
    return this.#catalog.all('SELECT id, path, added, identity FROM folders ORDER BY id');
  }

  folder(id: number): FolderRow | undefined {
    return this.#catalog.get('SELECT id, path, added, identity FROM folders WHERE id = ?', id);
  }

  /** Notes which directory of which volume the folder is; see `rootOf`. */
  setIdentity(folderId: number, identity: string): void {
    this.#catalog.run('UPDATE folders SET identity = ? WHERE id = ?', identity, folderId);
  }

  /** The folder with this path, made if it is new. A folder inside another is kept apart: each file has one owner, the first. */
  obtainFolder(path: string): { id: number; path: string } {
    this.#catalog.run('INSERT INTO folders (path, added) VALUES (?, ?) ON CONFLICT DO NOTHING', path, Date.now());
    const folder = this.#catalog.get<{ id: number; path: string }>('SELECT id, path FROM folders WHERE path = ?', path);
    if (!folder) throw new Error(`The folder ${path} was not kept.`);
    return folder;
  }

  /** Removes a folder with its files; answers the assets that these files held. */
  removeFolder(id: number): { removedFiles: number; assetIds: number[] } {
    const rows = this.#catalog.all<{ asset_id: number | null }>('SELECT asset_id FROM files WHERE folder_id = ?', id);
    this.#catalog.run('DELETE FROM folders WHERE id = ?', id);
    return { removedFiles: rows.length, assetIds: [...new Set(rows.flatMap(({ asset_id }) => asset_id ?? []))] };
  }

  /** The folder of the library that a file came with. */
  folderOf(fileId: number): FolderRow | undefined {
    return this.#catalog.get(
      'SELECT o.id, o.path, o.added, o.identity FROM files f JOIN folders o ON o.id = f.folder_id WHERE f.id = ?',
      fileId,
    );
  }

  file(id: number): FileRow | undefined {
    return this.#catalog.get('SELECT id, path, raw_path, size, modified, asset_id FROM files WHERE id = ?', id);
  }

  /** A file of the asset that should be there now. */
  presentFileOf(assetId: number): FileRow | undefined {
    return this.#catalog.get(
      'SELECT id, path, raw_path, size, modified, asset_id FROM files WHERE asset_id = ? ORDER BY missing, path LIMIT 1',
      assetId,
    );
  }

  /**
   * Notes that files were seen by a job; answers one `Sighting` a file, in their order. Without a job, the job that saw
   * them last stays noted.
   */
  see(folderId: number, jobId: number | null, seen: readonly SeenFile[]): Sighting[] {
    const known = this.#knownAmong(seen);
    this.#catalog.run(
      'UPDATE files SET missing = 0, job_id = coalesce(?, job_id) WHERE id IN (SELECT value FROM json_each(?))',
      jobId,
      JSON.stringify([...known.values()].map(({ id }) => id)),
    );
    return seen.map((file, place) => {
      const before = known.get(place);
      if (!before) return { id: this.#add(folderId, jobId, file), unread: true, returned: null };
      const { id, asset_id, missing } = before;
      const unread = asset_id === null || before.size !== file.size || before.modified !== file.modified;
      return { id, unread, returned: missing === 1 ? asset_id : null };
    });
  }

  /** What is known of files, by their place in the list. One query for all: this is what a look through is made of. */
  #knownAmong(seen: readonly SeenFile[]): Map<number, KnownFile> {
    const rows = this.#catalog.all<KnownFile & { place: number }>(
      `SELECT asked.key AS place, f.id, f.size, f.modified, f.asset_id, f.missing FROM json_each(?) asked CROSS JOIN files f
       ON f.path = asked.value ->> 0 AND coalesce(f.raw_path, x'') = unhex(asked.value ->> 1)`,
      JSON.stringify(seen.map(({ path, rawPath }) => [path, rawPath ? Buffer.from(rawPath).toString('hex') : ''])),
    );
    return new Map(rows.map((row) => [row.place, row]));
  }

  #add(folderId: number, jobId: number | null, { path, rawPath, size, modified }: SeenFile): number {
    return this.#catalog.run(
      'INSERT INTO files (folder_id, path, raw_path, parent, name, size, modified, job_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      folderId,
      path,
      rawPath,
      dirname(path),
      basename(path),
      size,
      modified,
      jobId,
    ).lastId;
  }

  /** Notes which job reads a file; see `outcomes`. */
  setJob(fileId: number, jobId: number): void {
    this.#catalog.run('UPDATE files SET job_id = ? WHERE id = ?', jobId, fileId);
  }

  /** Says which asset a file holds; answers the asset that it held before, if another. */
  setAsset(fileId: number, assetId: number, size: number, modified: number): number | null {
    const before = this.file(fileId)?.asset_id ?? null;
    this.#catalog.run(
      'UPDATE files SET asset_id = ?, size = ?, modified = ?, failure = NULL, missing = 0 WHERE id = ?',
      assetId,
      size,
      modified,
      fileId,
    );
    return before === assetId ? null : before;
  }

  /** Says that a file could not be read at all; answers the asset that it held before. */
  setFailure(fileId: number, failure: string): number | null {
    const before = this.file(fileId)?.asset_id ?? null;
    this.#catalog.run('UPDATE files SET asset_id = NULL, failure = ? WHERE id = ?', failure, fileId);
    return before;
  }

  /**
   * Marks the folder's files that the job did not see as missing. Those whose content is present elsewhere
   * were renamed or were duplicates, and are dropped. Answers the assets concerned.
   */
  markUnseen(folderId: number, jobId: number): number[] {
    const gone = this.#catalog.all<{ id: number; asset_id: number | null }>(
      'SELECT id, asset_id FROM files WHERE folder_id = ? AND missing = 0 AND job_id IS NOT ?',
      folderId,
      jobId,
    );
    this.#setMissing(gone);
    this.#catalog.run(
      `DELETE FROM files WHERE folder_id = ? AND missing = 1 AND (asset_id IS NULL OR EXISTS
         (SELECT 1 FROM files other WHERE other.asset_id = files.asset_id AND other.missing = 0))`,
      folderId,
    );
    return [...new Set(gone.flatMap(({ asset_id }) => asset_id ?? []))];
  }

  /**
   * Does the same to the folder's files at a path or below it, so many at a time. Answers the assets concerned, and
   * whether that was all.
   */
  markGone(folderId: number, path: string, limit: number): { assetIds: number[]; all: boolean } {
    const { from, to } = pathsBelow(path);
    const gone = this.#catalog.all<{ id: number; asset_id: number | null }>(
      // By the index of paths, which the plus leads to.
      `SELECT id, asset_id FROM files
       WHERE +folder_id = ? AND missing = 0 AND raw_path IS NULL AND (path = ? OR (path >= ? AND path < ?)) LIMIT ?`,
      folderId,
      path,
      from,
      to,
      limit,
    );
    this.#setMissing(gone);
    for (const { id, asset_id } of gone) {
      if (asset_id === null) this.#catalog.run('DELETE FROM files WHERE id = ?', id);
      else this.dropMissingPlaces(asset_id);
    }
    return { assetIds: [...new Set(gone.flatMap(({ asset_id }) => asset_id ?? []))], all: gone.length < limit };
  }

  #setMissing(gone: readonly { id: number }[]): void {
    for (const { id } of gone) this.#catalog.run('UPDATE files SET missing = 1 WHERE id = ?', id);
  }

  /** Drops the missing places of an asset that is present elsewhere: it was renamed or moved. */
  dropMissingPlaces(assetId: number): void {
    this.#catalog.run(
      'DELETE FROM files WHERE asset_id = ? AND missing = 1 AND EXISTS (SELECT 1 FROM files other WHERE other.asset_id = ? AND other.missing = 0)',
      assetId,
      assetId,
    );
  }

  /** Files that could not be read, for this reason. */
  idsWithFailure(failure: string): number[] {
    return this.#catalog
      .all<{ id: number }>('SELECT id FROM files WHERE failure = ? AND missing = 0', failure)
      .map(({ id }) => id);
  }

  /** What became of every file that a job saw, by path. */
  outcomes(jobId: number): { path: string; state: AssetState; reason: string }[] {
    return this.#catalog.all(
      `SELECT f.path, CASE WHEN f.failure IS NOT NULL THEN 'failed' ELSE coalesce(a.state, 'pending') END AS state, coalesce(f.failure, a.reason, '') AS reason
       FROM files f LEFT JOIN assets a ON a.id = f.asset_id WHERE f.job_id = ? AND f.missing = 0 ORDER BY f.path`,
      jobId,
    );
  }

  /** Whether any file lies below the path. */
  anyBelow(path: string): boolean {
    const { from, to } = pathsBelow(path);
    return this.#catalog.get('SELECT 1 FROM files WHERE path >= ? AND path < ? LIMIT 1', from, to) !== undefined;
  }
}
