import type { Folder } from '../../shared/contract/library.ts';
import { pathsBelow } from './asset-conditions.ts';
import type { Catalog } from './database.ts';

/** A folder, or a single file, that the owner added. */
export interface FolderRow {
  id: number;
  path: string;
  /** Milliseconds since 1970. */
  added: number;
  /** See `rootOf`; empty before the folder was read. */
  identity: string;
}

/** Folders, and single files, that the owner added to the library. */
export class FolderRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  list(): Omit<Folder, 'available' | 'watched' | 'unwatched'>[] {
    const folders = this.#catalog.all<{ id: number; path: string; added: number }>(
      'SELECT id, path, added FROM folders WHERE leaving = 0 ORDER BY path',
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

  rows(): FolderRow[] {
    return this.#catalog.all('SELECT id, path, added, identity FROM folders WHERE leaving = 0 ORDER BY id');
  }

  byId(id: number): FolderRow | undefined {
    return this.#catalog.get('SELECT id, path, added, identity FROM folders WHERE id = ? AND leaving = 0', id);
  }

  /** Notes which directory of which volume the folder is; see `rootOf`. */
  setIdentity(folderId: number, identity: string): void {
    this.#catalog.run('UPDATE folders SET identity = ? WHERE id = ?', identity, folderId);
  }

  /** The folder with this path, made if it is new. A folder inside another is kept apart: each file has one owner, the first. */
  obtain(path: string): { id: number; path: string } {
    this.#catalog.run('INSERT INTO folders (path, added) VALUES (?, ?) ON CONFLICT DO NOTHING', path, Date.now());
    const folder = this.#catalog.get<{ id: number; path: string }>('SELECT id, path FROM folders WHERE path = ?', path);
    if (!folder) throw new Error(`The folder ${path} was not kept.`);
    return folder;
  }

  /** The folder of the library that a file came with. */
  ofFile(fileId: number): FolderRow | undefined {
    return this.#catalog.get(
      'SELECT o.id, o.path, o.added, o.identity FROM files f JOIN folders o ON o.id = f.folder_id WHERE f.id = ?',
      fileId,
    );
  }
}
