import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { HoldfastError } from '../../shared/errors.ts';
import { openHost } from '../host.ts';
import type { Platform } from '../platform/platform.ts';
import { portFailure } from '../platform/port.ts';
import { rendererFolder } from '../platform/shipped.ts';
import { type BrowserShell, openBrowserShell } from './browser-shell.ts';
import { findBrowser, hasDisplay, openInBrowser } from './browsers.ts';

export interface ServeOptions {
  platform: Platform;
  libraryPath: string;
  /** 0 for any free port. */
  port: number;
  /** Whether to open a window in an installed browser, if there is one and a display. */
  openWindow: boolean;
  signal: AbortSignal;
}

/**
 * Serves a library on this machine until its window is closed or the signal is aborted.
 * Prints a link that works once where no window is opened.
 */
export async function serveLibrary({ platform, libraryPath, port, openWindow, signal }: ServeOptions): Promise<void> {
  const host = await openHost({ platform, libraryPath });
  try {
    const shell = await openBrowserShell({ host, rendererFolder, port }).catch((error: NodeJS.ErrnoException) => {
      throw new HoldfastError(
        'CONFLICT',
        portFailure(port, error),
        'Choose another one with --port, or leave it out.',
        { cause: error },
      );
    });
    try {
      const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      const window = openWindow ? await openWindowOf(shell, join(libraryPath, 'browser-profile')) : null;
      if (window) {
        await Promise.race([aborted, once(window, 'exit')]);
        window.kill();
      } else {
        offerLinks(shell, signal);
        await aborted;
      }
    } finally {
      await shell.close();
    }
  } finally {
    await host.close();
  }
}

/** Opens the app's window; null, with the reason said, where that is not possible. */
async function openWindowOf(shell: BrowserShell, profileFolder: string): Promise<ChildProcess | null> {
  const browser = hasDisplay() ? findBrowser() : null;
  if (!browser) {
    console.error('There is no Chrome, Chromium or Edge, or no display, to open a window with.');
    return null;
  }
  const window = openInBrowser(browser, shell.newLink(), profileFolder);
  const ended = new Promise<'ended'>((resolve) => {
    window.once('exit', () => resolve('ended'));
    window.once('error', () => resolve('ended'));
  });
  if ((await Promise.race([shell.opened, ended])) !== 'ended') return window;
  console.error(`${browser.name} ended without opening the window.`);
  return null;
}

/** Prints a link; each press of Enter in a terminal brings a new one. */
function offerLinks(shell: BrowserShell, signal: AbortSignal): void {
  const offer = () => console.log(`Holdfast is at ${shell.newLink()}`);
  offer();
  if (!process.stdin.isTTY) return;
  console.error('The link works once. Press Enter for another one, Ctrl+C to end.');
  createInterface({ input: process.stdin, signal }).on('line', offer);
}
