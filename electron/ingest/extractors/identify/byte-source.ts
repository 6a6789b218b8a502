import { readSync } from 'node:fs';

/** Bytes read a piece at a time, wherever they are. */
export interface ByteSource {
  readonly size: number;
  /** At most `length` bytes from `offset`; fewer where the source ends before. */
  read(offset: number, length: number): Promise<Buffer>;
}

/** An open file's bytes. Blocks, as a reader has one file at a time and a round through the thread pool costs more. */
export function fileSource(file: number, size: number): ByteSource {
  return {
    size,
    async read(offset, length) {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)));
      return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, offset));
    },
  };
}

export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (offset, length) => Buffer.from(bytes.subarray(offset, offset + length)),
  };
}
