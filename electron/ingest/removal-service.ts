import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Leftover } from '../catalog/removals.ts';
import { removeIfOld } from './drop-unused.ts';
import type { IngestContext } from './ingest-context.ts';
import { partPath, partsFolder } from './part-path.ts';
import { renditionPathsOf } from './rendition-files.ts';

/** Removing goes on for so long in one transaction, so that it does not hold up the host. */
const TURN_MS = 15;
/** Assets whose files are removed at a time. */
const LEFTOVERS = 20;
/** How long what is to go gathers. */
const GATHERING_MS = 500;

/**
 * Takes out of the library what is to go, in turns: folders with their files, assets that no file has any more with all that
 * was derived from them, and then the files that the library made of these. A crash leaves the rest for the next start.
 */
export class RemovalService {
  readonly #context: IngestContext;
  readonly #onRemoved: () => void;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #started = false;
  #stopped = false;

  constructor(parts: { context: IngestContext; onRemoved: () => void }) {
    this.#context = parts.context;
    this.#onRemoved = parts.onRemoved;
  }

  start(): void {
    this.#started = true;
    this.wake();
  }

  /** Says that something may be to go. */
  wake(): void {
    if (!this.#started || this.#stopped) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // What could not be removed, as on a full disk, waits for the next look.
      this.settle().catch(() => undefined);
    }, GATHERING_MS);
  }

  /** Resolves when nothing is left that is to go. */
  async settle(): Promise<void> {
    // What came up while the last look was at its end wants another one.
    await this.#running?.catch(() => undefined);
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running?.catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { catalog, removals, tasks } = this.#context;
    let removed = false;
    for (;;) {
      const step = this.#nextStep();
      if (!step || this.#stopped) break;
      catalog.transaction('lazy', () => {
        const until = performance.now() + TURN_MS;
        while (step() && performance.now() < until);
      });
      removed = true;
      await nextTurn();
    }
    if (removed) this.#onRemoved();
    for (let some = removals.leftovers(LEFTOVERS); some.length > 0; some = removals.leftovers(LEFTOVERS)) {
      // What is being unpacked may be the same again, and is known to the catalog once it is whole.
      if (this.#stopped || tasks.has('unpack')) return;
      await Promise.all(some.map((leftover) => this.#removeFiles(leftover)));
      catalog.transaction('lazy', () => {
        for (const leftover of some) removals.forgetLeftover(leftover);
      });
    }
  }

  /** What removes a little more, and answers whether there is more of it; undefined where nothing is to go. */
  #nextStep(): (() => boolean) | undefined {
    const { removals } = this.#context;
    const folderId = removals.leavingFolder();
    if (folderId !== undefined) return () => this.#removeFile(folderId);
    const assetId = removals.leavingAsset();
    return assetId === undefined ? undefined : () => this.#removeSome(assetId);
  }

  #removeFile(folderId: number): boolean {
    const file = this.#context.removals.removeNextFile(folderId);
    if (file && file.assetId !== null) this.#context.assets.refreshPlace(file.assetId);
    return file !== undefined;
  }

  #removeSome(assetId: number): boolean {
    const { removed, released } = this.#context.removals.removeSome(assetId);
    if (released !== undefined) this.#context.assets.refreshPlace(released);
    return removed === 'some';
  }

  async #removeFiles(leftover: Leftover): Promise<void> {
    const { libraryPath, removals } = this.#context;
    const paths = [...renditionPathsOf(libraryPath, leftover), partPath(partsFolder(libraryPath), leftover.hash)];
    for (const path of paths) if (!removals.isBack(leftover)) await removeIfOld(path, leftover.time);
  }
}
