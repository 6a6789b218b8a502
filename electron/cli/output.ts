import { styleText } from 'node:util';

/** Writes JSON alone on one line of stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

export function printLine(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** Text set off in a terminal, plain elsewhere. */
export function strong(text: string): string {
  return styleText('bold', text, { stream: process.stdout });
}

export function faint(text: string): string {
  return styleText('dim', text, { stream: process.stdout });
}

/** Of a longer cell, such as a path that is as long as can be, only its own row is as wide. */
const WIDEST_COLUMN = 100;

/** Rows with their columns lined up, the last one as it is. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (known, row) =>
      row.map((cell, column) => Math.max(known[column] ?? 0, cell.length > WIDEST_COLUMN ? 0 : cell.length)),
    [],
  );
  return rows
    .map((row) =>
      row.map((cell, column) => (column < row.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell)).join('  '),
    )
    .join('\n');
}

/** Bytes in binary units: 1536 → "1.5 KiB". */
export function fileSize(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes > 0 ? Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1) : 0;
  return `${Number((bytes / 1024 ** power).toPrecision(bytes < 1024 ? 4 : 3))} ${units[power]}`;
}
