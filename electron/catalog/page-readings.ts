import { UNSURE_BELOW } from '../../shared/contract/ocr.ts';
import type { Catalog } from './database.ts';
import type { NewPassage } from './passages.ts';

/** How OCR read a page; the kind of what is kept of it. */
export const OCR = 'ocr';
/** The kind of what is kept of a page that OCR could not read; its result says why. */
export const FAILED_OCR = 'ocr-failed';

/** What is kept of in what a page was read. */
export interface ReadingParameters {
  languages?: readonly string[];
  /** Those of them that there were no data for. */
  lacked?: readonly string[];
  /** What was found on the page where its script was looked for; empty where nothing was. */
  script?: string;
  /** Degrees clockwise that it had to be turned. */
  rotation?: number;
}

/** A page that OCR read, or could not read. */
export interface PageReading {
  page: number;
  failed: boolean;
  parameters: ReadingParameters;
}

/** Pages that were read by OCR: in what, how surely, and what a model read in its stead. */
export class PageReadings {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Some of the assets that are there and have such pages, by rising id, from the one after `after` on. */
  assetsAfter(after: number, limit: number): { ids: number[]; last: number | null } {
    const rows = this.#catalog.all<{ id: number; has: number }>(
      `SELECT id, present = 1 AND EXISTS (SELECT 1 FROM derivations d WHERE d.asset_id = assets.id AND d.kind IN (?, ?)) AS has
       FROM assets WHERE id > ? ORDER BY id LIMIT ?`,
      OCR,
      FAILED_OCR,
      after,
      limit,
    );
    return { ids: rows.filter(({ has }) => has === 1).map(({ id }) => id), last: rows.at(-1)?.id ?? null };
  }

  of(assetId: number): PageReading[] {
    return this.#catalog
      .all<{ page: number; kind: string; parameters: string }>(
        'SELECT page, kind, parameters FROM derivations WHERE asset_id = ? AND kind IN (?, ?) ORDER BY page',
        assetId,
        OCR,
        FAILED_OCR,
      )
      .map(({ page, kind, parameters }) => ({
        page,
        failed: kind === FAILED_OCR,
        parameters: JSON.parse(parameters) as ReadingParameters,
      }));
  }

  /** How sure OCR was of an asset's pages, and which of them a model has read since. */
  confidences(assetId: number): { page: number; confidence: number | null; byModel: boolean }[] {
    return this.#catalog
      .all<{ page: number; confidence: number | null; byModel: number }>(
        `SELECT d.page, d.confidence, EXISTS (SELECT 1 FROM derivations m
           WHERE m.asset_id = d.asset_id AND m.kind = 'page-text' AND m.page = d.page) AS byModel
         FROM derivations d WHERE d.asset_id = ? AND d.kind = 'ocr' ORDER BY d.page`,
        assetId,
      )
      .map((row) => ({ ...row, byModel: row.byModel === 1 }));
  }

  /** The pages of an asset whose text a model has read. */
  pagesByModel(assetId: number): number[] {
    return this.#catalog
      .all<{ page: number }>(
        "SELECT page FROM derivations WHERE asset_id = ? AND kind = 'page-text' ORDER BY page",
        assetId,
      )
      .map(({ page }) => page);
  }

  /** Forgets that a page could not be read. */
  forgetFailure(assetId: number, page: number): void {
    this.#catalog.run(
      'DELETE FROM derivations WHERE asset_id = ? AND kind = ? AND page = ?',
      assetId,
      FAILED_OCR,
      page,
    );
  }

  /** Forgets what OCR read on a page. */
  forget(assetId: number, page: number): void {
    this.#catalog.run('DELETE FROM derivations WHERE asset_id = ? AND kind = ? AND page = ?', assetId, OCR, page);
  }

  isReadByModel(assetId: number, page: number): boolean {
    return (
      this.#catalog.get(
        "SELECT 1 FROM derivations WHERE asset_id = ? AND kind = 'page-text' AND page = ?",
        assetId,
        page,
      ) !== undefined
    );
  }

  /** Keeps passages of a page, by OCR, that are not to be searched for now. */
  setAside(assetId: number, page: number, passages: readonly NewPassage[] | null): void {
    this.#catalog.run(
      "UPDATE derivations SET set_aside = ? WHERE asset_id = ? AND kind = 'ocr' AND page = ?",
      passages === null ? null : JSON.stringify(passages),
      assetId,
      page,
    );
  }

  /** The passages of a page that are kept so; null where there are none. */
  asideOf(assetId: number, page: number): NewPassage[] | null {
    const kept = this.#catalog.get<{ passages: string | null }>(
      "SELECT set_aside AS passages FROM derivations WHERE asset_id = ? AND kind = 'ocr' AND page = ?",
      assetId,
      page,
    )?.passages;
    return kept == null ? null : (JSON.parse(kept) as NewPassage[]);
  }
}

/** Conditions on `derivations d`: a page that OCR was not sure of, and that no model has read since. */
export const IS_UNSURE = `d.kind = 'ocr' AND d.confidence < ${UNSURE_BELOW} AND NOT EXISTS (SELECT 1 FROM derivations m
  WHERE m.asset_id = d.asset_id AND m.kind = 'page-text' AND m.page = d.page)`;
