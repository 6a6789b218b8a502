import { fstatSync } from 'node:fs';
import SevenZip, { type SevenZipModule } from '7z-wasm';
import { cleanPath } from './entry-path.ts';
import { DAMAGED_PART, LINK_PART, PROTECTED_PART } from './part-failures.ts';
import type { UnpackTarget } from './part-sink.ts';
import { SevenZipFiles } from './seven-zip-files.ts';

/** Lines of the engine's that are looked at for what went wrong. */
const MOST_LINES = 200_000;

/** An archive that cannot be read at all. `protected`: its list of names wants a password. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly problem: 'protected' | 'damaged';

  constructor(problem: ArchiveError['problem']) {
    super(problem);
    this.problem = problem;
  }
}

/**
 * Unpacks an archive of any format that 7-Zip reads. Answers whether all of it was there and sound.
 * @throws TooLargeUnpacked, NoRoom, ArchiveError
 */
export async function unpackBySevenZip(handle: number, sink: UnpackTarget, password = ''): Promise<boolean> {
  const list = await run(handle, sink, ['l', '-slt', '-ba', ...secret(password), '/archive']);
  sink.budget.expect(claimsOf(list.lines));
  const { files, lines, failed } = await run(handle, sink, [
    'x',
    '-y',
    '-aou',
    '-bb0',
    '-bd',
    ...secret(password),
    '-o/out',
    '/archive',
  ]);
  if (files.problem !== undefined) throw files.problem;
  const failures = failuresOf(lines);
  const isEmpty = files.entries.size === 0 && files.links.length === 0 && failures.size === 0;
  if (failed && isEmpty) throw new ArchiveError(problemOf(lines));
  for (const [path, failure] of failures) {
    const entry = files.entries.get(path);
    if (entry) entry.failure = failure;
    else sink.refuse({ path: cleanPath(path), rawPath: null, modified: null }, failure);
  }
  for (const path of files.links) sink.refuse({ path: cleanPath(path), rawPath: null, modified: null }, LINK_PART);
  await sink.flush();
  return !failed;
}

interface Run {
  files: SevenZipFiles;
  /** What the engine said. */
  lines: string[];
  failed: boolean;
}

/** One command of the engine, in a memory of its own. */
async function run(handle: number, sink: UnpackTarget, command: string[]): Promise<Run> {
  const lines: string[] = [];
  const say = (line: string) => {
    if (lines.length < MOST_LINES) lines.push(line);
  };
  const module: SevenZipModule = await SevenZip({ print: say, printErr: say });
  const files = new SevenZipFiles(module, { handle, size: fstatSync(handle).size }, sink);
  return { files, lines, failed: !ranWell(module, command) };
}

/** The engine's own exceptions, by which it leaves a damaged archive, are mere numbers out here. */
function ranWell(module: SevenZipModule, command: string[]): boolean {
  try {
    return (module.callMain as (command: string[]) => unknown)(command) === 0;
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error;
    return false;
  }
}

/** An empty password is none: without the switch the engine would ask for one. */
function secret(password: string): string[] {
  return [`-p${password}`];
}

/** How much an archive says that it holds. */
function claimsOf(lines: readonly string[]): { bytes: number; entries: number } {
  let bytes = 0;
  let entries = 0;
  for (const line of lines) {
    if (line.startsWith('Size = ')) {
      entries++;
      bytes += Number(line.slice('Size = '.length)) || 0;
    }
  }
  return { bytes, entries };
}

function failuresOf(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.flatMap((line) => {
      const found = /^ERROR: (.+?) : (.+)$/.exec(line);
      return found?.[1] && found[2]
        ? [[found[2], /password/i.test(found[1]) ? PROTECTED_PART : DAMAGED_PART] as const]
        : [];
    }),
  );
}

function problemOf(lines: readonly string[]): ArchiveError['problem'] {
  return lines.some((line) => /password/i.test(line)) ? 'protected' : 'damaged';
}
