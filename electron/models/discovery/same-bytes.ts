import { open } from 'node:fs/promises';

const samples = 32;
const sampleBytes = 16 << 10;

/**
 * Whether two models of the same size, in as many files, have the same bytes, going by samples from all over them: two
 * trainings of the same network differ nearly everywhere, and to read models whole takes minutes.
 */
export async function haveSameBytes(some: readonly string[], others: readonly string[]): Promise<boolean> {
  if (some.length !== others.length) return false;
  for (const [index, path] of some.entries()) if (!(await haveSameSamples(path, others[index] ?? ''))) return false;
  return true;
}

async function haveSameSamples(path: string, other: string): Promise<boolean> {
  if (path === other) return true;
  const files = await Promise.all([openOrNull(path), openOrNull(other)]);
  const [one, two] = files;
  try {
    if (!one || !two) return false;
    const [{ size }, { size: otherSize }] = await Promise.all([one.stat(), two.stat()]);
    if (size !== otherSize) return false;
    for (let sample = 0; sample < samples; sample++) {
      const position = Math.floor((Math.max(0, size - sampleBytes) * sample) / (samples - 1));
      const [a, b] = await Promise.all(
        [one, two].map((file) => file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, position)),
      );
      if (!a || !b || a.bytesRead !== b.bytesRead || !a.buffer.equals(b.buffer)) return false;
    }
    return true;
  } finally {
    for (const file of files) await file?.close();
  }
}

function openOrNull(path: string) {
  return open(path).catch(() => null);
}
