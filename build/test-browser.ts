import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findBrowser } from '../electron/shell/browsers.ts';
import { projectRoot } from './bootstrap.mjs';

/** Chromium without the parts that show a window, which takes a third less time over the specs, as Debian installs it. */
const headlessShell = '/usr/lib/chromium/chromium-headless-shell';

/**
 * A browser for the specs: an installed one, else Debian's (as root), else Playwright's own build.
 * @returns its path, or why there is none
 */
export async function obtainTestBrowser(): Promise<{ path: string } | { missing: string }> {
  const path = installedBrowser() ?? (installFromDebian() ? installedBrowser() : null);
  if (path) return { path };
  const own = chromium.executablePath();
  if (!existsSync(own)) {
    const playwright = join(projectRoot, 'node_modules/@playwright/test/cli.js');
    spawnSync(process.execPath, [playwright, 'install', 'chromium'], { stdio: ['ignore', 2, 2], timeout: 300_000 });
  }
  if (existsSync(own)) return { path: own };
  return { missing: 'no Chrome, Chromium or Edge is installed, and none could be installed' };
}

function installedBrowser(): string | null {
  if (!process.env.HOLDFAST_BROWSER && existsSync(headlessShell)) return headlessShell;
  return findBrowser()?.path ?? null;
}

/** Older versions of Debian have no headless shell. */
function installFromDebian(): boolean {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  if (!isRoot || spawnSync('apt-get', ['--version']).status !== 0) return false;
  console.error('Installing Chromium for the specs …');
  const aptGet = (...args: string[]) =>
    spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
      .status === 0;
  aptGet('update');
  return ['chromium-headless-shell', 'chromium'].some((name) =>
    aptGet('install', '-y', '--no-install-recommends', name, 'fonts-liberation'),
  );
}
