import { expect, test } from 'vitest';
import { coverageParts, waitingFiles } from './coverage-parts.ts';

test('parts of the library add up to all of it, and files to all files', () => {
  const unfound = { pending: 2, ready: 4, empty: 0, unsupported: 3, failed: 1, quarantined: 0 };
  const parts = coverageParts({ searchable: 6, unfound });
  expect(parts.map(({ part, count }) => [part, count])).toEqual([
    ['found', 6],
    ['wordless', 4],
    ['pending', 2],
    ['failed', 1],
    ['unsupported', 3],
  ]);
  expect(waitingFiles({ assets: 16 }, { files: 25, copies: 3, sidecars: 1, unreadable: 1, noFiles: 2 })).toBe(2);
});
