import { copyFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemProgram } from '../../../platform/programs.ts';
import type { SourcePath } from '../../../workers/media-protocol.ts';
import { runBounded } from '../office/bounded-process.ts';
import { inWorkFolder } from '../work-folder.ts';

const VERSION_MS = 30_000;
/** PostScript is a language for programs, which may as well never end. */
const CONVERSION_MS = 120_000;
/** What the program is called where it has no window. */
const names = process.platform === 'win32' ? ['gswin64c', 'gswin32c', 'gs'] : ['gs'];

/** The system's Ghostscript. */
export interface Ghostscript {
  program: string;
  version: string;
}

let known: { program: string; ghostscript: Promise<Ghostscript | null> } | undefined;

/** The system's Ghostscript as it is now; null where there is none that runs. A program is tried once in a process. */
export async function ghostscript(): Promise<Ghostscript | null> {
  const [program = null] = (await Promise.all(names.map(systemProgram))).filter((path) => path !== null);
  if (program === null) return null;
  if (known?.program !== program) known = { program, ghostscript: tried(program) };
  return known.ghostscript;
}

async function tried(program: string): Promise<Ghostscript | null> {
  const said = await runBounded(program, ['--version'], { timeoutMs: VERSION_MS, env: process.env }).catch(() => '');
  const version = /^(\d+\.[\d.]+)/.exec(said)?.[1];
  return version === undefined ? null : { program, version };
}

/** It reads nothing but the one file, and starts nothing (`SAFER`), whatever the file asks for. */
const safely = ['-q', '-dSAFER', '-dBATCH', '-dNOPAUSE', '-dNOPROMPT', '-P-', '-sDEVICE=pdfwrite', '-dEPSCrop'];

/** What it prints when it does not come to the end of a file. */
const BROKEN_OFF = /^Error: \//m;

/**
 * Has Ghostscript run a copy of a PostScript file and hands the PDF of its pages to `use`, with whether it came to the end of
 * the file; the PDF is gone afterwards. Undefined where there is none.
 * @throws when it takes too long; AbortError
 */
export function asPdf<Result>(
  { program }: Ghostscript,
  path: SourcePath,
  signal: AbortSignal | undefined,
  use: (path: string, isWhole: boolean) => Promise<Result>,
): Promise<Result | undefined> {
  return inWorkFolder(async (folder) => {
    const [copy, made] = [join(folder, 'document.ps'), join(folder, 'pages.pdf')];
    // A copy, as it takes some names for options.
    await copyFile(typeof path === 'string' ? path : Buffer.from(path), copy);
    const said = await runBounded(program, [...safely, `-sOutputFile=${made}`, copy], {
      timeoutMs: CONVERSION_MS,
      signal,
      // Files in this folder may be read, too.
      env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
    });
    const { size } = await stat(made).catch(() => ({ size: 0 }));
    return size > 0 ? use(made, !BROKEN_OFF.test(said)) : undefined;
  });
}
