import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const windowBytes = 1 << 16;

/** What is read ends before what it says of itself: the file was cut short, or is damaged. */
export class FileEnds extends Error {
  override readonly name = 'FileEnds';

  constructor() {
    super('The file is cut short or damaged.');
  }
}

/**
 * Random access to the bytes of a file of any size, a window at a time: for reading the structure of a model's file and
 * passing over its weights. Blocks, so it is for workers.
 */
export class FileWindow implements Disposable {
  readonly #handle: number;
  readonly size: number;
  #bytes = Buffer.alloc(0);
  #start = 0;

  constructor(path: string | Uint8Array) {
    this.#handle = openSync(typeof path === 'string' ? path : Buffer.from(path), 'r');
    this.size = fstatSync(this.#handle).size;
  }

  /** `length` bytes at `offset`; they are valid until the next call. Throws `FileEnds` where there are fewer. */
  read(offset: number, length: number): Buffer {
    if (!Number.isSafeInteger(offset) || length < 0 || offset + length > this.size) throw new FileEnds();
    if (offset < this.#start || offset + length > this.#start + this.#bytes.length) this.#move(offset, length);
    return this.#bytes.subarray(offset - this.#start, offset - this.#start + length);
  }

  [Symbol.dispose](): void {
    closeSync(this.#handle);
  }

  #move(offset: number, length: number): void {
    const bytes = Buffer.alloc(Math.min(Math.max(length, windowBytes), this.size - offset));
    let filled = 0;
    while (filled < bytes.length) {
      const read = readSync(this.#handle, bytes, filled, bytes.length - filled, offset + filled);
      if (read === 0) throw new FileEnds();
      filled += read;
    }
    this.#bytes = bytes;
    this.#start = offset;
  }
}
