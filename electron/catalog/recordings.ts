import type { TimedLine } from '../../shared/contract/library.ts';
import type { SpokenWord } from '../../shared/contract/recordings.ts';
import type { FrameStrip } from '../workers/media-protocol.ts';
import type { Catalog } from './database.ts';

/** What a model heard in one window of a recording. */
export interface TranscriptWindow {
  /** Milliseconds from the recording's start. */
  startMs: number;
  isLast: boolean;
  lines: (TimedLine & { words?: SpokenWord[] })[];
  /** ISO 639 code; empty where the model does not tell, or nothing was said. */
  language: string;
}

/** What one version of a model wrote down. */
export interface ListenerRow {
  modelId: string;
  /** SHA-256 of its file; empty for a model at a provider. */
  version: string;
  name: string;
  /** Recordings. */
  count: number;
  first: number;
  last: number;
}

/** What was made of a recording to be shown. */
export interface RecordingRenditionsRow {
  strip: FrameStrip | null;
  waveform: boolean;
  scenes: number[];
}

const TRANSCRIPT = 'transcript';
/** A window that could not be transcribed; its result says why. */
const FAILED = 'transcript-failed';

/** What was derived from videos and sound recordings. */
export class RecordingRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Keeps what was heard in a window, counted from 1, in place of what was heard there before. */
  keepWindow(
    assetId: number,
    page: number,
    by: { engine: string; engineVersion: string; parameters: object },
    window: TranscriptWindow,
  ): void {
    this.#forget(assetId, page, FAILED);
    this.#keep(assetId, page, TRANSCRIPT, by, window);
    this.#catalog.run('DELETE FROM withdrawn_transcripts WHERE asset_id = ?', assetId);
  }

  /** Keeps why a window could not be transcribed. */
  keepFailure(assetId: number, page: number, engine: string, reason: string): void {
    this.#keep(assetId, page, FAILED, { engine, engineVersion: '', parameters: {} }, reason);
  }

  #forget(assetId: number, page: number, kind: string): void {
    this.#catalog.run('DELETE FROM derivations WHERE asset_id = ? AND page = ? AND kind = ?', assetId, page, kind);
  }

  #keep(
    assetId: number,
    page: number,
    kind: string,
    { engine, engineVersion, parameters }: { engine: string; engineVersion: string; parameters: object },
    result: unknown,
  ): void {
    this.#catalog.run(
      `INSERT OR REPLACE INTO derivations (asset_id, kind, page, engine, engine_version, parameters, time, result)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      assetId,
      kind,
      page,
      engine,
      engineVersion,
      JSON.stringify(parameters),
      Date.now(),
      JSON.stringify(result),
    );
  }

  /** All that was heard in a recording so far, in its order, and by which model; null where nothing was listened to. */
  transcript(assetId: number): { model: string; windows: TranscriptWindow[] } | null {
    const rows = this.#catalog.all<{ model: string; result: string }>(
      `SELECT coalesce(json_extract(parameters, '$.model'), engine) AS model, result FROM derivations
       WHERE asset_id = ? AND kind = ? ORDER BY page`,
      assetId,
      TRANSCRIPT,
    );
    const [first] = rows;
    if (!first) return null;
    return { model: first.model, windows: rows.map(({ result }) => JSON.parse(result) as TranscriptWindow) };
  }

  /** Why a recording could not be transcribed, or not all of it; empty where nothing went wrong. */
  transcriptFailure(assetId: number): string {
    const row = this.#catalog.get<{ result: string }>(
      'SELECT result FROM derivations WHERE asset_id = ? AND kind = ? ORDER BY page LIMIT 1',
      assetId,
      FAILED,
    );
    return row ? (JSON.parse(row.result) as string) : '';
  }

  isListenedTo(assetId: number): boolean {
    return (
      this.#catalog.get(
        'SELECT 1 FROM derivations WHERE asset_id = ? AND kind IN (?, ?) LIMIT 1',
        assetId,
        TRANSCRIPT,
        FAILED,
      ) !== undefined
    );
  }

  /** Whether the owner took back what a model wrote down of a recording. */
  isWithdrawn(assetId: number, modelId: string): boolean {
    return (
      this.#catalog.get('SELECT 1 FROM withdrawn_transcripts WHERE asset_id = ? AND model_id = ?', assetId, modelId) !==
      undefined
    );
  }

  /** Recordings with sound that can be heard, that no model has listened to, and from which this one is not kept. */
  unheard(modelId: string): { id: number; duration: number }[] {
    return this.#catalog.all(
      `SELECT a.id, a.duration FROM assets a
       JOIN derivations t ON t.asset_id = a.id AND t.kind = 'text' AND t.page = 0
       WHERE a.kind IN ('video', 'audio') AND a.present = 1 AND json_extract(t.result, '$.sound') = 'heard'
         AND NOT EXISTS (SELECT 1 FROM derivations d WHERE d.asset_id = a.id AND d.kind IN (?, ?))
         AND NOT EXISTS (SELECT 1 FROM tasks w WHERE w.asset_id = a.id AND w.stage = 'transcribe')
         AND NOT EXISTS (SELECT 1 FROM withdrawn_transcripts w WHERE w.asset_id = a.id AND w.model_id = ?)
       ORDER BY a.id`,
      TRANSCRIPT,
      FAILED,
      modelId,
    );
  }

  /** Who wrote down what is said, the latest first. */
  listeners(): ListenerRow[] {
    return this.#catalog.all(
      `SELECT engine AS modelId, engine_version AS version, max(json_extract(parameters, '$.model')) AS name,
         count(DISTINCT asset_id) AS count, min(time) AS first, max(time) AS last
       FROM derivations WHERE kind = '${TRANSCRIPT}' GROUP BY engine, engine_version ORDER BY last DESC`,
    );
  }

  /** The recordings that a model wrote down, the latest first, each with the beginning of what is said in it. */
  heardBy(
    modelId: string,
    offset: number,
    limit: number,
  ): { assetId: number; hash: string; file: string; time: number }[] {
    return this.#catalog.all(
      `SELECT a.id AS assetId, a.hash, a.name AS file, max(d.time) AS time FROM derivations d JOIN assets a ON a.id = d.asset_id
       WHERE d.kind = '${TRANSCRIPT}' AND d.engine = ? GROUP BY a.id ORDER BY time DESC, a.id LIMIT ? OFFSET ?`,
      modelId,
      limit,
      offset,
    );
  }

  /** The windows that a model wrote down, or failed to, of all recordings or of these; the versions of its file may differ. */
  windowsBy(
    modelId: string,
    assetIds: readonly number[] | null,
  ): { assetId: number; page: number; version: string; name: string; heard: boolean }[] {
    return this.#catalog
      .all<{ assetId: number; page: number; version: string; name: string; heard: number }>(
        `SELECT asset_id AS assetId, page, engine_version AS version, coalesce(json_extract(parameters, '$.model'), '') AS name,
           kind = '${TRANSCRIPT}' AS heard FROM derivations
         WHERE kind IN ('${TRANSCRIPT}', '${FAILED}') AND engine = ?
           AND (? IS NULL OR asset_id IN (SELECT value FROM json_each(?))) ORDER BY asset_id, page`,
        modelId,
        assetIds === null ? null : 1,
        JSON.stringify(assetIds ?? []),
      )
      .map(({ heard, ...window }) => ({ ...window, heard: heard === 1 }));
  }

  /** Forgets what a model heard in a window of a recording, or why it heard nothing; it does not listen again by itself. */
  withdraw(assetId: number, page: number, modelId: string): void {
    this.#forget(assetId, page, TRANSCRIPT);
    this.#forget(assetId, page, FAILED);
    this.#catalog.run('INSERT OR IGNORE INTO withdrawn_transcripts VALUES (?, ?)', assetId, modelId);
  }

  renditions(assetId: number): RecordingRenditionsRow {
    const row = this.#catalog.get<{ result: string }>(
      "SELECT result FROM derivations WHERE asset_id = ? AND kind = 'renditions' AND page = 0",
      assetId,
    );
    return row ? (JSON.parse(row.result) as RecordingRenditionsRow) : { strip: null, waveform: false, scenes: [] };
  }
}
