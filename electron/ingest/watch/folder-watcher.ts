import { existsSync, mkdirSync, rmSync, unwatchFile, watchFile } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import watcher from '@parcel/watcher';
import { messageOf } from '../../../shared/errors.ts';
import type { FolderRow } from '../../catalog/files.ts';
import { rootOf } from '../folder-root.ts';
import type { IngestContext } from '../ingest-context.ts';
import { type Applied, applyChanges } from './apply-changes.ts';

/** A path is looked at once nothing happened to it for so long: its file may still be written. */
const QUIET_MS = 1_500;
/** How often it is seen whether some path is quiet. */
const TURN_MS = 500;
/** How often folders that are away are looked for, and single files looked at. */
const LOOK_MS = 10_000;

/** How a folder of the library is watched. */
interface Watch {
  readonly folder: FolderRow;
  /** Ends the watch; undefined while the folder is away or cannot be watched. */
  stop?: (() => Promise<void>) | undefined;
  /** Why changes go unnoticed; empty when they do not. */
  problem: string;
  /** Paths to look at, with the time of what last happened to them. */
  readonly pending: Map<string, number>;
}

/**
 * Watches the library's folders, so that what is added, changed, renamed and deleted in them is taken over by itself,
 * also what happened while Holdfast was closed.
 */
export class FolderWatcher {
  readonly #context: IngestContext;
  readonly #rescan: (folderId: number) => void;
  readonly #onChange: () => void;
  readonly #watches = new Map<number, Watch>();
  #timer: NodeJS.Timeout | undefined;
  #startedAt = 0;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #turn: Promise<void> = Promise.resolve();
  #busy = false;

  constructor(parts: {
    context: IngestContext;
    /** Looks through a whole folder. */
    rescan: (folderId: number) => void;
    /** Called when the library, or how it is watched, may have changed. */
    onChange: () => void;
  }) {
    this.#context = parts.context;
    this.#rescan = parts.rescan;
    this.#onChange = parts.onChange;
  }

  start(): void {
    this.#startedAt = Date.now();
    mkdirSync(this.#snapshots, { recursive: true });
    this.#timer = setInterval(() => this.#next(), TURN_MS);
    this.#next();
  }

  /** Whether changes in a folder are noticed, and why not. */
  stateOf(folderId: number): { watched: boolean; problem: string } {
    const watch = this.#watches.get(folderId);
    return { watched: watch?.stop !== undefined, problem: watch?.problem ?? '' };
  }

  /** Ends all watches, and keeps what each folder looked like for the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#turn;
    for (const watch of this.#watches.values()) await this.#end(watch);
    this.#watches.clear();
  }

  get #snapshots(): string {
    return join(this.#context.libraryPath, 'watch');
  }

  #snapshotOf(folderId: number): string {
    return join(this.#snapshots, `${folderId}.snapshot`);
  }

  #next(): void {
    if (this.#busy) return;
    this.#busy = true;
    // What could not be done is tried again at the next turn.
    this.#turn = this.#work()
      .catch(() => undefined)
      .finally(() => {
        this.#busy = false;
      });
  }

  async #work(): Promise<void> {
    await this.#reconcile();
    const looks = performance.now() - this.#lookedAt >= LOOK_MS;
    if (looks) this.#lookedAt = performance.now();
    for (const watch of this.#watches.values()) {
      if (looks && !watch.stop) await this.#begin(watch);
      await this.#apply(watch);
    }
  }

  /** Watches what was added to the library, and lets go of what was taken out. */
  async #reconcile(): Promise<void> {
    const folders = new Map(this.#context.files.folderRows().map((folder) => [folder.id, folder]));
    for (const [id, watch] of this.#watches) {
      if (folders.has(id)) continue;
      this.#watches.delete(id);
      await this.#unwatch(watch);
      rmSync(this.#snapshotOf(id), { force: true });
    }
    for (const [id, folder] of folders) {
      if (this.#watches.has(id)) continue;
      this.#watches.set(id, { folder, problem: '', pending: new Map() });
      this.#lookedAt = Number.NEGATIVE_INFINITY;
    }
  }

  async #begin(watch: Watch): Promise<void> {
    const { id, path } = watch.folder;
    const current = this.#context.files.folder(id);
    if (!current || !(await rootOf(current))) return;
    try {
      const isFolder = (await stat(path)).isDirectory();
      watch.stop = isFolder ? await this.#subscribe(watch) : this.#watchFile(watch);
      watch.problem = '';
      if (isFolder) await this.#catchUp(watch);
    } catch (thrown) {
      watch.problem = describeProblem(thrown);
    }
    this.#onChange();
  }

  async #subscribe(watch: Watch): Promise<() => Promise<void>> {
    const subscription = await watcher.subscribe(
      watch.folder.path,
      (error, events) => {
        // Some changes were not told of.
        if (error) this.#rescan(watch.folder.id);
        for (const event of events ?? []) this.#note(watch, event.path);
      },
      this.#options,
    );
    return () => subscription.unsubscribe();
  }

  /** The system watches folders; a file that was added by itself is looked at now and then. */
  #watchFile(watch: Watch): () => Promise<void> {
    const { path } = watch.folder;
    const note = () => this.#note(watch, path);
    watchFile(path, { interval: LOOK_MS, persistent: false }, note);
    return async () => unwatchFile(path, note);
  }

