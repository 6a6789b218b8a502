import { closeSync, openSync, readSync } from 'node:fs';

/** Bytes of a value, by the format's numbers of types; texts and lists have lengths of their own. */
const sizes: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
const [textType, listType] = [8, 9];
/** Lists of lists are not in use; far more are a trap. */
const deepestList = 8;
const mostDimensions = 4;
const chunkBytes = 2 ** 20;
/** In this process a description is held in memory; those of the largest vocabularies are a tenth of it. */
const longestDescription = 256 * 2 ** 20;

/**
 * Walks through the description of a GGUF file, without keeping any of it, so that no length in it leads a reader astray.
 * Throws, in a sentence, at the first that cannot be.
 */
export function checkOutline(path: string, fileSize: number): void {
  const file = openSync(path, 'r');
  try {
    // Not promises: there are hundreds of thousands of steps, and the file's start has just been read.
    const cursor = new Cursor(fileSize, (position) => {
      const chunk = Buffer.alloc(chunkBytes);
      return chunk.subarray(0, readSync(file, chunk, 0, chunkBytes, position));
    });
    cursor.skip(8);
    const [tensors, keys] = [cursor.count('weights'), cursor.count('keys')];
    for (let key = 0; key < keys; key++) {
      cursor.skipText('a key');
      skipValue(cursor, cursor.u32(), 0);
    }
    for (let tensor = 0; tensor < tensors; tensor++) {
      cursor.skipText('a name');
      const dimensions = cursor.u32();
      if (dimensions > mostDimensions) throw damaged(`it has weights of ${dimensions} dimensions`);
      cursor.skip(dimensions * 8 + 4 + 8);
    }
  } finally {
    closeSync(file);
  }
}

function skipValue(cursor: Cursor, type: number, depth: number): void {
  const size = sizes[type];
  if (size !== undefined) return cursor.skip(size);
  if (type === textType) return cursor.skipText('a text');
  if (type !== listType) throw damaged(`it has a value of the type ${type}, which does not exist`);
  if (depth >= deepestList) throw damaged('it has lists within lists without end');
  const elementType = cursor.u32();
  const length = cursor.count('elements of a list');
  const elementSize = sizes[elementType];
  if (elementSize !== undefined) return cursor.skip(length * elementSize);
  for (let element = 0; element < length; element++) skipValue(cursor, elementType, depth + 1);
}

function damaged(what: string): Error {
  return new Error(`Its description is damaged: ${what}. Copy or download it again.`);
}

/** A place in a file, which is read in chunks. Numbers come at once where the chunk has them. */
class Cursor {
  readonly #fileSize: number;
  readonly #read: (position: number) => Buffer;
  #chunk: Buffer = Buffer.alloc(0);
  #chunkStart = 0;
  #position = 0;

  constructor(fileSize: number, read: (position: number) => Buffer) {
    this.#fileSize = fileSize;
    this.#read = read;
  }

  skip(bytes: number): void {
    this.#position += bytes;
    if (this.#position > this.#fileSize)
      throw new Error(
        `The file is cut short or damaged: it ends after ${this.#fileSize} bytes, within its description. Copy or download it again.`,
      );
    if (this.#position > longestDescription) throw damaged('it does not come to an end');
  }

  u32(): number {
    return this.#bytes(4).readUInt32LE();
  }

  /** A number of things, each of which takes a byte at least. */
  count(of: string): number {
    const count = this.#bytes(8).readBigUInt64LE();
    if (count > this.#fileSize) throw damaged(`it announces ${count} ${of}, more than the file has room for`);
    return Number(count);
  }

  skipText(what: string): void {
    const length = this.#bytes(8).readBigUInt64LE();
    if (length > this.#fileSize) throw damaged(`it announces ${what} of ${length} bytes, longer than the file`);
    this.skip(Number(length));
  }

  #bytes(length: number): Buffer {
    const start = this.#position;
    this.skip(length);
    if (start < this.#chunkStart || this.#position > this.#chunkStart + this.#chunk.length) {
      this.#chunk = this.#read(start);
      this.#chunkStart = start;
    }
    const from = start - this.#chunkStart;
    return this.#chunk.subarray(from, from + length);
  }
}
