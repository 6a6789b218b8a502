import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Catalog } from '../catalog/database.ts';
import type { DueAsset, FingerprintRepository } from '../catalog/fingerprints.ts';
import { isDeath, isFault, type MediaReader } from '../ingest/media-reader.ts';
import { renditionPath } from '../ingest/rendition-files.ts';
import { PICTURE_PRINT, printedText, TEXT_PRINT } from './prints.ts';

/** Kinds whose thumbnail is a picture of what they hold; a document's first page says little of it. */
const seen = new Set(['image', 'video']);
/** Fingerprints of former versions that are called due in one transaction. */
const RENEWED = 500;
/** Assets whose fingerprints are made in one request. */
const BATCH = 32;
/** How long assets gather for a request, as a message costs more than a fingerprint. */
const GATHERING_MS = 500;

/** Makes the fingerprints that are due, in the media workers, a batch at a time. Those of small texts came with their reading. */
export class Fingerprinter {
  readonly #catalog: Catalog;
  readonly #fingerprints: FingerprintRepository;
  readonly #reader: MediaReader;
  readonly #libraryPath: string;
  readonly #onKept: () => void;
  readonly #abort = new AbortController();
  #running: Promise<void> | null = null;
  #started = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: {
    catalog: Catalog;
    fingerprints: FingerprintRepository;
    reader: MediaReader;
    libraryPath: string;
    onKept: () => void;
  }) {
    this.#catalog = parts.catalog;
    this.#fingerprints = parts.fingerprints;
    this.#reader = parts.reader;
    this.#libraryPath = parts.libraryPath;
    this.#onKept = parts.onKept;
  }

  start(): void {
    this.#started = true;
    this.wake();
  }

  /** Says that assets may have become due. */
  wake(): void {
    if (!this.#started) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // What could not be kept, as on a full disk, stays due until the next look.
      this.settle().catch(() => undefined);
    }, GATHERING_MS);
  }

  /** Resolves when no fingerprint is due. */
  async settle(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  async stop(): Promise<void> {
    this.#started = false;
    clearTimeout(this.#timer);
    this.#abort.abort();
    await this.#running?.catch(() => undefined);
  }

  async #run(): Promise<void> {
    const renew = () => this.#fingerprints.renewOthers([PICTURE_PRINT, TEXT_PRINT], RENEWED);
    while (!this.#abort.signal.aborted && !this.#catalog.transaction('lazy', renew)) await nextTurn();
    for (;;) {
      const batch = this.#fingerprints.due(BATCH);
      if (batch.length === 0 || this.#abort.signal.aborted || !(await this.#make(batch))) return;
      this.#onKept();
    }
  }

  /** False when it was stopped before it was done. */
  async #make(batch: readonly DueAsset[]): Promise<boolean> {
    const pictures = batch.filter(({ kind, ready, thumbnail }) => ready && thumbnail && seen.has(kind));
    const read = await this.#textsOf(batch);
    const made = await this.#ask(
      pictures.map(({ hash }) => renditionPath(this.#libraryPath, hash, 'thumb')),
      read.map(({ text }) => text),
    );
    if (!made) return false;
    const pictureOf = new Map(pictures.map(({ id }, index) => [id, made.pictures[index] ?? null]));
    const textOf = new Map(read.map(({ asset }, index) => [asset.id, made.texts[index] ?? null]));
    this.#catalog.transaction('lazy', () => {
      for (const { id } of batch) {
        const picture = pictureOf.get(id);
        const text = textOf.get(id);
        this.#fingerprints.keep(id, [
          ...(picture === undefined ? [] : [{ engine: PICTURE_PRINT, print: picture }]),
          ...(text === undefined ? [] : [{ engine: TEXT_PRINT, print: text }]),
        ]);
      }
    });
    return true;
  }

  /** The texts of those that have any; others have their turns in between. */
  async #textsOf(batch: readonly DueAsset[]): Promise<{ asset: DueAsset; text: string }[]> {
    const read: { asset: DueAsset; text: string }[] = [];
    for (const asset of batch) {
      if (!asset.ready) continue;
      const text = printedText(this.#fingerprints.passagesOf(asset.id));
      if (text !== '') read.push({ asset, text });
      await nextTurn();
    }
    return read;
  }

  /** Undefined when it was stopped. What ends the reader has no fingerprint. */
  async #ask(pictures: string[], texts: string[]): Promise<Prints | undefined> {
    try {
      const made = await this.#reader.fingerprint(pictures, texts, this.#abort.signal);
      return isDeath(made) || isFault(made) ? { pictures: [], texts: [] } : made;
    } catch (error) {
      if (this.#abort.signal.aborted) return undefined;
      throw error;
    }
  }
}

interface Prints {
  pictures: (Uint8Array | null)[];
  texts: (Uint8Array | null)[];
}
