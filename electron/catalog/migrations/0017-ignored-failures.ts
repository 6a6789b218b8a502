import type { Migration } from './index.ts';

export const ignoredFailures: Migration = {
  version: 17,
  sql: `
    -- What could not be read and the owner does not want to see: a file by its path, an asset by its hash. It shows again
    -- when it ends for another reason.
    CREATE TABLE ignored_failures (
      what TEXT PRIMARY KEY,
      reason TEXT NOT NULL
    ) WITHOUT ROWID;
  `,
};
