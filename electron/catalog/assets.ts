import type { SQLInputValue } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FailureGroup } from '../../shared/contract/jobs.ts';
import type {
  AssetDetail,
  AssetFilter,
  AssetKind,
  AssetState,
  AssetSummary,
  Coverage,
  ExtractedContent,
  Facet,
  ListingShape,
  OcrWord,
  sortKeys,
} from '../../shared/contract/library.ts';
import { assetStates } from '../../shared/contract/library.ts';
import { type AssetCondition, allOf, escapeLike, filterConditions } from './asset-conditions.ts';
import type { Catalog } from './database.ts';
import { repeatsByFolder } from './folder-repeats.ts';

/** Rows of a listing's shape that are read at once. */
const SHAPE_ROWS = 5000;

/** An asset as the pipeline sees it. */
export interface AssetRow {
  id: number;
  hash: string;
  size: number;
  mime: string;
  kind: AssetKind;
  state: AssetState;
  reason: string;
  pages: number;
  thumbnail: number;
  kills: number;
}

interface SummaryRow {
  id: number;
  hash: string;
  kind: AssetKind;
  state: AssetState;
  reason: string;
  name: string;
  path: string;
  title: string;
  mime: string;
  size: number;
  date: number;
  width: number;
  height: number;
  thumbnail: number;
  excerpt: string;
}

const factColumns =
  'a.id, a.hash, a.kind, a.state, a.reason, a.name, a.path, a.title, a.mime, a.size, a.date, a.width, a.height, a.thumbnail';
const summaryColumns =
  `${factColumns}, ` +
  "coalesce((SELECT substr(p.text, 1, 280) FROM passages p WHERE p.asset_id = a.id AND p.source = 'text' ORDER BY p.page, p.position LIMIT 1), '') AS excerpt";

const sortColumns: Record<(typeof sortKeys)[number], string> = {
  date: 'a.date',
  name: 'a.name COLLATE NOCASE',
  size: 'a.size',
  kind: 'a.kind',
};

function toSummary(row: SummaryRow): AssetSummary {
  // Field by field, which takes a third of the time of taking the rest of the row.
  return {
    id: row.hash,
    kind: row.kind,
    state: row.state,
    reason: row.reason,
    name: row.name,
    path: row.path,
    title: row.title,
    mime: row.mime,
    size: row.size,
    date: row.date,
    width: row.width,
    height: row.height,
    hasThumbnail: row.thumbnail === 1,
    excerpt: row.excerpt,
  };
}

