import type { VectorRow } from '../workers/index-protocol.ts';
import type { Catalog } from './database.ts';

/** Vectors of passages: costly to make, so the catalog keeps them and the index is built from them. */
export class VectorRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** The next passages that have no vector of the model, oldest first. */
  passagesWithout(modelId: string, limit: number): { id: number; assetId: string; text: string }[] {
    return this.#catalog.all(
      `SELECT p.id, a.hash AS assetId, p.text FROM passages p JOIN assets a ON a.id = p.asset_id WHERE p.source <> 'name'
         AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.model_id = ? AND v.passage_id = p.id) ORDER BY p.id LIMIT ?`,
      modelId,
      limit,
    );
  }

  /** Keeps vectors, but not for passages that went away meanwhile. */
  keep(modelId: string, vectors: readonly { passageId: number; vector: Float32Array | null }[]): void {
    for (const { passageId, vector } of vectors) {
      const bytes = vector ? new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength) : null;
      this.#catalog.run(
        'INSERT OR REPLACE INTO vectors (passage_id, model_id, vector, indexed) SELECT id, ?, ?, ? FROM passages WHERE id = ?',
        modelId,
        bytes,
        vector ? 0 : 2,
        passageId,
      );
    }
  }

  removeAll(modelId: string): void {
    this.#catalog.run('DELETE FROM vectors WHERE model_id = ?', modelId);
  }

  /** Passages that have no vector of the model yet. */
  waiting(modelId: string): number {
    const { count } = this.#catalog.get<{ count: number }>(
      "SELECT count(*) AS count FROM passages WHERE source <> 'name'",
    ) ?? { count: 0 };
    return count - this.count(modelId);
  }

  count(modelId: string): number {
    return (
      this.#catalog.get<{ count: number }>('SELECT count(*) AS count FROM vectors WHERE model_id = ?', modelId)
        ?.count ?? 0
    );
  }

  /** Vectors that were written to the index. */
  indexedCount(modelId: string): number {
    return (
      this.#catalog.get<{ count: number }>(
        'SELECT count(*) AS count FROM vectors WHERE model_id = ? AND indexed = 2 AND vector IS NOT NULL',
        modelId,
      )?.count ?? 0
    );
  }

  /** The next vectors that the search index lacks, marked as being written to it. */
  takeForIndex(modelId: string, limit: number): VectorRow[] {
    const rows = this.#catalog.all<{ passage_id: number; asset_id: number; vector: Uint8Array }>(
      `SELECT v.passage_id, p.asset_id, v.vector FROM vectors v JOIN passages p ON p.id = v.passage_id
       WHERE v.model_id = ? AND v.indexed = 0 ORDER BY v.passage_id LIMIT ?`,
      modelId,
      limit,
    );
    this.#mark(
      modelId,
      rows.map(({ passage_id }) => passage_id),
      1,
    );
    return rows.map(({ passage_id, asset_id, vector }) => ({
      passageId: passage_id,
      assetId: asset_id,
      vector: new Float32Array(vector.slice().buffer),
    }));
  }

  markIndexed(modelId: string, passageIds: readonly number[]): void {
    this.#mark(modelId, passageIds, 2);
  }

  #mark(modelId: string, passageIds: readonly number[], indexed: number): void {
    this.#catalog.run(
      'UPDATE vectors SET indexed = ? WHERE model_id = ? AND passage_id IN (SELECT value FROM json_each(?))',
      indexed,
      modelId,
      JSON.stringify(passageIds),
    );
  }

  halfIndexed(modelId: string): number[] {
    return this.#catalog
      .all<{ passage_id: number }>('SELECT passage_id FROM vectors WHERE model_id = ? AND indexed = 1', modelId)
      .map(({ passage_id }) => passage_id);
  }

  requeueHalfIndexed(modelId: string): void {
    this.#catalog.run('UPDATE vectors SET indexed = 0 WHERE model_id = ? AND indexed = 1', modelId);
  }

  requeueAll(modelId: string): void {
    this.#catalog.run('UPDATE vectors SET indexed = 0 WHERE model_id = ? AND vector IS NOT NULL', modelId);
  }
}
