import { lstat, opendir } from 'node:fs/promises';
import { sep } from 'node:path';
import watcher, { type AsyncSubscription } from '@parcel/watcher';
import { outermost } from './apply-changes.ts';

/** Folders that are watched by themselves at most; with more, all is watched anew. */
const MOST_INNER = 50;

/** Who is told what happens in a folder. */
interface Told {
  /** Something happened to this path. */
  path(path: string): void;
  /** What happens is not told of any more, or was not told in full: the folder is to be watched anew and looked through. */
  lost(): void;
}

/**
 * Watches a folder with all that is in it. On Linux the library for that watches a folder that comes later, but none of
 * those that lie in it by then; they are covered by watching the one that came by itself.
 */
export class TreeWatch {
  readonly #root: string;
  readonly #ignore: string[];
  readonly #told: Told;
  readonly #inner = new Map<string, AsyncSubscription>();
  #outer: AsyncSubscription | undefined;

  private constructor(root: string, ignore: string[], told: Told) {
    this.#root = root;
    this.#ignore = ignore;
    this.#told = told;
  }

  /** @throws Error where the system does not watch the folder */
  static async begin(root: string, ignore: string[], told: Told): Promise<TreeWatch> {
    const watch = new TreeWatch(root, ignore, told);
    watch.#outer = await watch.#subscribe(root);
    return watch;
  }

  /**
   * Covers the folders among some paths that something happened to. What is in them is to be looked at afterwards, so that
   * nothing slips through between the two.
   * @throws Error where the system does not watch a folder
   */
  async cover(paths: readonly string[]): Promise<void> {
    if (process.platform !== 'linux') return;
    for (const path of outermost(paths)) {
      for (const [inner, subscription] of this.#inner) {
        if (inner !== path && !inner.startsWith(path + sep)) continue;
        this.#inner.delete(inner);
        // One that is gone cannot be let go of.
        await subscription.unsubscribe().catch(() => undefined);
      }
      if (path === this.#root || !(await holdsFolders(path))) continue;
      this.#inner.set(path, await this.#subscribe(path));
    }
    if (this.#inner.size > MOST_INNER) this.#told.lost();
  }

  async stop(): Promise<void> {
    for (const subscription of [...this.#inner.values(), this.#outer])
      await subscription?.unsubscribe().catch(() => undefined);
    this.#inner.clear();
  }

  #subscribe(folder: string): Promise<AsyncSubscription> {
    const onEvents: watcher.SubscribeCallback = (error, events) => {
      if (error) this.#told.lost();
      for (const { path, type } of events ?? []) {
        // Another folder that comes in its place is not watched.
        if (path === this.#root && type === 'delete') this.#told.lost();
        this.#told.path(path);
      }
    };
    return watcher.subscribe(folder, onEvents, { ignore: this.#ignore });
  }
}

/** Whether a path is a folder with folders in it. */
async function holdsFolders(path: string): Promise<boolean> {
  try {
    if (!(await lstat(path)).isDirectory()) return false;
    for await (const entry of await opendir(path)) if (entry.isDirectory()) return true;
    return false;
  } catch {
    return false;
  }
}
