import type { Catalog } from './database.ts';

export interface TagChange {
  tag: string;
  added: boolean;
}

/** Changes of tags that are still to be written into sidecars; the catalog notes them as tags change. */
export class SidecarChanges {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Assets with changes that may be written, after one, in the order of their ids. */
  after(assetId: number, limit: number): number[] {
    return this.#catalog
      .all<{ id: number }>(
        "SELECT DISTINCT asset_id AS id FROM sidecar_changes WHERE asset_id > ? AND problem = '' ORDER BY asset_id LIMIT ?",
        assetId,
        limit,
      )
      .map(({ id }) => id);
  }

  /** What is to be written of an asset, all its tags, and the keywords that its file or sidecar state. */
  of(assetId: number): { kind: string; mime: string; changes: TagChange[]; tags: string[]; stated: string[] } {
    const asset = this.#catalog.get<{ kind: string; mime: string }>(
      'SELECT kind, mime FROM assets WHERE id = ?',
      assetId,
    );
    const tags = this.#catalog.all<{ tag: string }>('SELECT tag FROM tags WHERE asset_id = ? ORDER BY tag', assetId);
    const changes = this.#catalog.all<{ tag: string; added: number }>(
      'SELECT tag, added FROM sidecar_changes WHERE asset_id = ?',
      assetId,
    );
    const picture = this.#catalog.get<{ keywords: string }>(
      'SELECT keywords FROM pictures WHERE asset_id = ?',
      assetId,
    );
    return {
      kind: asset?.kind ?? '',
      mime: asset?.mime ?? '',
      changes: changes.map(({ tag, added }) => ({ tag, added: added === 1 })),
      tags: tags.map(({ tag }) => tag),
      stated: JSON.parse(picture?.keywords ?? '[]') as string[],
    };
  }

  /** Notes all tags, of which those that are written already will not be written again. */
  addAll(): void {
    this.#catalog.run(
      'INSERT OR REPLACE INTO sidecar_changes (asset_id, tag, added) SELECT asset_id, tag, 1 FROM tags',
    );
  }

  /** Takes off what was written, unless it changed meanwhile. */
  done(assetId: number, changes: readonly TagChange[]): void {
    for (const { tag, added } of changes)
      this.#catalog.run(
        'DELETE FROM sidecar_changes WHERE asset_id = ? AND tag = ? AND added = ?',
        assetId,
        tag,
        added ? 1 : 0,
      );
  }

  /** Notes why an asset's changes could not be written; they wait for the next start. */
  fail(assetId: number, problem: string): void {
    this.#catalog.run('UPDATE sidecar_changes SET problem = ? WHERE asset_id = ?', problem, assetId);
  }

  forgetProblems(): void {
    this.#catalog.run("UPDATE sidecar_changes SET problem = '' WHERE problem <> ''");
  }

  /** How many assets have changes that could not be written, and why the first of them could not. */
  problems(): { count: number; first: string } {
    const found = this.#catalog.get<{ count: number; first: string | null }>(
      "SELECT count(DISTINCT asset_id) AS count, min(problem) AS first FROM sidecar_changes WHERE problem <> ''",
    );
    return { count: found?.count ?? 0, first: found?.first ?? '' };
  }
}
