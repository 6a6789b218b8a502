import { sep } from 'node:path';
import type { Catalog } from './database.ts';

/** An asset that is gone and of which files may still lie in the library. */
export interface Leftover {
  hash: string;
  pages: number;
  /** When it went, in milliseconds since 1970: newer files are not its own. */
  time: number;
}

/** How far the removal of an asset is: a step further, at its end, or off, as a file has the asset again. */
export type Removed = 'some' | 'all' | 'kept';

/** Passages, and other derivations, removed at a time. */
const A_STEP = 500;

/** The folder of the library that a file lies in beside the one that is leaving: the innermost. */
const HEIR = `SELECT o.id FROM folders o WHERE o.leaving = 0
  AND (files.path = o.path OR substr(files.path, 1, length(o.path) + 1) = rtrim(o.path, '${sep}') || '${sep}')
  ORDER BY length(o.path) DESC LIMIT 1`;

/** What is to go and takes too long for one transaction: each step is one, and what is left is found again after a crash. */
export class RemovalRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /**
   * Has a folder removed with its files, and drops what waits to be done in it; answers how many of its files are to go, as
   * another folder of the library keeps those that lie in it, too.
   */
  removeFolder(id: number): number {
    this.#catalog.run('UPDATE folders SET leaving = 1 WHERE id = ?', id);
    this.#catalog.run('DELETE FROM tasks WHERE folder_id = ?', id);
    const count = `SELECT count(*) AS count FROM files WHERE folder_id = ? AND NOT EXISTS (${HEIR})`;
    return this.#catalog.get<{ count: number }>(count, id)?.count ?? 0;
  }

  /** Keeps a folder that was leaving; answers its files with something in them, whose places may be gone by now. */
  keepFolder(path: string): number[] {
    const folder = this.#catalog.get<{ id: number }>('SELECT id FROM folders WHERE path = ? AND leaving = 1', path);
    if (!folder) return [];
    this.#catalog.run('UPDATE folders SET leaving = 0 WHERE id = ?', folder.id);
    return this.#catalog
      .all<{ id: number }>(
        'SELECT f.id FROM files f JOIN assets a ON a.id = f.asset_id WHERE f.folder_id = ? AND a.parts > 0',
        folder.id,
      )
      .map(({ id }) => id);
  }

  leavingFolder(): number | undefined {
    return this.#catalog.get<{ id: number }>('SELECT id FROM folders WHERE leaving = 1 LIMIT 1')?.id;
  }

  /**
   * Removes one of a leaving folder's files, those in containers before these, and at last the folder; a file that lies in
   * another folder of the library, too, becomes that one's. Answers the asset that the file held and holds no more;
   * undefined once nothing is left.
   */
  removeNextFile(folderId: number): { assetId: number | null } | undefined {
    const file = this.#catalog.get<{ id: number; asset_id: number | null; heir: number | null }>(
      // What lies in a file came after it.
      `SELECT id, asset_id, (${HEIR}) AS heir FROM files WHERE folder_id = ? ORDER BY id DESC LIMIT 1`,
      folderId,
    );
    if (file && file.heir !== null) {
      this.#catalog.run('UPDATE files SET folder_id = ? WHERE id = ?', file.heir, file.id);
      return { assetId: null };
    }
    this.#catalog.run(
      file ? 'DELETE FROM files WHERE id = ?' : 'DELETE FROM folders WHERE id = ? AND leaving = 1',
      file?.id ?? folderId,
    );
    return file && { assetId: file.asset_id };
  }

  leavingAsset(): number | undefined {
    return this.#catalog.get<{ id: number }>('SELECT asset_id AS id FROM leaving_assets LIMIT 1')?.id;
  }

  /**
   * Removes a little of what hangs on a leaving asset, and at last the asset. One that a file has again meanwhile is kept, to
   * be read anew. `released` is an asset that it held as a container.
   */
  removeSome(assetId: number): { removed: Removed; released?: number } {
    const catalog = this.#catalog;
    if (catalog.get('SELECT 1 FROM files WHERE asset_id = ? LIMIT 1', assetId)) {
      catalog.run('DELETE FROM leaving_assets WHERE asset_id = ?', assetId);
      return { removed: 'kept' };
    }
    this.#forgetReading(assetId);
    const part = catalog.get<{ position: number; asset_id: number | null }>(
      'SELECT position, asset_id FROM parts WHERE container_id = ? LIMIT 1',
      assetId,
    );
    if (part) {
      catalog.run('DELETE FROM parts WHERE container_id = ? AND position = ?', assetId, part.position);
      const released = part.asset_id === null || part.asset_id === assetId ? {} : { released: part.asset_id };
      return { removed: 'some', ...released };
    }
    for (const table of ['passages', 'derivations']) {
      const { changes } = catalog.run(
        `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE asset_id = ? LIMIT ${A_STEP})`,
        assetId,
      );
      if (changes > 0) return { removed: 'some' };
    }
    catalog.run('DELETE FROM assets WHERE id = ?', assetId);
    return { removed: 'all' };
  }

  /** From here on it counts as not read, so that it is read whole if it comes back halfway. */
  #forgetReading(assetId: number): void {
    const { changes } = this.#catalog.run(
      `UPDATE assets SET state = 'pending', reason = '', kills = 0, thumbnail = 0 WHERE id = ? AND state <> 'pending'`,
      assetId,
    );
    if (changes === 0) return;
    this.#catalog.run('DELETE FROM readings WHERE asset_id = ?', assetId);
    this.#catalog.run("DELETE FROM derivations WHERE asset_id = ? AND kind IN ('text', 'parts')", assetId);
  }

  /** Says that files of an asset that is gone were written since. */
  noteLeftover({ hash, pages }: { hash: string; pages: number }): void {
    this.#catalog.run('INSERT OR REPLACE INTO leftovers (hash, pages, time) VALUES (?, ?, ?)', hash, pages, Date.now());
  }

  leftovers(limit: number): Leftover[] {
    return this.#catalog.all('SELECT hash, pages, time FROM leftovers LIMIT ?', limit);
  }

  /** Whether the content is in the library again. */
  isBack({ hash }: Leftover): boolean {
    return this.#catalog.get('SELECT 1 FROM assets WHERE hash = ?', hash) !== undefined;
  }

  forgetLeftover({ hash, time }: Leftover): void {
    this.#catalog.run('DELETE FROM leftovers WHERE hash = ? AND time = ?', hash, time);
  }
}
