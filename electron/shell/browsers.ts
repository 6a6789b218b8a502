import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Browser {
  readonly name: string;
  readonly path: string;
}

/** Browsers that can show a page as an app, best first, by how each system names them. */
const known = [
  {
    name: 'Google Chrome',
    linux: ['google-chrome', 'google-chrome-stable'],
    darwin: 'Google Chrome.app/Contents/MacOS/Google Chrome',
    win32: 'Google/Chrome/Application/chrome.exe',
  },
  {
    name: 'Chromium',
    linux: ['chromium', 'chromium-browser'],
    darwin: 'Chromium.app/Contents/MacOS/Chromium',
    win32: 'Chromium/Application/chrome.exe',
  },
  {
    name: 'Microsoft Edge',
    linux: ['microsoft-edge', 'microsoft-edge-stable'],
    darwin: 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    win32: 'Microsoft/Edge/Application/msedge.exe',
  },
] as const;

/** The first installed browser that can show Holdfast; `HOLDFAST_BROWSER` names another one by its path. */
export function findBrowser(): Browser | null {
  const { HOLDFAST_BROWSER } = process.env;
  if (HOLDFAST_BROWSER) return existsSync(HOLDFAST_BROWSER) ? { name: HOLDFAST_BROWSER, path: HOLDFAST_BROWSER } : null;
  for (const browser of known) {
    const path = placesOf(browser).find((place) => existsSync(place));
    if (path) return { name: browser.name, path };
  }
  return null;
}

function placesOf(browser: (typeof known)[number]): string[] {
  const { env } = process;
  if (process.platform === 'darwin')
    return ['/Applications', join(env.HOME ?? '', 'Applications')].map((folder) => join(folder, browser.darwin));
  if (process.platform === 'win32') {
    const folders = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter(
      (folder) => folder !== undefined,
    );
    return folders.map((folder) => join(folder, browser.win32));
  }
  const folders = (env.PATH ?? '').split(delimiter);
  return browser.linux.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** Whether a window can be shown at all. */
export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Keeps the browser from talking to anyone: Holdfast works with the network cable out, and so does its window. */
const quiet = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-sync',
  '--no-pings',
];

/**
 * Opens a link as a window of its own, in a profile of its own, so that the process ends with the window
 * and no extension reads along.
 */
export function openInBrowser(browser: Browser, link: string, profileFolder: string): ChildProcess {
  // Chromium refuses to run as root with its sandbox.
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : [];
  const args = [`--app=${link}`, `--user-data-dir=${profileFolder}`, ...quiet, ...asRoot];
  return spawn(browser.path, args, { stdio: 'ignore' });
}