/** Assets: content by its SHA-256, with what was derived from it. */
export class AssetRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  byId(id: number): AssetRow | undefined {
    return this.#catalog.get<AssetRow>(
      'SELECT id, hash, size, mime, kind, state, reason, pages, thumbnail, kills FROM assets WHERE id = ?',
      id,
    );
  }

  byHash(hash: string): AssetRow | undefined {
    return this.#catalog.get<AssetRow>(
      'SELECT id, hash, size, mime, kind, state, reason, pages, thumbnail, kills FROM assets WHERE hash = ?',
      hash,
    );
  }

  /** The asset with this content, made if it is new. */
  obtain(identity: { sha256: string; size: number; mime: string; kind: AssetKind }): AssetRow {
    const { sha256, size, mime, kind } = identity;
    this.#catalog.run(
      'INSERT INTO assets (hash, size, mime, kind, added) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      sha256,
      size,
      mime,
      kind,
      Date.now(),
    );
    const row = this.byHash(sha256);
    if (!row) throw new Error(`The asset ${sha256} was not kept.`);
    return row;
  }

  /**
   * Takes name, path and date from the first file that is there, after files came, went or moved.
   * An asset without any file left is removed with all that was derived from it.
   */
  refreshPlace(id: number): void {
    const catalog = this.#catalog;
    const file = catalog.get<{ name: string; path: string; modified: number; missing: number }>(
      'SELECT name, path, modified, missing FROM files WHERE asset_id = ? ORDER BY missing, path LIMIT 1',
      id,
    );
    if (!file) {
      catalog.run('DELETE FROM assets WHERE id = ?', id);
      return;
    }
    catalog.run(
      'UPDATE assets SET name = ?, path = ?, present = ?, date = CASE dated WHEN 1 THEN date ELSE ? END WHERE id = ?',
      file.name,
      file.path,
      file.missing ? 0 : 1,
      file.modified,
      id,
    );
  }

  /** Keeps what was read from the asset itself; `date` null leaves the file's time. */
  describe(
    id: number,
    found: {
      title: string;
      date: number | null;
      width: number;
      height: number;
      pages: number;
      metadata: AssetDetail['metadata'];
    },
  ): void {
    const { title, date, width, height, pages, metadata } = found;
    this.#catalog.run(
      'UPDATE assets SET title = ?, width = ?, height = ?, pages = ?, metadata = ?, date = coalesce(?, date), dated = ? WHERE id = ?',
      title,
      width,
      height,
      pages,
      JSON.stringify(metadata),
      date,
      date === null ? 0 : 1,
      id,
    );
  }

  setState(id: number, state: AssetState, reason: string): void {
    this.#catalog.run('UPDATE assets SET state = ?, reason = ? WHERE id = ?', state, reason, id);
  }

  setThumbnail(id: number): void {
    this.#catalog.run('UPDATE assets SET thumbnail = 1 WHERE id = ?', id);
  }

  /** Counts a worker's death over the asset; answers how many there were. */
  countKill(id: number): number {
    this.#catalog.run('UPDATE assets SET kills = kills + 1 WHERE id = ?', id);
    return this.byId(id)?.kills ?? 0;
  }

  /** The tags of any of these assets, by their public ids. */
  tagsOf(hashes: readonly string[]): string[] {
    return this.#catalog
      .all<{ tag: string }>(
        `SELECT DISTINCT tag FROM tags WHERE asset_id IN
           (SELECT id FROM assets WHERE hash IN (SELECT value FROM json_each(?))) ORDER BY tag`,
        JSON.stringify(hashes),
      )
      .map(({ tag }) => tag);
  }

  /** Forgets what was read, so that the asset is read afresh; tags stay. */
  reset(id: number): void {
    this.#catalog.run('DELETE FROM passages WHERE asset_id = ?', id);
    this.#catalog.run('DELETE FROM derivations WHERE asset_id = ?', id);
    this.#catalog.run(
      "UPDATE assets SET state = 'pending', reason = '', kills = 0, passages = 0, thumbnail = 0 WHERE id = ?",
      id,
    );
  }

  /** Keeps a derivation, in place of an older one of the same kind and page. */
  keepDerivation(
    assetId: number,
    derivation: {
      kind: string;
      page: number;
      engine: string;
      engineVersion: string;
      parameters: object;
      result: unknown;
    },
  ): void {
    const { kind, page, engine, engineVersion, parameters, result } = derivation;
    this.#catalog.run(
      `INSERT INTO derivations (asset_id, kind, page, engine, engine_version, parameters, time, result) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (asset_id, kind, page) DO UPDATE SET engine = excluded.engine, engine_version = excluded.engine_version,
         parameters = excluded.parameters, time = excluded.time, result = excluded.result`,
      assetId,
      kind,
      page,
      engine,
      engineVersion,
      JSON.stringify(parameters),
      Date.now(),
      result === undefined ? null : JSON.stringify(result),
    );
  }

  content(id: number): ExtractedContent {
    const result = this.#derivationResult(id, 'text', 0);
    return result ? (JSON.parse(result) as ExtractedContent) : { type: 'none' };
  }

  ocrWords(id: number, page: number): OcrWord[] {
    const result = this.#derivationResult(id, 'ocr', page);
    return result ? (JSON.parse(result) as { words: OcrWord[] }).words : [];
  }

  #derivationResult(id: number, kind: string, page: number): string | null | undefined {
    return this.#catalog.get<{ result: string | null }>(
      'SELECT result FROM derivations WHERE asset_id = ? AND kind = ? AND page = ?',
      id,
      kind,
      page,
    )?.result;
  }

  detail(hash: string): AssetDetail | undefined {
    const catalog = this.#catalog;
    const row = catalog.get<SummaryRow & { pages: number; passages: number; metadata: string }>(
      `SELECT ${summaryColumns}, a.pages, a.passages, a.metadata FROM assets a WHERE a.hash = ?`,
      hash,
    );
    if (!row) return undefined;
    const { pages, passages, metadata, ...summary } = row;
    const files = catalog.all<{ path: string; modified: number; missing: number }>(
      'SELECT path, modified, missing FROM files WHERE asset_id = ? ORDER BY missing, path',
      row.id,
    );
    return {
      ...toSummary(summary),
      pages,
      passages,
      metadata: JSON.parse(metadata) as AssetDetail['metadata'],
      files: files.map((file) => ({ ...file, missing: file.missing === 1 })),
      tags: catalog
        .all<{ tag: string }>('SELECT tag FROM tags WHERE asset_id = ? ORDER BY tag', row.id)
        .map(({ tag }) => tag),
      derivations: catalog.all(
        `SELECT kind, engine, engine_version AS engineVersion, parameters, max(time) AS time FROM derivations
         WHERE asset_id = ? GROUP BY kind, engine, engine_version, parameters ORDER BY time`,
        row.id,
      ),
    };
  }

  /** Summaries of the given assets, by internal id; without excerpts, which a search does without and which cost most. */
  summaries(ids: readonly number[]): Map<number, AssetSummary> {
    const rows = this.#catalog.all<SummaryRow>(
      `SELECT ${factColumns}, '' AS excerpt FROM json_each(?) asked CROSS JOIN assets a ON a.id = asked.value`,
      JSON.stringify(ids),
    );
    return new Map(rows.map((row) => [row.id, toSummary(row)]));
  }

  list(request: {
    filter: AssetFilter;
    sort: (typeof sortKeys)[number];
    descending: boolean;
    offset: number;
    limit: number;
  }): { total: number; assets: AssetSummary[] } {
    const { sql, parameters } = allOf(filterConditions(request.filter));
    const direction = request.descending ? 'DESC' : 'ASC';
    const rows = this.#catalog.all<SummaryRow>(
      `SELECT ${summaryColumns} FROM assets a WHERE ${sql} ORDER BY ${sortColumns[request.sort]} ${direction}, a.id ${direction} LIMIT ? OFFSET ?`,
      ...parameters,
      request.limit,
      request.offset,
    );
    return { total: this.#count({ sql, parameters }), assets: rows.map(toSummary) };
  }

  /** The shape of a whole listing; read in turns, so that a large library does not hold up the host. */
  async shape(request: {
    filter: AssetFilter;
    sort: (typeof sortKeys)[number];
    descending: boolean;
  }): Promise<ListingShape> {
    const { sql, parameters } = allOf(filterConditions(request.filter));
    const direction = request.descending ? 'DESC' : 'ASC';
    const ratios: number[] = [];
    for (let offset = 0; ; offset += SHAPE_ROWS) {
      const rows = this.#catalog.all<{ ratio: number }>(
        `SELECT CASE WHEN a.width > 0 AND a.height > 0 THEN CAST(100 * a.width / a.height AS INTEGER) ELSE 0 END AS ratio
         FROM assets a WHERE ${sql} ORDER BY ${sortColumns[request.sort]} ${direction}, a.id ${direction} LIMIT ? OFFSET ?`,
        ...parameters,
        SHAPE_ROWS,
        offset,
      );
      for (const { ratio } of rows) ratios.push(ratio);
      if (rows.length < SHAPE_ROWS) break;
      await nextTurn();
    }
    const months =
      request.sort === 'date'
        ? this.#catalog.all<{ month: string; count: number }>(
            `SELECT a.month, count(*) AS count FROM assets a WHERE ${sql} GROUP BY a.month ORDER BY a.month ${direction}`,
            ...parameters,
          )
        : [];
    return { ratios, months };
  }

  /**
   * The place of the next asset whose name begins with a prefix, from a place on and round the end; where no name does,
   * of one whose title does. Looked for in turns, as the shape is read.
   */
  async placeOfName(request: {
    filter: AssetFilter;
    sort: (typeof sortKeys)[number];
    descending: boolean;
    prefix: string;
    from: number;
  }): Promise<number | null> {
    const { sql, parameters } = allOf(filterConditions(request.filter));
    const direction = request.descending ? 'DESC' : 'ASC';
    const pattern = `${escapeLike(request.prefix)}%`;
    const total = this.#count({ sql, parameters });
    const from = Math.min(request.from, total);
    let titled: number | null = null;
    for (const [start, end] of [[from, total] as const, [0, from] as const]) {
      for (let offset = start; offset < end; offset += SHAPE_ROWS) {
        const rows = this.#catalog.all<{ named: number; titled: number }>(
          `SELECT a.name LIKE ? ESCAPE '\\' AS named, a.title LIKE ? ESCAPE '\\' AS titled
           FROM assets a WHERE ${sql} ORDER BY ${sortColumns[request.sort]} ${direction}, a.id ${direction} LIMIT ? OFFSET ?`,
          pattern,
          pattern,
          ...parameters,
          Math.min(SHAPE_ROWS, end - offset),
          offset,
        );
        const at = rows.findIndex(({ named }) => named === 1);
        if (at >= 0) return offset + at;
        const atTitle = rows.findIndex((row) => row.titled === 1);
        if (atTitle >= 0) titled ??= offset + atTitle;
        await nextTurn();
      }
    }
    return titled;
  }

  #count({ sql, parameters }: AssetCondition): number {
    return (
      this.#catalog.get<{ count: number }>(`SELECT count(*) AS count FROM assets a WHERE ${sql}`, ...parameters)
        ?.count ?? 0
    );
  }

  /** Internal ids of the assets that meet all conditions, at most `limit`. */
  idsWhere(conditions: readonly AssetCondition[], limit: number): number[] {
    const { sql, parameters } = allOf(conditions);
    return this.#catalog
      .all<{ id: number }>(`SELECT a.id FROM assets a WHERE ${sql} LIMIT ?`, ...parameters, limit)
      .map(({ id }) => id);
  }

  /** Internal ids of the newest assets that meet all conditions. */
  newestWhere(conditions: readonly AssetCondition[], limit: number): number[] {
    const { sql, parameters } = allOf(conditions);
    return this.#catalog
      .all<{ id: number }>(`SELECT a.id FROM assets a WHERE ${sql} ORDER BY a.date DESC LIMIT ?`, ...parameters, limit)
      .map(({ id }) => id);
  }

  /** Which of the given assets meet all conditions. */
  keepWhere(ids: readonly number[], conditions: readonly AssetCondition[]): Set<number> {
    const { sql, parameters } = allOf(conditions);
    // As one row, and as a join: each search asks this, and rows cost more than the look-up, as the set of an IN does.
    const { kept } = this.#catalog.get<{ kept: string }>(
      `SELECT json_group_array(a.id) AS kept FROM json_each(?) asked CROSS JOIN assets a ON a.id = asked.value WHERE ${sql}`,
      JSON.stringify(ids),
      ...parameters,
    ) ?? { kept: '[]' };
    return new Set(JSON.parse(kept) as number[]);
  }

  /** Counts by kind, state, month, folder and tag, each under the other active filters. */
  async facets(
    filter: AssetFilter,
  ): Promise<Record<'kinds' | 'states' | 'months' | 'folders' | 'folderRepeats' | 'tags', Facet[]>> {
    const under = (without: keyof AssetFilter) => allOf(filterConditions({ ...filter, [without]: undefined }));
    const grouped = async (value: string, from: string, condition: AssetCondition, order: string): Promise<Facet[]> => {
      await nextTurn(); // one query a turn, so that a large library does not hold up the host
      return this.#catalog.all<Facet>(
        `SELECT ${value} AS value, count(DISTINCT a.id) AS count FROM ${from} WHERE ${condition.sql} GROUP BY value ORDER BY ${order} LIMIT 500`,
        ...condition.parameters,
      );
    };
    const files = 'assets a JOIN files ON files.asset_id = a.id AND files.missing = 0';
    return {
      kinds: await grouped('a.kind', 'assets a', under('kinds'), 'count DESC'),
      states: await grouped('a.state', 'assets a', under('states'), 'count DESC'),
      months: await grouped('a.month', 'assets a', under('month'), 'value DESC'),
      folders: await grouped('files.parent', files, under('folder'), 'value'),
      folderRepeats: repeatsByFolder(this.#placesOfRepeated(under('folder'))),
      tags: await grouped('tags.tag', 'assets a JOIN tags ON tags.asset_id = a.id', under('tag'), 'count DESC, value'),
    };
  }

  /** The folders of each asset that lies in more than one. */
  #placesOfRepeated({ sql, parameters }: AssetCondition): { asset: number; folder: string }[] {
    return this.#catalog.all(
      `SELECT DISTINCT a.id AS asset, files.parent AS folder FROM assets a JOIN files ON files.asset_id = a.id AND files.missing = 0
       WHERE ${sql} AND a.id IN (
         SELECT asset_id FROM files WHERE missing = 0 AND asset_id IS NOT NULL GROUP BY asset_id HAVING min(parent) < max(parent)
       )`,
      ...parameters,
    );
  }

  /** Puts a tag on assets; answers which of them did not have it. */
  addTag(hashes: readonly string[], tag: string): string[] {
    const added = this.#catalog.all<{ id: number; hash: string }>(
      `SELECT a.id, a.hash FROM assets a WHERE a.hash IN (SELECT value FROM json_each(?))
       AND NOT EXISTS (SELECT 1 FROM tags t WHERE t.asset_id = a.id AND t.tag = ?)`,
      JSON.stringify(hashes),
      tag,
    );
    for (const { id } of added) this.#catalog.run('INSERT INTO tags (asset_id, tag) VALUES (?, ?)', id, tag);
    return added.map(({ hash }) => hash);
  }

  removeTag(hashes: readonly string[], tag: string): void {
    this.#catalog.run(
      'DELETE FROM tags WHERE tag = ? AND asset_id IN (SELECT id FROM assets WHERE hash IN (SELECT value FROM json_each(?)))',
      tag,
      JSON.stringify(hashes),
    );
  }

  coverage(): Omit<Coverage, 'embedded'> {
    const rows = this.#catalog.all<{ state: AssetState; count: number; searchable: number; passages: number }>(
      'SELECT state, count(*) AS count, sum(passages > 0) AS searchable, sum(passages) AS passages FROM assets WHERE present = 1 GROUP BY state',
    );
    const byState = Object.fromEntries(
      assetStates.map((state) => [state, rows.find((row) => row.state === state)?.count ?? 0]),
    ) as Coverage['byState'];
    const total = (value: (row: (typeof rows)[number]) => number) => rows.reduce((sum, row) => sum + value(row), 0);
    return {
      assets: total((row) => row.count),
      searchable: total((row) => row.searchable),
      byState,
      passages: total((row) => row.passages),
    };
  }

  /** Assets that did not end as ready, grouped by state and reason, largest group first. */
  failures(filesPerGroup: number): FailureGroup[] {
    const unreadable = this.#catalog.all<{ reason: string; count: number }>(
      'SELECT failure AS reason, count(*) AS count FROM files WHERE failure IS NOT NULL AND missing = 0 GROUP BY failure',
    );
    const groups = this.#catalog.all<{ state: FailureGroup['state']; reason: string; count: number }>(
      "SELECT state, reason, count(*) AS count FROM assets WHERE present = 1 AND state IN ('failed', 'quarantined', 'unsupported', 'empty') GROUP BY state, reason",
    );
    return [
      ...unreadable.map(({ reason, count }) => ({
        state: 'failed' as const,
        reason,
        count,
        files: this.#catalog
          .all<{ path: string }>(
            'SELECT path FROM files WHERE failure = ? AND missing = 0 ORDER BY path LIMIT ?',
            reason,
            filesPerGroup,
          )
          .map(({ path }) => ({ assetId: '', path })),
      })),
      ...groups.map(({ state, reason, count }) => ({
        state,
        reason,
        count,
        files: this.#catalog.all<{ assetId: string; path: string }>(
          'SELECT hash AS assetId, path FROM assets WHERE present = 1 AND state = ? AND reason = ? ORDER BY path LIMIT ?',
          state,
          reason,
          filesPerGroup,
        ),
      })),
    ].sort((one, other) => other.count - one.count);
  }

  /** Internal ids of the assets in a state for a reason. */
  idsInState(state: string, reason: string): number[] {
    return this.#catalog
      .all<{ id: number }>('SELECT id FROM assets WHERE present = 1 AND state = ? AND reason = ?', state, reason)
      .map(({ id }) => id);
  }

  idsOf(hashes: readonly string[]): number[] {
    const parameters: SQLInputValue[] = [JSON.stringify(hashes)];
    return this.#catalog
      .all<{ id: number }>('SELECT id FROM assets WHERE hash IN (SELECT value FROM json_each(?))', ...parameters)
      .map(({ id }) => id);
  }
}
