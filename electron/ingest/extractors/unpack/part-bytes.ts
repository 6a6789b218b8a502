import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Bytes up to which a part stays in memory until its hash is known: most are duplicates, or quickly written. */
const SMALL = 256 * 1024;

/** The bytes of one part: in memory while they are few, else in a file that has no name of its own yet. */
export class PartBytes {
  readonly #temporaryPath: () => string;
  readonly #hash: Hash = createHash('sha256');
  #small: Uint8Array[] = [];
  #file: { path: string; handle: number } | undefined;
  size = 0;

  constructor(temporaryPath: () => string) {
    this.#temporaryPath = temporaryPath;
  }

  write(chunk: Uint8Array): void {
    this.#hash.update(chunk);
    this.size += chunk.length;
    if (this.#file) return void writeAll(this.#file.handle, chunk);
    // A copy, as the chunk may be a window on an engine's memory.
    this.#small.push(Uint8Array.from(chunk));
    if (this.size > SMALL) this.#spill();
  }

  sha256(): string {
    return this.#hash.digest('hex');
  }

  /**
   * Gives the bytes their place, whole and on the disk; false where they are there already. These count as written now:
   * what nobody knows of is cleared away meanwhile, but for what was written since.
   */
  keepAs(path: string): boolean {
    if (statSync(path, { throwIfNoEntry: false })?.size === this.size && touch(path)) {
      this.discard();
      return false;
    }
    const { path: temporary, handle } = this.#file ?? this.#spill();
    fsyncSync(handle);
    closeSync(handle);
    this.#file = undefined;
    mkdirSync(dirname(path), { recursive: true });
    renameSync(temporary, path);
    return true;
  }

  discard(): void {
    this.#small = [];
    if (!this.#file) return;
    closeSync(this.#file.handle);
    rmSync(this.#file.path, { force: true });
    this.#file = undefined;
  }

  #spill(): { path: string; handle: number } {
    const path = this.#temporaryPath();
    const file = { path, handle: openSync(path, 'wx') };
    this.#file = file;
    for (const chunk of this.#small) writeAll(file.handle, chunk);
    this.#small = [];
    return file;
  }
}

/** Says that a file was written now; false where it is gone. */
function touch(path: string): boolean {
  try {
    const now = new Date();
    utimesSync(path, now, now);
    return true;
  } catch {
    return false;
  }
}

function writeAll(handle: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
}
