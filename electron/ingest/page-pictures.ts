import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AssetRow } from '../catalog/assets.ts';
import { identityOf, isDeath, isFault, type MediaReader } from './media-reader.ts';
import type { SourceFiles } from './source-files.ts';

/** Pixels of the longer side: print of the usual size can be read, and every service takes it. */
const LONGEST_SIDE = 2000;

/** Pictures of pages while models look at them. */
export class PagePictures {
  readonly #folder: string;
  readonly #reader: MediaReader;
  readonly #sources: SourceFiles;

  constructor(parts: { libraryPath: string; reader: MediaReader; sources: SourceFiles }) {
    this.#folder = join(parts.libraryPath, 'pages-in-work');
    this.#reader = parts.reader;
    this.#sources = parts.sources;
  }

  /**
   * Draws a page, counted from 1, of a picture or PDF into a file, to be discarded after use; or tells why it cannot be.
   * @throws Obstacle when the folder that its file lies in is away
   */
  async draw(asset: AssetRow, page: number, signal: AbortSignal): Promise<{ path: string } | { problem: string }> {
    const source = await this.#sources.open(asset, signal);
    if ('reason' in source) return { problem: source.reason };
    await mkdir(this.#folder, { recursive: true });
    const path = join(this.#folder, `${asset.hash}-${page}.webp`);
    const renditions = [{ longestSide: LONGEST_SIDE, output: path }];
    const drawn = await this.#reader.render(source.path, identityOf(asset), renditions, signal, { page });
    if (drawn === null) return { problem: 'There is no picture of the page.' };
    if (isDeath(drawn)) return { problem: `Drawing it stopped the reader: ${drawn.reason}` };
    return isFault(drawn) ? { problem: drawn.fault } : { path };
  }

  async discard(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  /** Removes what a crash left. */
  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
