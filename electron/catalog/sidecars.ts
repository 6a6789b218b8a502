import { extname, sep } from 'node:path';
import type { Catalog } from './database.ts';

/** The extension of sidecars' names. */
const EXTENSION = '.xmp';

/** What a sidecar describes, by its path: `photo.jpg.xmp` that file alone, `photo.xmp` every file of that name. */
function describedBy(path: string): string {
  return path.slice(0, -EXTENSION.length);
}

/** Sidecars: files that say something of the file beside them. `describes` is their path without its extension. */
export class SidecarRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Keeps what a sidecar says; answers what it describes, and the asset that the file held before. */
  keep(
    file: { id: number; path: string },
    facts: object,
    size: number,
    modified: number,
  ): { describes: string; before: number | null } {
    const describes = describedBy(file.path);
    const before = this.#catalog.get<{ asset_id: number | null }>('SELECT asset_id FROM files WHERE id = ?', file.id);
    this.#catalog.run(
      `UPDATE files SET describes = ?, facts = ?, size = ?, modified = ?, asset_id = NULL, failure = NULL, missing = 0
       WHERE id = ?`,
      describes,
      JSON.stringify(facts),
      size,
      modified,
      file.id,
    );
    return { describes, before: before?.asset_id ?? null };
  }

  /** The assets of the files that are described so and are there. */
  assetsOf(describes: string): number[] {
    const rows = this.#catalog.all<{ asset_id: number; path: string }>(
      `SELECT asset_id, path FROM files
       WHERE asset_id IS NOT NULL AND missing = 0 AND (path = ? OR (path >= ? AND path < ?))`,
      describes,
      `${describes}.`,
      `${describes}/`,
    );
    const own = rows.filter(({ path }) => path === describes || path === describes + extname(path));
    return [...new Set(own.map(({ asset_id }) => asset_id))];
  }

  /**
   * The sidecar that counts for an asset: of the first of its places that has one, that of the very file before the one
   * for all files of its name.
   */
  of<T>(assetId: number): { path: string; facts: T } | undefined {
    const places = this.#catalog.all<{ path: string }>(
      'SELECT path FROM files WHERE asset_id = ? AND missing = 0 ORDER BY path',
      assetId,
    );
    for (const { path } of places) {
      const found = this.#beside(path);
      if (found) return { path: found.path, facts: JSON.parse(found.facts) as T };
    }
    return undefined;
  }

  /** The path of the sidecar that counts for the file at a path. */
  pathFor(path: string): string | undefined {
    return this.#beside(path)?.path;
  }

  #beside(path: string): { path: string; facts: string } | undefined {
    return this.#catalog.get<{ path: string; facts: string }>(
      'SELECT path, facts FROM files WHERE describes IN (?1, ?2) AND missing = 0 ORDER BY describes <> ?1, path LIMIT 1',
      path,
      withoutExtension(path),
    );
  }
}

function withoutExtension(path: string): string {
  const extension = extname(path);
  return extension === '' || path.endsWith(sep + extension) ? path : path.slice(0, -extension.length);
}
