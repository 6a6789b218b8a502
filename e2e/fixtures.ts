import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  type Browser,
  test as base,
  chromium,
  type ElectronApplication,
  _electron as electron,
  expect,
  type Page,
} from '@playwright/test';
import { findBrowser } from '../electron/shell/browsers.ts';
import { makeArchive } from './archive.ts';

export type Shell = 'browser' | 'electron-standin';

export interface ShellOptions {
  /** Which shell the specs run on; a project sets it. */
  shell: Shell;
}

/** The app with its window open. */
export interface OpenedApp {
  readonly page: Page;
  readonly library: string;
  /** The process of the host. */
  readonly pid: number;
  /** On the stand-in: the app's main process, for `evaluate`. */
  readonly electron: ElectronApplication | null;
  /** What the page threw, and what its console warned of or called an error so far; any left at the end fails the test. */
  readonly faults: string[];
  /** Closes the window and waits until the host has ended; answers its exit code. */
  close(): Promise<number | null>;
}

export interface CliResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Makes files in a folder that is not there yet. */
type MakeFiles = (folder: string) => Promise<void>;

interface Fixtures {
  /** A folder for this test alone, gone afterwards. */
  scratch: string;
  /** The library that the app and the CLI use in this test. */
  library: string;
  /** Opens the app on the test's library, in the project's shell. */
  openApp: () => Promise<OpenedApp>;
  /** Gives the test's library the files that a function makes, as it is after reading them. No test may change the files. */
  readFiles: (makeFiles: MakeFiles) => Promise<void>;
  /** The same with the archive of archive.ts. */
  readArchive: () => Promise<void>;
  /** Runs a command of the CLI on the test's library. */
  cli: (...args: string[]) => Promise<CliResult>;
}

interface WorkerFixtures {
  /** A library that has read the files that a function makes; made once a worker, when it is first asked for. */
  libraryOf: (makeFiles: MakeFiles) => Promise<string>;
  /** Starts the browser of the browser shell, once a worker. */
  openBrowser: () => Promise<Browser>;
}

export const projectRoot = join(import.meta.dirname, '..');
const outMain = join(projectRoot, 'out/main');
const viewport = { width: 1280, height: 800 };

/** The installed browser, or Playwright's own. */
export const browserPath = findBrowser()?.path ?? chromium.executablePath();

export const test = base.extend<ShellOptions & Fixtures, WorkerFixtures>({
  shell: ['browser', { option: true }],

  openBrowser: [
    async ({}, use) => {
      let browser: Promise<Browser> | undefined;
      await use(() => {
        browser ??= chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu'] });
        return browser;
      });
      await (await browser)?.close();
    },
    { scope: 'worker' },
  ],

  libraryOf: [
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'holdfast-read-'));
      const libraries = new Map<MakeFiles, Promise<string>>();
      await use((makeFiles) => {
        const library = libraries.get(makeFiles) ?? makeLibrary(join(folder, `${libraries.size}`), makeFiles);
        libraries.set(makeFiles, library);
        return library;
      });
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker' },
  ],

  scratch: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },

  library: async ({ scratch }, use) => use(join(scratch, 'library')),

  openApp: async ({ shell, library, scratch, openBrowser }, use) => {
    const opened: OpenedApp[] = [];
    await use(async () => {
      const app =
        shell === 'browser'
          ? await openInBrowser(library, await openBrowser())
          : await openInElectron(library, scratch);
      opened.push(app);
      await app.page.getByRole('main').waitFor();
      return app;
    });
    for (const app of opened) await app.close();
    const faults = opened.flatMap((app) => app.faults);
    expect(faults, 'errors of the page, and errors and warnings in its console').toEqual([]);
  },

  readFiles: async ({ library, libraryOf }, use) => {
    await use(async (makeFiles) => cp(await libraryOf(makeFiles), library, { recursive: true }));
  },

  readArchive: async ({ readFiles }, use) => use(() => readFiles(makeArchive)),

  cli: async ({ library }, use) => {
    await use((...args) => runCli(args, { HOLDFAST_LIBRARY: library }));
  },
});

export { expect };

async function makeLibrary(folder: string, makeFiles: MakeFiles): Promise<string> {
  const [files, library] = [join(folder, 'files'), join(folder, 'library')];
  await makeFiles(files);
  const { code, stderr } = await runCli(['ingest', files], { HOLDFAST_LIBRARY: library });
  if (code !== 0) throw new Error(`The files could not be read: ${stderr}`);
  return library;
}

/** Runs the built CLI to its end. */
export function runCli(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliResult> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: 64 * 2 ** 20 };
    execFile(process.execPath, [join(outMain, 'cli.js'), ...args], options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    });
  });
}

/** A browser shell without a window, on a library of its own. */
export interface ServedLibrary {
  /** The link that it printed. */
  readonly link: string;
  readonly pid: number;
  /** Ends it as Ctrl+C does and answers its exit code. */
  stop(): Promise<number | null>;
}

export async function serve(library: string): Promise<ServedLibrary> {
  const child = spawn(process.execPath, [join(outMain, 'serve.js'), '--library', library], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  for await (const line of createInterface({ input: child.stdout })) {
    const link = /http:\S+/.exec(line)?.[0];
    if (!link) continue;
    return {
      link,
      pid: pidOf(child),
      stop: async () => {
        child.kill('SIGINT');
        return (await exited)[0];
      },
    };
  }
  throw new Error('The browser shell ended before it printed its link.');
}

async function openInBrowser(library: string, browser: Browser): Promise<OpenedApp> {
  const served = await serve(library);
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  const faults = watchForFaults(page);
  await page.goto(served.link);
  let closed: Promise<number | null> | undefined;
  const close = () => {
    closed ??= context.close().then(() => served.stop());
    return closed;
  };
  return { page, library, pid: served.pid, electron: null, faults, close };
}

async function openInElectron(library: string, scratch: string): Promise<OpenedApp> {
  const app = await launchElectron(library, join(scratch, 'user-data'));
  const page = await app.firstWindow();
  const faults = watchForFaults(page);
  const exited = once(app.process(), 'exit') as Promise<[number | null]>;
  const close = async () => {
    await app.close();
    return (await exited)[0];
  };
  return { page, library, pid: pidOf(app.process()), electron: app, faults, close };
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('The process could not be started.');
  return pid;
}

/** Starts the app on the stand-in for Electron. */
export function launchElectron(library: string, userData: string): Promise<ElectronApplication> {
  return electron.launch({
    executablePath: join(import.meta.dirname, 'standin/electron'),
    args: [projectRoot, `--user-data-dir=${userData}`],
    env: standinEnvironment(library),
  });
}

/** What the stand-in's executable needs to know. */
export function standinEnvironment(library: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    ...Object.fromEntries(inherited),
    HOLDFAST_LIBRARY: library,
    STANDIN_NODE: process.execPath,
    STANDIN_CHROMIUM: browserPath,
  };
}

function watchForFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      faults.push(`${message.text()} (${message.location().url})`);
  });
  return faults;
}
