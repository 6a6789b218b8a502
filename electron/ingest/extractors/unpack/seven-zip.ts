import { fstatSync } from 'node:fs';
import SevenZip, { type SevenZipModule } from '7z-wasm';
import { cleanPath } from './entry-path.ts';
import { DAMAGED_PART, LINK_PART, PROTECTED_PART } from './part-failures.ts';
import type { UnpackTarget } from './part-sink.ts';
import { SevenZipFiles } from './seven-zip-files.ts';
import { hidesNames, type ListedFile, listedFiles } from './seven-zip-list.ts';

/** Switches: a list for programs; and answers yes, gives a file whose name is taken another one, says what fails alone. */
const LIST = ['-slt', '-ba', '-bd'];
const UNPACK = ['-y', '-aou', '-bb0', '-bd'];
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
  const listed = listedFiles((await run(handle, sink, ['l', ...LIST, ...secret(password), '/archive'])).lines);
  sink.budget.expect({ entries: listed.length, bytes: listed.reduce((sum, { size }) => sum + size, 0) });
  const { files, lines, failed } = await run(handle, sink, ['x', ...UNPACK, ...secret(password), '-o/out', '/archive']);
  if (files.problem !== undefined) throw files.problem;
  const failures = failed ? failuresOf(listed, lines, files.entries) : new Map<string, string>();
  const isEmpty = files.entries.size === 0 && files.links.length === 0 && failures.size === 0;
  if (failed && isEmpty) throw new ArchiveError(isProtected(lines) || hidesNames(handle) ? 'protected' : 'damaged');
  for (const [path, failure] of failures) {
    const entry = files.entries.get(path);
    if (entry) entry.failure = failure;
    else sink.refuse({ path: cleanPath(path), rawPath: null, modified: null }, failure);
  }
  for (const path of files.links) sink.refuse({ path: cleanPath(path), rawPath: null, modified: null }, LINK_PART);
  await sink.flush();
  return !failed;
}

/** Whether an archive opens with a password: its list of names does, and the smallest file that is encrypted. */
export async function opensBySevenZip(handle: number, password: string): Promise<boolean> {
  const list = await run(handle, null, ['l', ...LIST, ...secret(password), '/archive']);
  if (list.failed) return false;
  const encrypted = listedFiles(list.lines).filter((file) => file.encrypted);
  const smallest = encrypted.toSorted((one, other) => one.size - other.size)[0];
  if (!smallest) return true;
  return !(await run(handle, null, ['t', '-bd', '-spd', ...secret(password), '/archive', smallest.path])).failed;
}

interface Run {
  files: SevenZipFiles;
  /** What the engine said. */
  lines: string[];
  failed: boolean;
}

/** One command of the engine, in a memory of its own. */
async function run(handle: number, sink: UnpackTarget | null, command: string[]): Promise<Run> {
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

/** Why files are not whole, by the engine's name for them: it says so, or never came to them. */
function failuresOf(
  listed: readonly ListedFile[],
  lines: readonly string[],
  entries: ReadonlyMap<string, unknown>,
): Map<string, string> {
  const failures = new Map<string, string>();
  for (const { path, encrypted } of listed)
    if (path !== '' && !entries.has(path)) failures.set(path, encrypted ? PROTECTED_PART : DAMAGED_PART);
  for (const line of lines) {
    const [, what = '', path] = /^ERROR: (.+?) : (.+)$/.exec(line) ?? [];
    const known = listed.find((file) => file.path === path);
    if (known) failures.set(known.path, known.encrypted || isProtected([what]) ? PROTECTED_PART : DAMAGED_PART);
  }
  return failures;
}

function isProtected(lines: readonly string[]): boolean {
  return lines.some((line) => /password/i.test(line));
}
