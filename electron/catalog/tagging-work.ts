import type { WrittenKind } from '../../shared/contract/derivations.ts';
import { UNSURE_BELOW } from '../../shared/contract/ocr.ts';
import type { DescribingKind } from '../../shared/contract/tagging.ts';
import type { Catalog } from './database.ts';

/** What a job writes anew; what is missing it writes in any case. */
export type Rewrites = { rewrites: 'nothing' | 'all' } | { rewrites: 'model'; modelId: string };

/** Pages are tasks of their own, and fail each by itself. */
export type TaggingStage = 'enrich' | 'terms' | `read-page ${number}`;

/** Which pages a model reads: those that OCR was not sure of or could not read, all that it read, or those that a model has read. */
export type PageChoice = 'unsure' | 'all' | { readBy: string };

/** What a page of a document makes as a picture, about. */
const PAGE_BYTES = 400_000;

/** Which kind of question an asset is for: by what was read from it. */
const KIND = `CASE WHEN EXISTS (SELECT 1 FROM passages p WHERE p.asset_id = a.id AND p.source = 'transcript') THEN 'recordings'
  WHEN a.kind IN ('audio', 'video') AND EXISTS (SELECT 1 FROM passages p WHERE p.asset_id = a.id AND p.source = 'text')
    THEN 'recordings'
  WHEN a.kind = 'image' THEN 'pictures'
  WHEN EXISTS (SELECT 1 FROM passages p WHERE p.asset_id = a.id AND p.source IN ('text', 'ocr')) THEN 'documents' END`;

/** What models are to look at, and what came of it where nothing did. */
export class TaggingWork {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** What an asset is to a model that is asked about it; null for one of which there is nothing to show. */
  kindOf(assetId: number): Exclude<DescribingKind, 'terms'> | null {
    return (
      this.#catalog.get<{ kind: Exclude<DescribingKind, 'terms'> | null }>(
        `SELECT ${KIND} AS kind FROM assets a WHERE a.id = ?`,
        assetId,
      )?.kind ?? null
    );
  }

  /**
   * The assets among these that a kind of question is for, each with whether a model has answered it already and with
   * what it is made of: characters of text, or bytes of a picture.
   * @param written the kind of derivation that every answer has
   */
  candidates(
    assetIds: readonly number[],
    kind: DescribingKind,
    written: readonly WrittenKind[],
  ): { id: number; done: boolean; size: number }[] {
    const wanted = kind === 'terms' ? 'pictures' : kind;
    return this.#catalog
      .all<{ id: number; done: number; size: number; kind: string | null }>(
        `SELECT a.id, ${KIND} AS kind,
           EXISTS (SELECT 1 FROM derivations d WHERE d.asset_id = a.id AND d.model_name <> ''
             AND d.kind IN (SELECT value FROM json_each(?))) AS done,
           CASE a.kind WHEN 'image' THEN a.size
             ELSE (SELECT coalesce(sum(length(text)), 0) FROM passages p WHERE p.asset_id = a.id
               AND p.source IN ('text', 'ocr', 'transcript')) END AS size
         FROM json_each(?) asked CROSS JOIN assets a ON a.id = asked.value WHERE a.present = 1`,
        JSON.stringify(written),
        JSON.stringify(assetIds),
      )
      .filter((row) => row.kind === wanted)
      .map(({ id, done, size }) => ({ id, done: done === 1, size }));
  }

  /** The pages of these assets that OCR read or could not read, each with whether a model has read it since, and its size. */
  pages(assetIds: readonly number[], choice: PageChoice): { id: number; page: number; done: boolean; size: number }[] {
    const readBy = typeof choice === 'object' ? choice.readBy : null;
    return this.#catalog
      .all<{ id: number; page: number; done: number; size: number }>(
        `SELECT a.id, d.page, m.id IS NOT NULL AS done, CASE a.kind WHEN 'image' THEN a.size ELSE ${PAGE_BYTES} END AS size
         FROM json_each(?1) asked CROSS JOIN assets a ON a.id = asked.value JOIN derivations d ON d.asset_id = a.id
           AND d.kind IN ('ocr', 'ocr-failed')
         LEFT JOIN derivations m ON m.asset_id = d.asset_id AND m.kind = 'page-text' AND m.page = d.page
         WHERE a.present = 1 AND (?2 <> 'unsure' OR d.kind = 'ocr-failed' OR d.confidence < ${UNSURE_BELOW})
           AND (?3 IS NULL OR m.engine = ?3)
         GROUP BY a.id, d.page ORDER BY a.id, d.page`,
        JSON.stringify(assetIds),
        readBy === null ? (choice as string) : 'all',
        readBy,
      )
      .map((row) => ({ ...row, done: row.done === 1 }));
  }

  /** Says what a job of tagging may write over. */
  addJob(jobId: number, rewrites: Rewrites): void {
    this.#catalog.run(
      'INSERT INTO tagging_jobs (job_id, rewrites, model_id) VALUES (?, ?, ?)',
      jobId,
      rewrites.rewrites,
      rewrites.rewrites === 'model' ? rewrites.modelId : null,
    );
  }

  rewritesOf(jobId: number): Rewrites {
    const row = this.#catalog.get<{ rewrites: Rewrites['rewrites']; modelId: string | null }>(
      'SELECT rewrites, model_id AS modelId FROM tagging_jobs WHERE job_id = ?',
      jobId,
    );
    if (row?.rewrites === 'model') return { rewrites: 'model', modelId: row.modelId ?? '' };
    return { rewrites: row?.rewrites ?? 'nothing' };
  }

  keepFailure(assetId: number, stage: TaggingStage, reason: string): void {
    this.#catalog.run(
      'INSERT OR REPLACE INTO tagging_failures (asset_id, stage, reason, time) VALUES (?, ?, ?, ?)',
      assetId,
      stage,
      reason,
      Date.now(),
    );
  }

  forgetFailure(assetId: number, stage: TaggingStage): void {
    this.#catalog.run('DELETE FROM tagging_failures WHERE asset_id = ? AND stage = ?', assetId, stage);
  }

  failuresOf(assetId: number): string[] {
    return this.#catalog
      .all<{ reason: string }>('SELECT reason FROM tagging_failures WHERE asset_id = ? ORDER BY time', assetId)
      .map(({ reason }) => reason);
  }

  /** Some of the assets that were read since the last look for new ones. */
  newlyRead(limit: number): number[] {
    return this.#catalog
      .all<{ id: number }>('SELECT asset_id AS id FROM newly_read LIMIT ?', limit)
      .map(({ id }) => id);
  }

  forgetNewlyRead(assetIds: readonly number[] | null): void {
    if (assetIds === null) this.#catalog.run('DELETE FROM newly_read');
    else
      this.#catalog.run(
        'DELETE FROM newly_read WHERE asset_id IN (SELECT value FROM json_each(?))',
        JSON.stringify(assetIds),
      );
  }

  /** What a model took for an item of the task “tagging” when models were compared, in milliseconds. */
  benchMilliseconds(modelId: string): number | undefined {
    return (
      this.#catalog.get<{ ms: number | null }>(
        `SELECT avg(o.ms) AS ms FROM bench_outcomes o JOIN bench_runs r ON r.id = o.run_id
         WHERE r.task = 'tagging' AND o.entrant = ? AND o.result IS NOT NULL`,
        modelId,
      )?.ms ?? undefined
    );
  }
}
