import type { FileHandle } from 'node:fs/promises';

/** Bytes read a piece at a time, wherever they are. */
export interface ByteSource {
  readonly size: number;
  /** At most `length` bytes from `offset`; fewer where the source ends before. */
  read(offset: number, length: number): Promise<Buffer>;
}

export function fileSource(file: FileHandle, size: number): ByteSource {
  return {
    size,
    async read(offset, length) {
      const buffer = Buffer.alloc(length);
      const { bytesRead } = await file.read(buffer, 0, length, offset);
      return buffer.subarray(0, bytesRead);
    },
  };
}

export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (offset, length) => Buffer.from(bytes.subarray(offset, offset + length)),
  };
}
