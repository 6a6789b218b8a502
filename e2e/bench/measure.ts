import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder that goes when the process ends. */
export function scratchFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
  process.on('exit', () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
}

/** A folder of the corpus beside the project, or undefined, said aloud, where it is not there. */
export function corpusFolder(name: string): string | undefined {
  const path = join(import.meta.dirname, '../../../shared/corpus', name);
  if (existsSync(path)) return path;
  console.log(`Skipped: there is no corpus at ${path}.`);
  return undefined;
}

/** What a piece of work answered, and the seconds that it took. */
export async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const started = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - started) / 1000 };
}

/** The value that `share` (0–1) of the values do not exceed, by the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Prints rows in columns: the first to the left, the others, which are figures, to the right. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(cells.join('  ').trimEnd());
  }
}
