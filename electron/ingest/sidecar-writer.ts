import { extname } from 'node:path';
import type { Catalog } from '../catalog/database.ts';
import type { FileRepository } from '../catalog/files.ts';
import type { SettingsRepository } from '../catalog/settings.ts';
import type { SidecarChanges } from '../catalog/sidecar-changes.ts';
import type { SidecarRepository } from '../catalog/sidecars.ts';
import type { SidecarChange } from '../workers/media-protocol.ts';
import { rawTypes } from './extractors/image/raw-types.ts';
import { readingFailure } from './file-failure.ts';
import { isDeath, isFault, type MediaReader } from './media-reader.ts';

/** Kinds whose programs look for sidecars. */
const described = new Set(['image', 'video', 'audio']);
const BATCH = 50;

/** Writes changes of tags into sidecars, where the owner switched that on. The files themselves are never touched. */
export class SidecarWriter {
  readonly #catalog: Catalog;
  readonly #changes: SidecarChanges;
  readonly #sidecars: SidecarRepository;
  readonly #files: FileRepository;
  readonly #settings: SettingsRepository;
  readonly #reader: MediaReader;
  readonly #abort = new AbortController();
  #running: Promise<void> | null = null;
  #again = false;

  constructor(parts: {
    catalog: Catalog;
    changes: SidecarChanges;
    sidecars: SidecarRepository;
    files: FileRepository;
    settings: SettingsRepository;
    reader: MediaReader;
  }) {
    this.#catalog = parts.catalog;
    this.#changes = parts.changes;
    this.#sidecars = parts.sidecars;
    this.#files = parts.files;
    this.#settings = parts.settings;
    this.#reader = parts.reader;
  }

  /** Begins with what was left, also with what could not be written the last time. */
  start(): void {
    this.#catalog.transaction('lazy', () => this.#changes.forgetProblems());
    this.wake();
  }

  /** Says that tags may have changed. */
  wake(): void {
    this.#again = true;
    // What could not be kept, as on a full disk, has its turn at the next change.
    this.settle().catch(() => undefined);
  }

  /** Has all tags written that stand in no sidecar yet, as when writing is switched on. */
  writeAll(): void {
    this.#catalog.transaction('durable', () => this.#changes.addAll());
    this.start();
  }

  /** Resolves when nothing is left to write that can be written. */
  async settle(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running?.catch(() => undefined);
  }

  async #run(): Promise<void> {
    do {
      this.#again = false;
      if (this.#settings.get().writeSidecars) await this.#writeWaiting();
    } while (this.#again && !this.#abort.signal.aborted);
  }

  async #writeWaiting(): Promise<void> {
    for (let last = 0; !this.#abort.signal.aborted; ) {
      const batch = this.#changes.after(last, BATCH);
      for (const assetId of batch) {
        if (this.#abort.signal.aborted) return;
        await this.#write(assetId);
      }
      last = batch.at(-1) ?? 0;
      if (batch.length < BATCH) return;
    }
  }

  async #write(assetId: number): Promise<void> {
    const { kind, mime, changes, tags, stated } = this.#changes.of(assetId);
    // What file or sidecar say already is not written again.
    const states = new Set(stated.map((tag) => tag.toLowerCase()));
    const wanted = changes.filter(({ tag, added }) => states.has(tag.toLowerCase()) !== added);
    const added = wanted.filter((change) => change.added).map(({ tag }) => tag);
    const removed = wanted.filter((change) => !change.added).map(({ tag }) => tag);
    let problem = '';
    if (wanted.length > 0) {
      for (const path of this.#pathsFor(assetId, kind, mime))
        problem ||= await this.#writeTo({ path, tags, added, removed });
    }
    if (this.#abort.signal.aborted) return;
    this.#catalog.transaction('durable', () => {
      if (problem === '') this.#changes.done(assetId, changes);
      else this.#changes.fail(assetId, problem);
    });
  }

  /** Why it was not written; empty where it was. */
  async #writeTo(change: SidecarChange): Promise<string> {
    const written = await this.#reader.writeSidecar(change, this.#abort.signal).catch((error: unknown) => {
      if (this.#abort.signal.aborted) return true as const;
      throw error;
    });
    if (typeof written === 'boolean') return '';
    if (isDeath(written)) return written.reason;
    return isFault(written) ? `${change.path}: ${readingFailure(written.fault)}` : written.reason;
  }

  /** The sidecar of each of an asset's places: the one that is there, else the one that programs would make. */
  #pathsFor(assetId: number, kind: string, mime: string): string[] {
    return this.#files.presentPathsOf(assetId).flatMap((path) => {
      const known = this.#sidecars.pathFor(path);
      if (known !== undefined) return [known];
      if (!described.has(kind)) return [];
      // Beside a raw file Lightroom looks for a sidecar without the file's extension, and others for either.
      return [`${rawTypes.has(mime) ? path.slice(0, path.length - extname(path).length) : path}.xmp`];
    });
  }
}
