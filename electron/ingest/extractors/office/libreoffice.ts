import { copyFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { systemProgram } from '../../../platform/programs.ts';
import type { SourcePath } from '../../../workers/media-protocol.ts';
import { runBounded } from './bounded-process.ts';

/** A document that takes longer is one that LibreOffice hangs over. */
const CONVERSION_MS = 120_000;
const VERSION_MS = 30_000;
/** Begins the names of the folders for copies; one that is older than any conversion is of no use to anybody. */
const FOLDER = 'holdfast-office-';
const ABANDONED_MS = 60 * 60_000;

/** The formats of today into which LibreOffice converts what it opens. */
export type Target = 'docx' | 'xlsx' | 'pptx' | 'pdf';

/** The system's LibreOffice. */
export interface LibreOffice {
  program: string;
  version: string;
}

let known: { program: string; office: Promise<LibreOffice | null> } | undefined;

/** The system's LibreOffice as it is now; null where there is none that runs. A program is tried once in a process. */
export async function libreOffice(): Promise<LibreOffice | null> {
  const program = (await systemProgram('soffice')) ?? (await systemProgram('libreoffice'));
  if (program === null) return null;
  if (known?.program !== program) known = { program, office: tried(program) };
  return known.office;
}

async function tried(program: string): Promise<LibreOffice | null> {
  const said = await runBounded(program, ['--version'], { timeoutMs: VERSION_MS, env: environment }).catch(() => '');
  const version = /^LibreOffice ([\d.]+)/.exec(said)?.[1];
  return version === undefined ? null : { program, version };
}

interface Conversion {
  path: SourcePath;
  /** Of the document's format, which LibreOffice goes by where the bytes do not tell. */
  extension: string;
  target: Target;
  signal?: AbortSignal | undefined;
}

/**
 * Converts a copy of a document and hands the result's path to `use`; it is gone afterwards. LibreOffice runs no macros
 * then, and loads nothing that a document refers to. Undefined where it makes nothing of the document.
 * @throws when it takes too long; AbortError
 */
export async function converted<Result>(
  { program }: LibreOffice,
  { path, extension, target, signal }: Conversion,
  use: (path: string) => Promise<Result>,
): Promise<Result | undefined> {
  abandonedRemoved ??= removeAbandoned();
  await abandonedRemoved;
  const folder = await mkdtemp(join(tmpdir(), FOLDER));
  try {
    // A copy: LibreOffice writes a lock beside what it opens, and takes some names for options or addresses.
    const copy = join(folder, `document.${extension}`);
    const [profile, output] = [join(folder, 'profile'), join(folder, 'converted')];
    await copyFile(typeof path === 'string' ? path : Buffer.from(path), copy);
    await writeProfile(profile);
    const settings = [`-env:UserInstallation=${pathToFileURL(profile)}`, '--headless', '--norestore', '--nolockcheck'];
    await runBounded(program, [...settings, '--convert-to', target, '--outdir', output, copy], {
      timeoutMs: CONVERSION_MS,
      signal,
      env: environment,
    });
    const [made] = await readdir(output).catch(() => []);
    return made === undefined ? undefined : await use(join(output, made));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

let abandonedRemoved: Promise<void> | undefined;

/** Removes copies of documents that were left behind by a process that was ended in the middle. */
async function removeAbandoned(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const folder of names.filter((name) => name.startsWith(FOLDER)).map((name) => join(tmpdir(), name))) {
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (mtimeMs < Date.now() - ABANDONED_MS) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Nothing leaves: neither through the proxy, which nobody listens at, nor by links in documents. No macros run. */
const restrictions: readonly [path: string, name: string, value: string][] = [
  ['org.openoffice.Office.Common/Security/Scripting', 'MacroSecurityLevel', '3'],
  ['org.openoffice.Office.Common/Security/Scripting', 'DisableMacrosExecution', 'true'],
  ['org.openoffice.Office.Common/Security/Scripting', 'BlockUntrustedRefererLinks', 'true'],
  ['org.openoffice.Office.Common/Security/Scripting', 'DisableActiveContent', 'true'],
  ['org.openoffice.Office.Calc/Content/Update', 'Link', '1'],
  ['org.openoffice.Office.Writer/Content/Update', 'Link', '0'],
  ['org.openoffice.Inet/Settings', 'ooInetProxyType', '2'],
  ...['HTTP', 'HTTPS', 'FTP'].flatMap((protocol): [string, string, string][] => [
    ['org.openoffice.Inet/Settings', `ooInet${protocol}ProxyName`, '127.0.0.1'],
    ['org.openoffice.Inet/Settings', `ooInet${protocol}ProxyPort`, '9'],
  ]),
];

async function writeProfile(profile: string): Promise<void> {
  const items = restrictions.map(
    ([path, name, value]) =>
      `<item oor:path="/${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`,
  );
  await mkdir(join(profile, 'user'), { recursive: true });
  await writeFile(
    join(profile, 'user/registrymodifications.xcu'),
    `<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${items.join('')}</oor:items>`,
  );
}

const nowhere = 'http://127.0.0.1:9';

const environment = {
  ...process.env,
  http_proxy: nowhere,
  https_proxy: nowhere,
  ftp_proxy: nowhere,
  SAL_USE_VCLPLUGIN: 'svp',
};
