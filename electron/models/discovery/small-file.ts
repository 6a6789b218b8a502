import { open, stat } from 'node:fs/promises';

/** The start of a text file; null when there is none that can be read. */
export async function readStart(path: string, bytes: number): Promise<string | null> {
  try {
    // Opening a pipe would wait for somebody to write to it.
    if (!(await stat(path)).isFile()) return null;
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

/** The value in a JSON file of at most so many bytes; undefined when it cannot be read, is longer or is no JSON. */
export async function readJson(path: string, bytes: number): Promise<unknown> {
  const text = await readStart(path, bytes + 1);
  if (text === null || Buffer.byteLength(text) > bytes) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
