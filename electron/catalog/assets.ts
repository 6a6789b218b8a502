import type { AssetDetail, AssetKind, AssetState, ExtractedContent, OcrWord } from '../../shared/contract/library.ts';
import type { Catalog } from './database.ts';

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
  /** Milliseconds of a recording; 0 otherwise. */
  duration: number;
  thumbnail: number;
  kills: number;
  /** What it holds as a container. */
  parts: number;
  /** Passages of its content. */
  passages: number;
}

/** What an asset is told by. */
interface Content {
  sha256: string;
  size: number;
  mime: string;
  kind: AssetKind;
}

/** A file that holds an asset. */
interface Place {
  name: string;
  path: string;
  /** Milliseconds since 1970. */
  modified: number;
}

const assetColumns = 'id, hash, size, mime, kind, state, reason, pages, duration, thumbnail, kills, parts, passages';

/** Passages that an asset may have to be removed in one go. */
const REMOVED_AT_ONCE = 200;

/** Assets: content by its SHA-256, with what the stages of ingest derive from it. */
export class AssetRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  byId(id: number): AssetRow | undefined {
    return this.#catalog.get(`SELECT ${assetColumns} FROM assets WHERE id = ?`, id);
  }

  byHash(hash: string): AssetRow | undefined {
    return this.#catalog.get(`SELECT ${assetColumns} FROM assets WHERE hash = ?`, hash);
  }

  /** The asset with this content, made if it is new. */
  obtain(content: Content): AssetRow {
    return this.#make(content) ?? this.#known(content);
  }

  /** The same for a file that was found to hold it: what is new has its place there, and nothing else is known of it. */
  obtainFrom(file: Place, content: Content): { asset: AssetRow; isNew: boolean } {
    const made = this.#make(content, file);
    return { asset: made ?? this.#known(content), isNew: made !== undefined };
  }

  #make({ sha256, size, mime, kind }: Content, place?: Place): AssetRow | undefined {
    return this.#catalog.get(
      `INSERT INTO assets (hash, size, mime, kind, added, name, path, date, present) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING RETURNING ${assetColumns}`,
      sha256,
      size,
      mime,
      kind,
      Date.now(),
      place?.name ?? '',
      place?.path ?? '',
      place?.modified ?? 0,
      place ? 1 : 0,
    );
  }

  #known({ sha256 }: Content): AssetRow {
    const row = this.byHash(sha256);
    if (!row) throw new Error(`The asset ${sha256} was not kept.`);
    return row;
  }

  /**
   * Takes name, path and date from the first file that is there, on the disk or else in a container, after files came,
   * went or moved.
   * An asset without any file left, that no container holds either, is removed with all that was derived from it.
   */
  refreshPlace(id: number): void {
    const catalog = this.#catalog;
    const file = catalog.get<{ name: string; path: string; modified: number; missing: number }>(
      'SELECT name, path, modified, missing FROM files WHERE asset_id = ? ORDER BY missing, container_id IS NOT NULL, path LIMIT 1',
      id,
    );
    if (!file) return this.#removeUnlessHeld(id);
    catalog.run(
      'UPDATE assets SET name = ?, path = ?, present = ?, date = CASE dated WHEN 1 THEN date ELSE ? END WHERE id = ?',
      file.name,
      file.path,
      file.missing ? 0 : 1,
      file.modified,
      id,
    );
  }

  /**
   * What a container still holds is to get a place yet, and only waits for it. What much hangs on is removed in turns; see
   * `RemovalRepository`.
   */
  #removeUnlessHeld(id: number): void {
    const catalog = this.#catalog;
    const isHeld = catalog.get('SELECT 1 FROM parts WHERE asset_id = ? AND container_id <> ? LIMIT 1', id, id);
    const hasMuch = catalog.get(
      `SELECT 1 FROM assets WHERE id = ? AND (passages > ${REMOVED_AT_ONCE}
         OR EXISTS (SELECT 1 FROM parts WHERE container_id = assets.id))`,
      id,
    );
    if (!isHeld && !hasMuch) return void catalog.run('DELETE FROM assets WHERE id = ?', id);
    catalog.run('UPDATE assets SET present = 0 WHERE id = ?', id);
    if (!isHeld) catalog.run('INSERT OR IGNORE INTO leaving_assets VALUES (?)', id);
  }

  /** How the asset calls itself, when it says it was made (null: nowhere), and what else it says. */
  says(id: number): { title: string; date: number | null; metadata: AssetDetail['metadata'] } {
    const row = this.#catalog.get<{ title: string; date: number; dated: number; metadata: string }>(
      'SELECT title, date, dated, metadata FROM assets WHERE id = ?',
      id,
    );
    return {
      title: row?.title ?? '',
      date: row?.dated === 1 ? row.date : null,
      metadata: JSON.parse(row?.metadata ?? '[]') as AssetDetail['metadata'],
    };
  }

  /** Keeps how the asset calls itself; without a date it has that of its file. */
  setSays(id: number, { title, date, metadata }: ReturnType<AssetRepository['says']>): void {
    this.#catalog.run(
      'UPDATE assets SET title = ?, metadata = ?, date = coalesce(?, date), dated = ? WHERE id = ?',
      title,
      JSON.stringify(metadata),
      date,
      date === null ? 0 : 1,
      id,
    );
    if (date === null) this.refreshPlace(id);
  }

  /** Keeps what was read from the asset itself; `date` null leaves the file's time. */
  describe(
    id: number,
    found: {
      kind?: AssetKind;
      title: string;
      date: number | null;
      width: number;
      height: number;
      duration?: number;
      pages: number;
      metadata: AssetDetail['metadata'];
    },
  ): void {
    const { kind = null, title, date, width, height, duration = 0, pages, metadata } = found;
    this.#catalog.run(
      'UPDATE assets SET kind = coalesce(?, kind), title = ?, width = ?, height = ?, duration = ?, pages = ?, metadata = ?, date = coalesce(?, date), dated = ? WHERE id = ?',
      kind,
      title,
      width,
      height,
      duration,
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

  /** Forgets the deaths of workers, as another one is to try. */
  forgetKills(id: number): void {
    this.#catalog.run('UPDATE assets SET kills = 0 WHERE id = ? AND kills > 0', id);
  }

  /** Says that the asset turned out to be of another format. */
  setFormat(id: number, { mime, kind }: Pick<AssetRow, 'mime' | 'kind'>): void {
    this.#catalog.run('UPDATE assets SET mime = ?, kind = ? WHERE id = ?', mime, kind, id);
  }

  /** Forgets what was read, so that the asset is read afresh; tags stay, and what models wrote of it. */
  reset(id: number): void {
    this.#catalog.run(
      `DELETE FROM passages WHERE asset_id = ? AND source <> 'caption' AND NOT (source = 'ocr' AND EXISTS
         (SELECT 1 FROM derivations m WHERE m.asset_id = passages.asset_id AND m.kind = 'page-text' AND m.page = passages.page))`,
      id,
    );
    this.#catalog.run("DELETE FROM derivations WHERE asset_id = ? AND model_name = ''", id);
    this.#catalog.run('DELETE FROM readings WHERE asset_id = ?', id);
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
      /** Of a page that was read by OCR: how sure the engine was, 0–100. */
      confidence?: number | null;
      result: unknown;
    },
  ): void {
    const { kind, page, engine, engineVersion, parameters, confidence = null, result } = derivation;
    this.#catalog.run(
      `INSERT INTO derivations (asset_id, kind, page, engine, engine_version, parameters, time, confidence, result)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (asset_id, kind, page) DO UPDATE SET engine = excluded.engine, engine_version = excluded.engine_version,
         parameters = excluded.parameters, time = excluded.time, confidence = excluded.confidence, result = excluded.result`,
      assetId,
      kind,
      page,
      engine,
      engineVersion,
      JSON.stringify(parameters),
      Date.now(),
      confidence,
      result === undefined ? null : JSON.stringify(result),
    );
  }

  /** The pages of which there is a derivation of one of these kinds; 0 for one of the asset as a whole. */
  derivedPages<Kind extends string>(id: number, ...kinds: Kind[]): { page: number; kind: Kind }[] {
    return this.#catalog.all(
      `SELECT page, kind FROM derivations WHERE asset_id = ? AND kind IN (${kinds.map(() => '?').join(', ')}) ORDER BY page`,
      id,
      ...kinds,
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

  idsOf(hashes: readonly string[]): number[] {
    return this.#catalog
      .all<{ id: number }>(
        'SELECT id FROM assets WHERE hash IN (SELECT value FROM json_each(?))',
        JSON.stringify(hashes),
      )
      .map(({ id }) => id);
  }
}
