import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,electron,renderer,build}/**/*.test.{ts,tsx}'],
    // Native modules do not load twice in the threads of one process.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // As with the specs of Playwright: what passes only when tried again is listed, and is to be mended.
    retry: process.env.CI ? 1 : 0,
  },
});
