import { globSync } from 'node:fs';
import { configDefaults, defineConfig } from 'vitest/config';

/**
 * Tests that call functions, and leave their process as they found it: one process runs them one after the other, and
 * what a file loads is there for the next. All others have a process of their own each.
 */
const ofFunctions = globSync(
  [
    'renderer/**/*.test.{ts,tsx}',
    'shared/**/*.test.ts',
    'electron/{bench,catalog,chat,ingest,jobs,policy,search,shell,tagging}/**/*.test.ts',
  ],
  {
    cwd: import.meta.dirname,
    // These start processes of the app.
    exclude: ['electron/ingest/identify.test.ts', 'electron/search/search-index.test.ts'],
  },
);

export default defineConfig({
  test: {
    // Native modules do not load twice in the threads of one process.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // As with the specs of Playwright: what passes only when tried again is listed, and is to be mended.
    retry: process.env.CI ? 1 : 0,
    projects: [
      { extends: true, test: { name: 'functions', include: ofFunctions, isolate: false } },
      {
        extends: true,
        test: {
          name: 'processes',
          include: ['{shared,electron,renderer,build}/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, ...ofFunctions],
        },
      },
    ],
  },
});
