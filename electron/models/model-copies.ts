import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CopyEvent } from '../../shared/contract/models.ts';
import { HoldfastError, messageOf } from '../../shared/errors.ts';
import { chunksOf, hashModel } from './model-hash.ts';

/** Left free, so that the library can go on working. */
const reserveBytes = 256 * 2 ** 20;
const unfinished = '.unfinished-';

/** `copy`: the files are copied; `check`: the copy is read back; `prove`: it is tried. */
type CopyStage = Extract<CopyEvent, { type: 'progress' }>['stage'];

/** Told how many bytes of how many a stage has done, after each piece. */
export type CopyProgress = (stage: CopyStage, bytes: number, total: number) => void;

interface MakeOptions {
  prove: (path: string) => Promise<void>;
  signal?: AbortSignal | undefined;
  onProgress?: CopyProgress | undefined;
}

interface Original {
  /** The files to copy, in order. */
  paths: readonly string[];
  /** What to call each copy, with the folder in which it is to lie where the model is one. */
  names: readonly [first: string, ...rest: string[]];
}

/**
 * Copies of models inside the library, each in a folder that is named after the model's id. A copy appears whole or
 * not at all: it is made under another name, which the next start clears away if the process ended meanwhile.
 */
export class ModelCopies {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Clears away what a process left that ended while it copied. */
  static async open(libraryPath: string): Promise<ModelCopies> {
    const folder = join(libraryPath, 'models');
    const names = existsSync(folder) ? await readdir(folder) : [];
    // What cannot be deleted now costs room and nothing else; the next start tries again.
    for (const name of names.filter((name) => name.startsWith(unfinished)))
      await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
    return new ModelCopies(folder);
  }

  /** Whether a model, by its first file or its folder, is a copy of this library's own. */
  holds(path: string): boolean {
    return dirname(dirname(path)) === this.#folder;
  }

  /**
   * Copies a model, reads the copy back and compares it, and lets `prove` try it before it is kept.
   * @returns the copy's first file, and the SHA-256 of the model as `hashModel` defines it.
   * @throws HoldfastError DISK_FULL, MODEL_FAILED when the copy differs; what `prove` throws; AbortError.
   */
  async make(
    { paths, names }: Original,
    { prove, signal, onProgress }: MakeOptions,
  ): Promise<{ path: string; sha256: string }> {
    await mkdir(this.#folder, { recursive: true });
    const total = await sizeOf(paths);
    await this.#requireRoom(total);
    const during = (stage: CopyStage) => (bytes: number) => onProgress?.(stage, bytes, total);
    const making = join(this.#folder, unfinished + randomUUID());
    try {
      await mkdir(making);
      const copies = names.map((name) => join(making, name));
      const sha256 = await copyFiles(paths, copies, signal, during('copy'));
      await verifyCopy(copies, sha256, signal, during('check'));
      during('prove')(total);
      await prove(join(making, names[0]));
      const place = join(this.#folder, sha256.slice(0, 16));
      await this.#settle(making, place);
      return { path: join(place, names[0]), sha256 };
    } catch (error) {
      throw isDiskFull(error) ? diskFull(this.#folder, `There is no room left in ${this.#folder}.`, error) : error;
    } finally {
      await rm(making, { recursive: true, force: true });
    }
  }

  /** Deletes the copy that `path` is the first file of, or the folder. */
  async remove(path: string): Promise<void> {
    if (!this.holds(path)) throw new Error(`${path} is no copy of this library's.`);
    const folder = dirname(path);
    try {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    } catch (error) {
      throw new HoldfastError(
        'PATH_UNREADABLE',
        `The model is forgotten, but its copy ${folder} cannot be deleted: ${messageOf(error)}.`,
        'Delete that folder yourself.',
        { cause: error },
      );
    }
  }

  async #requireRoom(needed: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.#folder);
    const free = Math.max(0, bavail * bsize - reserveBytes);
    if (needed > free)
      throw diskFull(
        this.#folder,
        `The copy needs ${gigabytes(needed)}, and ${this.#folder} has room for ${gigabytes(free)}.`,
      );
  }

  /** Gives a finished copy its place; an older copy of the same bytes makes way. */
  async #settle(making: string, place: string): Promise<void> {
    const older = `${making}-older`;
    if (existsSync(place)) await rename(place, older);
    await rename(making, place);
    await rm(older, { recursive: true, force: true });
  }
}

async function sizeOf(paths: readonly string[]): Promise<number> {
  return (await Promise.all(paths.map((path) => stat(path)))).reduce((sum, { size }) => sum + size, 0);
}

/** Copies files and answers the SHA-256 of what was read. The bytes are on the disk when it answers. */
async function copyFiles(
  paths: readonly string[],
  copies: readonly string[],
  signal: AbortSignal | undefined,
  onBytes: (bytes: number) => void,
): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const [index, path] of paths.entries()) {
    const place = copies[index] ?? '';
    await mkdir(dirname(place), { recursive: true });
    const copy = await open(place, 'wx');
    try {
      for await (const chunk of chunksOf(path, signal)) {
        hash.update(chunk);
        await copy.writeFile(chunk);
        bytes += chunk.length;
        onBytes(bytes);
      }
      await copy.sync();
    } finally {
      await copy.close();
    }
  }
  return hash.digest('hex');
}

/** @throws HoldfastError MODEL_FAILED when the files read back have another SHA-256. */
export async function verifyCopy(
  copies: readonly string[],
  sha256: string,
  signal?: AbortSignal,
  onBytes?: (bytes: number) => void,
): Promise<void> {
  if ((await hashModel(copies, signal, onBytes)) === sha256) return;
  throw new HoldfastError(
    'MODEL_FAILED',
    `The copy of ${basename(copies[0] ?? '')} read back differs from what was written: the drive is not to be trusted.`,
    'Check the drive that the library is on. The original was not touched.',
  );
}

function diskFull(folder: string, message: string, cause?: unknown): HoldfastError {
  const hint = `Free some space on the drive of ${dirname(folder)}, or add the model without copying it.`;
  return new HoldfastError('DISK_FULL', message, hint, { cause });
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC';
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(2)} GiB`;
}
