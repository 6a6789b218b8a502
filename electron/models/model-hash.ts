import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

const chunkBytes = 1 << 20;

/** The bytes of a file, in pieces. */
export function chunksOf(path: string, signal?: AbortSignal): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: chunkBytes, signal });
}

/**
 * SHA-256 of a model in hexadecimal: over the bytes of its file, as every other program computes it, or over the bytes
 * of all its parts one after the other, in the order of their numbers (`cat name-*.gguf | sha256sum`).
 * @param onBytes is told how many have been read, after each piece
 */
export async function hashModel(
  paths: readonly string[],
  signal?: AbortSignal,
  onBytes?: (bytes: number) => void,
): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const path of paths)
    for await (const chunk of chunksOf(path, signal)) {
      hash.update(chunk);
      bytes += chunk.length;
      onBytes?.(bytes);
    }
  return hash.digest('hex');
}