  /** What happened since the last watch ended. Without a record of then, the folder is looked through. */
  async #catchUp(watch: Watch): Promise<void> {
    const { id, path } = watch.folder;
    if (this.#context.tasks.isDiscovered(id)) return;
    const snapshot = this.#snapshotOf(id);
    const events = existsSync(snapshot)
      ? await watcher.getEventsSince(path, snapshot, this.#options).catch(() => undefined)
      : undefined;
    if (events) for (const event of events) this.#note(watch, event.path);
    // A folder that was only just added and read needs no second look.
    else if (watch.folder.added < this.#startedAt) this.#rescan(id);
  }

  get #options() {
    return { ignore: [this.#context.libraryPath] };
  }

  #note(watch: Watch, path: string): void {
    // A name that is no valid UTF-8 does not come through; its folder is looked through instead.
    watch.pending.set(path.includes('\uFFFD') ? dirname(path) : path, performance.now());
  }

  async #apply(watch: Watch): Promise<void> {
    const settled = performance.now() - QUIET_MS;
    const ready = [...watch.pending].filter(([, time]) => time <= settled);
    if (ready.length === 0) return;
    const applied: Applied = await applyChanges(
      this.#context,
      watch.folder.id,
      new Set(ready.map(([path]) => path)),
    ).catch(() => 'later' as const);
    if (applied === 'later') return;
    for (const [path, time] of ready) if (watch.pending.get(path) === time) watch.pending.delete(path);
    if (applied === 'away') {
      // When it is back, what happened to it meanwhile is found by its record.
      await this.#unwatch(watch);
      return;
    }
    this.#onChange();
  }

  async #unwatch(watch: Watch): Promise<void> {
    // A folder that is gone cannot be let go of.
    await watch.stop?.().catch(() => undefined);
    watch.stop = undefined;
  }

  async #end(watch: Watch): Promise<void> {
    const { id, path } = watch.folder;
    const watched = watch.stop !== undefined;
    await this.#unwatch(watch);
    // What was not taken over yet is to be found again, by the older record.
    if (!watched || watch.pending.size > 0 || this.#context.tasks.isDiscovered(id)) return;
    const current = this.#context.files.folder(id);
    const isThere = current && (await rootOf(current)) && (await stat(path).catch(() => null))?.isDirectory();
    if (isThere) await watcher.writeSnapshot(path, this.#snapshotOf(id), this.#options).catch(() => undefined);
  }
}

function describeProblem(thrown: unknown): string {
  const message = messageOf(thrown);
  return /no space left|inotify/i.test(message)
    ? 'The system watches no more folders for programs (on Linux, fs.inotify.max_user_watches says how many).'
    : `The system does not watch this folder: ${message}`;
}
