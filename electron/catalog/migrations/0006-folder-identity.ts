import type { Migration } from './index.ts';

export const folderIdentity: Migration = {
  version: 6,
  sql: `
    -- Which directory of which volume the folder was when it was last read; empty before that. An empty directory in
    -- its place is where a drive is to be, and says nothing of the files.
    ALTER TABLE folders ADD COLUMN identity TEXT NOT NULL DEFAULT '';
  `,
};
