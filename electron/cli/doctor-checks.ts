import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { HoldfastError, messageOf } from '../../shared/errors.ts';
import { type Host, openHost } from '../host.ts';
import { FfmpegFinder } from '../ingest/ffmpeg-tools.ts';
import { addedLanguagesFolder, LanguageDataStore, shippedLanguages, shippedPath } from '../ingest/language-data.ts';
import { OcrEngines } from '../ingest/ocr-languages.ts';
import { type Platform, type WorkerEntry, workerEntries } from '../platform/platform.ts';
import { findBrowser } from '../shell/browsers.ts';
import { engineProbe, type NativeEngine, nativeEngines } from '../shell/native-engines.ts';
import { fileSize } from './output.ts';

export interface Checkup {
  check: string;
  /** Answers what was found; rejects with what is wrong and what to do. */
  run(): Promise<string>;
}

const requiredNode = 24;
const workerStartMs = 30_000;
const engineMs = 60_000;
const wantedSpace = 2 * 2 ** 30;

/** Everything that `doctor` looks at, in order. */
export function checkups({ platform, library }: { platform: Platform; library: string }): Checkup[] {
  return [
    { check: 'Node', run: checkNode },
    ...nativeEngines.map((engine) => ({ check: engine.name, run: () => checkEngine(engine) })),
    ...workerEntries.map((entry) => ({ check: `Process ${entry}`, run: () => checkWorker(platform, entry) })),
    { check: 'OCR languages', run: () => checkOcrLanguages(library) },
    { check: 'ffmpeg', run: () => checkFfmpeg(platform, library) },
    { check: 'Library', run: () => checkLibrary(platform, library) },
    { check: 'Disk space', run: () => checkDisk(library) },
    { check: 'Window', run: checkWindow },
  ];
}

async function checkNode(): Promise<string> {
  const { node } = process.versions;
  if (Number.parseInt(node, 10) < requiredNode)
    throw new Error(`Node ${node} runs this; Node ${requiredNode} is needed. Install it.`);
  return node;
}

async function checkEngine(engine: NativeEngine): Promise<string> {
  const args = engineProbe(engine, import.meta.resolve(engine.packageName));
  // Electron's own executable runs as Node when told so; Node ignores this.
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { env, timeout: engineMs }, (error, _, stderr) => {
      if (!error) return resolve('works');
      const reason = error.signal ? `its process was ended by ${error.signal}` : stderr.trim().split('\n')[0];
      reject(new Error(`${engine.packageName} does not work: ${reason || messageOf(error)}. Install Holdfast again.`));
    });
  });
}

async function checkWorker(platform: Platform, entry: WorkerEntry): Promise<string> {
  const worker = platform.startWorker(entry, { heapMegabytes: 256 });
  try {
    await new Promise<void>((resolve, reject) => {
      worker.onMessage(() => resolve());
      worker.onExit((code, signal) =>
        reject(new Error(`It ended at once (${signal ?? `exit code ${code}`}). Install Holdfast again.`)),
      );
      setTimeout(() => reject(new Error('It did not start in time. Is the machine very busy?')), workerStartMs).unref();
    });
    return 'starts';
  } finally {
    worker.kill();
  }
}

async function checkOcrLanguages(libraryPath: string): Promise<string> {
  const missing = shippedLanguages.filter((code) => !existsSync(shippedPath(code)));
  if (missing.length > 0) throw new Error(`No data for ${missing.join(', ')}. Install Holdfast again.`);
  const data = new LanguageDataStore({ added: addedLanguagesFolder(libraryPath) });
  const engines = new OcrEngines({ data });
  const installed = await engines.installed();
  const engine = installed ? `Tesseract ${installed.version} of the system` : 'the engine that ships';
  return `${(await engines.languages()).map(({ name }) => name).join(', ')}, by ${engine}`;
}

/** Without it nothing is out of order, but videos and sound are read in part. */
async function checkFfmpeg(platform: Platform, libraryPath: string): Promise<string> {
  const named = await ffmpegPathOf(platform, libraryPath);
  const state = await new FfmpegFinder(() => named).state();
  return state.tools
    ? `${state.version} at ${state.tools.ffmpeg}`
    : `none. ${state.reason} Without it videos have no pictures, and of sound only WAV files are transcribed`;
}

/** Which the owner named. Of a library that another program has open that is not known. */
async function ffmpegPathOf(platform: Platform, libraryPath: string): Promise<string> {
  const host = await openHost({ platform, libraryPath, work: false }).catch(() => null);
  if (!host) return '';
  try {
    return (await host.client.settings.get()).ffmpegPath;
  } finally {
    await host.close();
  }
}

async function checkLibrary(platform: Platform, libraryPath: string): Promise<string> {
  let host: Host;
  try {
    host = await openHost({ platform, libraryPath, work: false });
  } catch (thrown) {
    // The app is running: it found the library in order when it opened it.
    if (thrown instanceof HoldfastError && thrown.code === 'LIBRARY_IN_USE') return thrown.message;
    throw thrown;
  }
  try {
    const [problem] = host.integrityProblems();
    if (problem) {
      throw new Error(
        `The catalog in ${libraryPath} is damaged: ${problem}. Put the newest snapshot beside it in its place.`,
      );
    }
    const { assets } = await host.client.library.coverage();
    return `${libraryPath} is sound and holds ${assets} files`;
  } finally {
    await host.close();
  }
}

async function checkDisk(libraryPath: string): Promise<string> {
  await mkdir(libraryPath, { recursive: true });
  const { bavail, bsize } = await statfs(libraryPath);
  const free = bavail * bsize;
  if (free < wantedSpace) {
    throw new Error(
      `Only ${fileSize(free)} are free where the library is; ${fileSize(wantedSpace)} are wanted. Make room or move the library.`,
    );
  }
  return `${fileSize(free)} free`;
}

async function checkWindow(): Promise<string> {
  const browser = findBrowser();
  const shells = [
    process.versions.electron ? `Electron ${process.versions.electron}` : electronRuntime(),
    browser ? `${browser.name} for the browser shell` : null,
  ].filter((shell) => shell !== null);
  if (shells.length === 0) {
    throw new Error(
      'Neither Electron nor Chrome, Chromium or Edge is installed. Install one of them to see the app in a window.',
    );
  }
  return shells.join(', ');
}

/** Electron's runtime in a checkout. Not by importing `electron`: that would begin to download it. */
function electronRuntime(): string | null {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
    return existsSync(join(folder, 'dist/version')) ? 'Electron' : null;
  } catch {
    return null;
  }
}
