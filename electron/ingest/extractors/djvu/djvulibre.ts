import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemProgram } from '../../../platform/programs.ts';
import type { SourcePath } from '../../../workers/media-protocol.ts';
import { runBounded } from '../office/bounded-process.ts';

/** A book of thousands of pages is read within this. */
const READING_MS = 120_000;
const DRAWING_MS = 45_000;

/** The programs of the system's DjVuLibre. */
export interface DjvuLibre {
  /** Prints the text of pages. */
  djvutxt: string;
  /** Draws pages. */
  ddjvu: string;
  /** Tells of pages, outline and metadata. */
  djvused: string;
}

/** The system's DjVuLibre as it is now; null where it has none. */
export async function djvuLibre(): Promise<DjvuLibre | null> {
  const [djvutxt, ddjvu, djvused] = await Promise.all(['djvutxt', 'ddjvu', 'djvused'].map(systemProgram));
  return djvutxt && ddjvu && djvused ? { djvutxt, ddjvu, djvused } : null;
}

/** What `djvused` prints at these commands. */
export function toldOf(tools: DjvuLibre, path: SourcePath, commands: string, signal?: AbortSignal): Promise<string> {
  return withName(path, (name) => run(tools.djvused, ['-u', name, '-e', commands], READING_MS, signal));
}

/** The text of all pages, each an expression with the lines and where they stand. */
export function printedPages(tools: DjvuLibre, path: SourcePath, signal?: AbortSignal): Promise<string> {
  return withName(path, (name) => run(tools.djvutxt, ['--detail=line', name], READING_MS, signal));
}

/**
 * A page, counted from 1, as a picture of Netpbm, as large as it is or fitted into so many pixels a side; undefined where
 * it cannot be drawn.
 */
export async function drawnPage(
  tools: DjvuLibre,
  path: SourcePath,
  { page, side }: { page: number; side?: number | undefined },
): Promise<Buffer | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-djvu-'));
  try {
    const output = join(folder, 'page.pnm');
    const size = side === undefined ? [] : [`-size=${side}x${side}`];
    await withName(path, (name) =>
      run(tools.ddjvu, ['-format=pnm', `-page=${page}`, ...size, name, output], DRAWING_MS, undefined),
    );
    return await readFile(output).catch(() => undefined);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A name that is not UTF-8 cannot be an argument: what has one is given another for the while. */
async function withName<Result>(path: SourcePath, use: (name: string) => Promise<Result>): Promise<Result> {
  if (typeof path === 'string') return use(path);
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-djvu-'));
  try {
    const name = join(folder, 'document.djvu');
    await symlink(Buffer.from(path), name);
    return await use(name);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(
  program: string,
  parameters: readonly string[],
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<string> {
  return runBounded(program, parameters, { timeoutMs, signal, env: process.env });
}
