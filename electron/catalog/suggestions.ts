import type { Suggestion, SuggestionState } from '../../shared/contract/tagging.ts';
import type { Catalog } from './database.ts';

export interface SuggestionRow {
  id: number;
  assetId: number;
  tag: string;
  derivationId: number;
  state: SuggestionState;
}

/** Which open suggestions are meant: of an asset, for a tag, or both. */
export interface SuggestionFilter {
  assetId?: number | undefined;
  tag?: string | undefined;
}

/** Tags that models suggest, and what became of them. */
export class SuggestionRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  add(assetId: number, derivationId: number, tag: string, confidence: number, state: SuggestionState): void {
    this.#catalog.run(
      'INSERT OR IGNORE INTO tag_suggestions (asset_id, derivation_id, tag, confidence, state) VALUES (?, ?, ?, ?, ?)',
      assetId,
      derivationId,
      tag,
      confidence,
      state,
    );
  }

  byId(id: number): SuggestionRow | undefined {
    return this.#catalog.get(
      'SELECT id, asset_id AS assetId, tag, derivation_id AS derivationId, state FROM tag_suggestions WHERE id = ?',
      id,
    );
  }

  setState(id: number, state: SuggestionState): void {
    this.#catalog.run('UPDATE tag_suggestions SET state = ? WHERE id = ?', state, id);
  }

  /** Ids of the other suggestions of the same tag for the same asset, in a state. */
  alike({ id, assetId, tag }: SuggestionRow, state: SuggestionState): number[] {
    return this.#catalog
      .all<{ id: number }>(
        'SELECT id FROM tag_suggestions WHERE asset_id = ? AND tag = ? AND state = ? AND id <> ?',
        assetId,
        tag,
        state,
        id,
      )
      .map((row) => row.id);
  }

  openIds({ assetId, tag }: SuggestionFilter): number[] {
    return this.#catalog
      .all<{ id: number }>(
        `SELECT id FROM tag_suggestions WHERE state = 'open' AND (?1 IS NULL OR asset_id = ?1) AND (?2 IS NULL OR tag = ?2)`,
        assetId ?? null,
        tag ?? null,
      )
      .map(({ id }) => id);
  }

  /** How many open suggestions there are, for how many assets. */
  counts({ assetId, tag }: SuggestionFilter): { assets: number; suggestions: number } {
    return (
      this.#catalog.get<{ assets: number; suggestions: number }>(
        `SELECT count(DISTINCT asset_id) AS assets, count(*) AS suggestions FROM tag_suggestions
         WHERE state = 'open' AND (?1 IS NULL OR asset_id = ?1) AND (?2 IS NULL OR tag = ?2)`,
        assetId ?? null,
        tag ?? null,
      ) ?? { assets: 0, suggestions: 0 }
    );
  }

  /** Assets with open suggestions, in the order in which they came into the library. */
  assets({ assetId, tag }: SuggestionFilter, offset: number, limit: number): number[] {
    return this.#catalog
      .all<{ assetId: number }>(
        `SELECT DISTINCT asset_id AS assetId FROM tag_suggestions
         WHERE state = 'open' AND (?1 IS NULL OR asset_id = ?1) AND (?2 IS NULL OR tag = ?2)
         ORDER BY asset_id LIMIT ? OFFSET ?`,
        assetId ?? null,
        tag ?? null,
        limit,
        offset,
      )
      .map((row) => row.assetId);
  }

  /** The open suggestions of an asset, the surest first. */
  open(assetId: number): Suggestion[] {
    return this.#catalog.all(
      `SELECT s.id, s.tag, s.confidence, d.model_name AS model, s.state FROM tag_suggestions s
       JOIN derivations d ON d.id = s.derivation_id WHERE s.asset_id = ? AND s.state = 'open'
       ORDER BY s.confidence DESC, s.tag`,
      assetId,
    );
  }

  /** The tags that are suggested, those for most assets first. */
  tags(): { tag: string; count: number; confidence: number }[] {
    return this.#catalog.all(
      `SELECT tag, count(DISTINCT asset_id) AS count, avg(confidence) AS confidence FROM tag_suggestions
       WHERE state = 'open' GROUP BY tag ORDER BY count DESC, tag`,
    );
  }
}
