import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findBrowser } from '../electron/shell/browsers.ts';
import { projectRoot } from './bootstrap.mjs';

/**
 * A browser for the specs: an installed one, else Debian's (as root), else Playwright's own build.
 * @returns its path, or why there is none
 */
export async function obtainTestBrowser(): Promise<{ path: string } | { missing: string }> {
  const installed = findBrowser() ?? (installFromDebian() ? findBrowser() : null);
  if (installed) return { path: installed.path };
  const own = chromium.executablePath();
  if (!existsSync(own)) {
    const playwright = join(projectRoot, 'node_modules/@playwright/test/cli.js');
    spawnSync(process.execPath, [playwright, 'install', 'chromium'], { stdio: ['ignore', 2, 2], timeout: 300_000 });
  }
  if (existsSync(own)) return { path: own };
  return { missing: 'no Chrome, Chromium or Edge is installed, and none could be installed' };
}

function installFromDebian(): boolean {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  if (!isRoot || spawnSync('apt-get', ['--version']).status !== 0) return false;
  console.error('Installing chromium for the specs …');
  const aptGet = (...args: string[]) =>
    spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  aptGet('update');
  return aptGet('install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation').status === 0;
}
