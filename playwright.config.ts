import { defineConfig } from '@playwright/test';
import type { ShellOptions } from './e2e/fixtures.ts';

/** Specs of what is the same in every shell: screens that talk to the host alone. They run on the browser shell only. */
const inOneShell = [
  'activity',
  'chat',
  'containers',
  'duplicates',
  'endpoint',
  'formats',
  'library',
  'looks',
  'model-bench',
  'models',
  'providers',
  'recordings',
  'search',
  'settings',
  'tags',
].map((name) => `${name}.spec.ts`);

/** The other specs run on every shell that this machine can open; see e2e/standin/README.md for the second one. */
export default defineConfig<ShellOptions>({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  // A busy machine may disturb a spec; one that passes only then is listed as flaky, and is to be mended.
  retries: process.env.CI ? 1 : 0,
  reporter: 'list',
  use: { trace: 'off', screenshot: 'only-on-failure' },
  projects: [
    { name: 'browser', testIgnore: 'electron-*.spec.ts', use: { shell: 'browser' } },
    // The stand-in's executable is a shell script.
    ...(process.platform === 'win32'
      ? []
      : [
          {
            name: 'electron-standin',
            testIgnore: ['browser-*.spec.ts', ...inOneShell],
            use: { shell: 'electron-standin' as const },
          },
        ]),
  ],
});
