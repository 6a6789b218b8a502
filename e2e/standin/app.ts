import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAppServer } from './app-server.ts';
import { Chromium } from './chromium.ts';
import { announceSecondInstance, takeInstanceLock } from './instance-lock.ts';

interface OpenWindow {
  close(): void;
}

/** The windows that are open; quitting closes them first. */
export const openWindows = new Set<OpenWindow>();

/** Switches that stand against the tests' own. */
const ownSwitches = new Set(['no-sandbox', 'disable-features', 'enable-features']);

const { promise: browserStarted, resolve: reportBrowser } = Promise.withResolvers<Chromium>();

class App extends EventEmitter {
  readonly isPackaged = process.env.STANDIN_PACKAGED === '1';
  readonly #switches = new Map<string, string>();
  #folder = process.cwd();
  #name = 'app';
  #version = '0';
  #chromium: Chromium | null = null;
  #exiting = false;

  readonly commandLine = {
    appendSwitch: (name: string, value = ''): void => {
      this.#switches.set(name, value);
    },
  };

  /** Starts the browser; the app's main is imported right after. */
  async start(folder: string): Promise<void> {
    const { name, productName, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    this.#folder = folder;
    this.#name = productName ?? name;
    this.#version = version;
    await startAppServer();
    const switches = [...this.#switches].filter(([key]) => !ownSwitches.has(key));
    const args = switches.map(([key, value]) => (value ? `--${key}=${value}` : `--${key}`));
    this.#chromium = await Chromium.start(join(this.getPath('userData'), 'chromium'), args);
    void this.#chromium.exited.then(() => this.exit(0));
    reportBrowser(this.#chromium);
    this.emit('ready', {}, {});
  }

  async whenReady(): Promise<void> {
    await browserStarted;
  }

  isReady(): boolean {
    return this.#chromium !== null;
  }

  getAppPath(): string {
    return this.#folder;
  }

  getVersion(): string {
    return this.#version;
  }

  getPath(name: string): string {
    const userData = process.argv.find((argument) => argument.startsWith('--user-data-dir='))?.split('=')[1];
    const paths: Record<string, string> = {
      home: homedir(),
      temp: tmpdir(),
      exe: process.execPath,
      userData: userData ?? join(homedir(), '.config', this.#name),
    };
    const path = paths[name];
    if (!path) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  requestSingleInstanceLock(): boolean {
    const lockPath = join(this.getPath('userData'), 'SingletonSocket');
    const taken = takeInstanceLock(lockPath, () => this.emit('second-instance', {}, []));
    if (!taken) announceSecondInstance(lockPath);
    return taken;
  }

  quit(): void {
    if (this.#exiting || this.#isPrevented('before-quit')) return;
    for (const window of [...openWindows]) window.close();
    if (openWindows.size > 0 || this.#isPrevented('will-quit')) return;
    this.exit(0);
  }

  exit(code = 0): void {
    if (this.#exiting) return;
    this.#exiting = true;
    this.emit('quit', {}, code);
    void (this.#chromium?.close() ?? Promise.resolve()).then(() => process.exit(code));
  }

  get isExiting(): boolean {
    return this.#exiting;
  }

  #isPrevented(event: string): boolean {
    let prevented = false;
    this.emit(event, {
      preventDefault: () => {
        prevented = true;
      },
    });
    return prevented;
  }
}

export const app = new App();

/** The browser, once it runs. */
export function browser(): Promise<Chromium> {
  return browserStarted;
}

/** Starts the app that lies in a folder, after the main file has had its turn. */
export function launchApp(folder: string): void {
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => app.quit());
  setImmediate(() => {
    app.start(folder).catch((thrown: unknown) => {
      console.error(thrown);
      process.exit(1);
    });
  });
}
