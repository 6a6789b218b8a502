import { existsSync, mkdirSync, rmSync, unwatchFile, watchFile } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import watcher from '@parcel/watcher';
import { messageOf } from '../../../shared/errors.ts';
import type { FolderRow } from '../../catalog/folders.ts';
import { rootOf } from '../folder-root.ts';
import type { IngestContext } from '../ingest-context.ts';
import { type Applied, applyChanges } from './apply-changes.ts';
import { TreeWatch } from './tree-watch.ts';

/** A path is looked at once nothing happened to it for so long: its file may still be written. */
const QUIET_MS = 1_500;
/** How often it is seen whether some path is quiet. */
const TURN_MS = 500;
/** How often folders that are away are looked for, those that are watched whether they are there, and single files looked at. */
const LOOK_MS = 10_000;
/** How long a folder that is to be watched anew may keep being changed before it is done all the same. */
const PATIENCE_MS = 30_000;
/** With more paths waiting than these, the system may have told of some no more: the whole folder is looked through. */
const MOST_WAITING = 4_000;

/** How a folder of the library is watched. */
interface Watch {
  readonly folder: FolderRow;
  /** Undefined while the folder is away or cannot be watched. */
  watching?: Watching | undefined;
  /** Whether it was watched before: what happened since is found by looking through it. */
  lapsed: boolean;
  /** Since when not all that happens is told of, so that it is to be watched anew; undefined when it is. */
  lost: number | undefined;
  /** Why changes go unnoticed; empty when they do not. */
  problem: string;
  /** Paths to look at, with the time of what last happened to them. */
  readonly pending: Map<string, number>;
}

interface Watching {
  /** Which directory of which volume is watched; see `rootOf`. */
  readonly identity: string;
  /** See `TreeWatch`. */
  cover?(paths: readonly string[]): Promise<void>;
  stop(): Promise<void>;
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
    return { watched: watch?.watching !== undefined, problem: watch?.problem ?? '' };
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
      if (looks || watch.lost !== undefined) await this.#look(watch);
      await this.#apply(watch);
    }
  }

  /** Sees to it that a folder which is there is watched, and not another one that was in its place before. */
  async #look(watch: Watch): Promise<void> {
    // While much happens, the system may lose sight of it again.
    if (watch.lost !== undefined && !isQuiet(watch) && performance.now() - watch.lost < PATIENCE_MS) return;
    const current = this.#context.folders.byId(watch.folder.id);
    const root = current && (await rootOf(current));
    if (watch.watching && (watch.lost !== undefined || root?.identity !== watch.watching.identity))
      await this.#unwatch(watch);
    if (root && !watch.watching) await this.#begin(watch, root.identity);
  }

  /** Watches what was added to the library, and lets go of what was taken out. */
  async #reconcile(): Promise<void> {
    const folders = new Map(this.#context.folders.rows().map((folder) => [folder.id, folder]));
    for (const [id, watch] of this.#watches) {
      if (folders.has(id)) continue;
      this.#watches.delete(id);
      await this.#unwatch(watch);
      rmSync(this.#snapshotOf(id), { force: true });
    }
    for (const [id, folder] of folders) {
      if (this.#watches.has(id)) continue;
      this.#watches.set(id, { folder, lapsed: false, lost: undefined, problem: '', pending: new Map() });
      this.#lookedAt = Number.NEGATIVE_INFINITY;
    }
  }

  async #begin(watch: Watch, identity: string): Promise<void> {
    const { path } = watch.folder;
    try {
      const isFolder = (await stat(path)).isDirectory();
      watch.watching = { identity, ...(isFolder ? await this.#watchFolder(watch) : this.#watchFile(watch)) };
      watch.problem = '';
      if (isFolder) await this.#catchUp(watch);
      // A file that another one took the place of.
      else if (watch.lapsed) this.#note(watch, path);
      watch.lapsed = false;
    } catch (thrown) {
      // A folder that is back is looked through, though it cannot be watched yet.
      if (watch.lapsed && watch.problem === '') this.#rescan(watch.folder.id);
      watch.problem = describeProblem(thrown);
    }
    this.#onChange();
  }

  async #watchFolder(watch: Watch): Promise<Omit<Watching, 'identity'>> {
    const lost = () => {
      watch.lost ??= performance.now();
    };
    const told = { path: (path: string) => this.#note(watch, path), lost };
    const tree = await TreeWatch.begin(watch.folder.path, this.#options.ignore, told);
    return { cover: (paths) => tree.cover(paths), stop: () => tree.stop() };
  }

  /** The system watches folders; a file that was added by itself is looked at now and then. */
  #watchFile(watch: Watch): Omit<Watching, 'identity'> {
    const { path } = watch.folder;
    const note = () => this.#note(watch, path);
    watchFile(path, { interval: LOOK_MS, persistent: false }, note);
    return { stop: async () => unwatchFile(path, note) };
  }

  /** What happened since the last watch ended. Without a record of then, the folder is looked through. */
  async #catchUp(watch: Watch): Promise<void> {
    const { id, path } = watch.folder;
    if (watch.lapsed) {
      this.#rescan(id);
      return;
    }
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
    if (watch.pending.size > MOST_WAITING) watch.lost ??= performance.now();
  }

  async #apply(watch: Watch): Promise<void> {
    const settled = performance.now() - QUIET_MS;
    const ready = [...watch.pending].filter(([, time]) => time <= settled);
    if (ready.length === 0) return;
    const paths = new Set(ready.map(([path]) => path));
    await watch.watching?.cover?.([...paths]).catch((thrown: unknown) => {
      watch.problem = describeProblem(thrown);
    });
    const applied: Applied = await applyChanges(this.#context, watch.folder.id, paths).catch(() => 'later' as const);
    if (applied === 'later') return;
    for (const [path, time] of ready) if (watch.pending.get(path) === time) watch.pending.delete(path);
    if (applied === 'away') {
      await this.#unwatch(watch);
      return;
    }
    this.#onChange();
  }

  async #unwatch(watch: Watch): Promise<void> {
    // A folder that is gone cannot be let go of.
    await watch.watching?.stop().catch(() => undefined);
    watch.lapsed ||= watch.watching !== undefined;
    watch.lost = undefined;
    watch.watching = undefined;
  }

  async #end(watch: Watch): Promise<void> {
    const { id, path } = watch.folder;
    const watched = watch.watching !== undefined && watch.lost === undefined;
    await this.#unwatch(watch);
    // What was not taken over yet is to be found again, by the older record.
    if (!watched || watch.pending.size > 0 || this.#context.tasks.isDiscovered(id)) return;
    const current = this.#context.folders.byId(id);
    const isThere = current && (await rootOf(current)) && (await stat(path).catch(() => null))?.isDirectory();
    if (isThere) await watcher.writeSnapshot(path, this.#snapshotOf(id), this.#options).catch(() => undefined);
  }
}

/** Whether nothing happened in a folder just now. */
function isQuiet({ pending }: Watch): boolean {
  const settled = performance.now() - QUIET_MS;
  return [...pending.values()].every((time) => time <= settled);
}

function describeProblem(thrown: unknown): string {
  const message = messageOf(thrown);
  return /no space left|ENOSPC/i.test(message)
    ? 'The system watches no more folders for programs (on Linux, fs.inotify.max_user_watches says how many).'
    : `The system does not watch this folder: ${message}`;
}
