import { basename, dirname } from 'node:path';
import type { Catalog } from './database.ts';
import type { FileRow } from './files.ts';

/** A file as discovery found it. */
export interface SeenFile {
  /** For people, and for opening when `rawPath` is null. */
  path: string;
  /** The path's bytes where they are not valid UTF-8. */
  rawPath: Uint8Array | null;
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
  /**
   * Number and time of birth of what the path leads to, which stay as they are when it is renamed or moved on its volume, or
   * gets another name; missing where the system does not tell both.
   */
  inode?: string;
}

/** What a file that was seen means for the library. */
export interface Sighting {
  id: number;
  /** It is new, its size or time changed, or it could not be read before. */
  unread: boolean;
  /** The asset of a file that had been missing. */
  returned: number | null;
  /** The asset of a file that is new and is one the library knows, by another name. */
  renamed: number | null;
}

type FileBefore = Pick<FileRow, 'id' | 'size' | 'modified' | 'asset_id' | 'missing'> &
  Record<'describes' | 'inode', string | null>;

/** What a look through the library's folders saw, compared with the files that it knows. */
export class Sightings {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /**
   * Notes that files were seen; answers one `Sighting` a file, in their order. Nothing is written of a file that is as it
   * was: of most files of a look through, that is all there is to say.
   */
  note(folderId: number, seen: readonly SeenFile[]): Sighting[] {
    const known = this.#knownAmong(seen);
    for (const { id, missing } of known.values())
      if (missing === 1) this.#catalog.run('UPDATE files SET missing = 0 WHERE id = ?', id);
    const renamed = this.#renamedAmong(seen.map((file, place) => (known.has(place) ? undefined : file)));
    return seen.map((file, place) => {
      const before = known.get(place);
      if (before) return this.#seeAgain(before, file);
      const assetId = renamed.get(place) ?? null;
      return { id: this.#add(folderId, file, assetId), unread: assetId === null, returned: null, renamed: assetId };
    });
  }

  #seeAgain(before: FileBefore, { size, modified, ...file }: SeenFile): Sighting {
    const { id, asset_id, describes, missing } = before;
    const inode = file.inode ?? null;
    if (before.inode !== inode) this.#catalog.run('UPDATE files SET inode = ? WHERE id = ?', inode, id);
    const isUnknown = asset_id === null && describes === null;
    const unread = isUnknown || before.size !== size || before.modified !== modified;
    return { id, unread, returned: missing === 1 ? asset_id : null, renamed: null };
  }

  /** The assets of new files that the library knows by another name, and that did not change since, by place in the list. */
  #renamedAmong(seen: readonly (SeenFile | undefined)[]): Map<number, number> {
    const asked = seen.flatMap((file, place) => (file?.inode ? [[place, file.inode, file.size, file.modified]] : []));
    if (asked.length === 0) return new Map();
    const rows = this.#catalog.all<{ place: number; assetId: number }>(
      `SELECT asked.value ->> 0 AS place, f.asset_id AS assetId FROM json_each(?) asked CROSS JOIN files f
       ON f.inode = asked.value ->> 1 AND f.size = asked.value ->> 2 AND f.modified = asked.value ->> 3
       WHERE f.asset_id IS NOT NULL AND f.container_id IS NULL`,
      JSON.stringify(asked),
    );
    return new Map(rows.map(({ place, assetId }) => [place, assetId]));
  }

  /** What is known of files, by their place in the list. One query for all: this is what a look through is made of. */
  #knownAmong(seen: readonly SeenFile[]): Map<number, FileBefore> {
    const rows = this.#catalog.all<FileBefore & { place: number }>(
      `SELECT asked.key AS place, f.id, f.size, f.modified, f.asset_id, f.describes, f.inode, f.missing FROM json_each(?) asked CROSS JOIN files f
       ON f.path = asked.value ->> 0 AND coalesce(f.raw_path, x'') = unhex(asked.value ->> 1) AND f.container_id IS NULL`,
      JSON.stringify(seen.map(({ path, rawPath }) => [path, rawPath ? Buffer.from(rawPath).toString('hex') : ''])),
    );
    return new Map(rows.map((row) => [row.place, row]));
  }

  #add(folderId: number, file: SeenFile, assetId: number | null): number {
    const { path, rawPath, size, modified } = file;
    return this.#catalog.run(
      `INSERT INTO files (folder_id, path, raw_path, parent, name, size, modified, inode, asset_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      folderId,
      path,
      rawPath,
      dirname(path),
      basename(path),
      size,
      modified,
      file.inode ?? null,
      assetId,
    ).lastId;
  }
}
