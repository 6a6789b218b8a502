import { setImmediate as nextTurn } from 'node:timers/promises';
import type { UnreadParts } from '../../shared/contract/library.ts';
import type { AssetRow } from './assets.ts';
import type { Catalog } from './database.ts';
import { type FileRow, fileColumns } from './files.ts';

/** Parts of a container that are looked at in one turn of the host's loop. */
const POSITIONS_A_TURN = 5_000;
/** Parts that could not be read which are named for each reason, and how many reasons are told. */
const UNREAD_LISTED = 50;
const REASONS_LISTED = 50;

/** Something in a container, as it was unpacked. */
export interface PartRow {
  position: number;
  path: string;
  modified: number;
  asset_id: number | null;
  failure: string | null;
}

export interface NewPart {
  path: string;
  rawPath: Uint8Array | null;
  modified: number | null;
  assetId: number | null;
  failure: string | null;
}

/** What containers hold, and the places that this gives the parts under the files that are containers. */
export class PartRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Keeps what stands at a position of a container, in place of what stood there. */
  put(containerId: number, position: number, part: NewPart): void {
    this.#catalog.run(
      'INSERT OR REPLACE INTO parts (container_id, position, path, raw_path, modified, asset_id, failure) VALUES (?, ?, ?, ?, ?, ?, ?)',
      containerId,
      position,
      part.path,
      part.rawPath,
      part.modified ?? 0,
      part.assetId,
      part.failure,
    );
  }

  /** Says how many parts a container has; those that stood behind are forgotten. */
  setCount(containerId: number, count: number): void {
    this.#catalog.run('DELETE FROM parts WHERE container_id = ? AND position >= ?', containerId, count);
    this.#catalog.run('UPDATE assets SET parts = ? WHERE id = ?', count, containerId);
  }

  /** Whether parts of an asset are known, be it only some of them. */
  isContainer(assetId: number): boolean {
    return this.#catalog.get('SELECT 1 FROM parts WHERE container_id = ? LIMIT 1', assetId) !== undefined;
  }

  /** Forgets parts of a container from a position on, so many at a time; false while there are more. */
  dropFrom(containerId: number, position: number, limit: number): boolean {
    const { changes } = this.#catalog.run(
      `DELETE FROM parts WHERE container_id = ?1 AND position IN
         (SELECT position FROM parts WHERE container_id = ?1 AND position >= ?2 ORDER BY position LIMIT ?3)`,
      containerId,
      position,
      limit,
    );
    return changes < limit;
  }

  countOf(containerId: number): number {
    return this.#catalog.get<{ parts: number }>('SELECT parts FROM assets WHERE id = ?', containerId)?.parts ?? 0;
  }

  /** The parts of a container from a position on. */
  from(containerId: number, position: number, limit: number): PartRow[] {
    return this.#catalog.all(
      'SELECT position, path, modified, asset_id, failure FROM parts WHERE container_id = ? AND position >= ? ORDER BY position LIMIT ?',
      containerId,
      position,
      limit,
    );
  }

  /** What of a container could not be read, by reason, the largest group first; looked for in turns. */
  async unread(containerId: number): Promise<UnreadParts[]> {
    const groups = new Map<string, UnreadParts>();
    const count = this.countOf(containerId);
    for (let position = 0; position < count; position += POSITIONS_A_TURN) {
      if (position > 0) await nextTurn();
      const unread = this.#catalog.all<{ path: string; failure: string }>(
        `SELECT path, failure FROM parts
         WHERE container_id = ? AND position >= ? AND position < ? AND failure IS NOT NULL ORDER BY position`,
        containerId,
        position,
        position + POSITIONS_A_TURN,
      );
      for (const { path, failure: reason } of unread) {
        const group = groups.get(reason) ?? { reason, count: 0, paths: [] };
        groups.set(reason, group);
        group.count++;
        if (group.paths.length < UNREAD_LISTED) group.paths.push(path);
      }
    }
    return [...groups.values()].sort((one, other) => other.count - one.count).slice(0, REASONS_LISTED);
  }

  /** Gives a part its place under a file that is its container. Answers that place, and the asset it held before. */
  place(
    container: FileRow,
    part: PartRow & { filePath: string; parent: string; name: string; size: number },
  ): { fileId: number; before: number | null; changed: boolean } {
    const { position, filePath, parent, name, size, asset_id: assetId, failure } = part;
    const modified = part.modified || container.modified;
    const known = this.#catalog.get<{ id: number; asset_id: number | null; missing: number; path: string }>(
      'SELECT id, asset_id, missing, path FROM files WHERE container_id = ? AND position = ?',
      container.id,
      position,
    );
    if (known) {
      this.#catalog.run(
        'UPDATE files SET path = ?, parent = ?, name = ?, size = ?, modified = ?, asset_id = ?, failure = ?, missing = ? WHERE id = ?',
        filePath,
        parent,
        name,
        size,
        modified,
        assetId,
        failure,
        container.missing,
        known.id,
      );
      const changed = known.asset_id !== assetId || known.missing !== container.missing || known.path !== filePath;
      return { fileId: known.id, before: known.asset_id === assetId ? null : known.asset_id, changed };
    }
    const { lastId } = this.#catalog.run(
      `INSERT INTO files (folder_id, container_id, root_id, position, path, parent, name, size, modified, asset_id, failure, missing)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      container.folder_id,
      container.id,
      container.root_id ?? container.id,
      position,
      filePath,
      parent,
      name,
      size,
      modified,
      assetId,
      failure,
      container.missing,
    );
    return { fileId: lastId, before: null, changed: true };
  }

  /** Whether anything has its place in a file. */
  anyInside(fileId: number): boolean {
    return this.#catalog.get('SELECT 1 FROM files WHERE container_id = ? LIMIT 1', fileId) !== undefined;
  }

  /**
   * Takes away the places in a file, of parts from a position on, so many at a time and the innermost first. Answers the
   * assets that they held, and whether that was all.
   */
  removeInside(fileId: number, position: number, limit: number): { assetIds: number[]; all: boolean } {
    const rows = this.#catalog.all<{ id: number; asset_id: number | null }>(
      'SELECT id, asset_id FROM files WHERE container_id = ? AND position >= ? LIMIT ?',
      fileId,
      position,
      limit,
    );
    const assetIds: number[] = [];
    let left = limit;
    for (const { id, asset_id } of rows) {
      const inner = this.removeInside(id, 0, left);
      assetIds.push(...inner.assetIds);
      left -= inner.assetIds.length + 1;
      if (!inner.all || left < 0) return { assetIds, all: false };
      this.#catalog.run('DELETE FROM files WHERE id = ?', id);
      if (asset_id !== null) assetIds.push(asset_id);
    }
    return { assetIds, all: rows.length < limit };
  }

  /** A file and the files that it lies in, from the inside out; the last one lies on the disk. */
  chainOf(file: FileRow): FileRow[] {
    return this.#catalog.all(
      `WITH RECURSIVE chain (id, container, depth) AS (
         SELECT id, container_id, 0 FROM files WHERE id = ?
         UNION ALL SELECT f.id, f.container_id, depth + 1 FROM files f JOIN chain ON f.id = chain.container
       ) SELECT ${fileColumns}
         FROM chain JOIN files ON files.id = chain.id ORDER BY depth`,
      file.id,
    );
  }

  /** How many files lie in a file on the disk, at any depth, and how many bytes they have. */
  #sumInside(rootId: number): { entries: number; bytes: number } {
    return (
      this.#catalog.get<{ entries: number; bytes: number }>(
        'SELECT inside_entries AS entries, inside_bytes AS bytes FROM files WHERE id = ?',
        rootId,
      ) ?? { entries: 0, bytes: 0 }
    );
  }

  /** The same for a file that is itself a part, of which nothing is counted. */
  #countInside(fileId: number): { entries: number; bytes: number } {
    return (
      this.#catalog.get<{ entries: number; bytes: number }>(
        `WITH RECURSIVE inside (id, size) AS (
           SELECT id, size FROM files WHERE container_id = ?
           UNION ALL SELECT f.id, f.size FROM files f JOIN inside ON f.container_id = inside.id
         ) SELECT count(*) AS entries, coalesce(sum(size), 0) AS bytes FROM inside`,
        fileId,
      ) ?? { entries: 0, bytes: 0 }
    );
  }

  /** How much lies in the file on the disk that a file lies in, or is, beside what lies in that file itself. */
  besides(file: FileRow): { entries: number; bytes: number } {
    if (file.root_id === null) return { entries: 0, bytes: 0 };
    const all = this.#sumInside(file.root_id);
    const own = this.#countInside(file.id);
    return { entries: all.entries - own.entries, bytes: all.bytes - own.bytes };
  }

  /** Which of these hashes belong to an asset. */
  knownHashes(hashes: readonly string[]): Set<string> {
    return new Set(
      this.#catalog
        .all<{ hash: string }>(
          'SELECT hash FROM assets WHERE hash IN (SELECT value FROM json_each(?))',
          JSON.stringify(hashes),
        )
        .map(({ hash }: Pick<AssetRow, 'hash'>) => hash),
    );
  }
}
