import type { Migration } from './index.ts';

export const inodesAndWishes: Migration = {
  version: 19,
  sql: `
    -- Which file of its volume it is, whatever its name; NULL where that was not told. See \`SeenFile\`.
    ALTER TABLE files ADD COLUMN inode TEXT;
    CREATE INDEX files_by_inode ON files (inode) WHERE inode IS NOT NULL;
    -- What is missing, by path; what never had a place is not.
    CREATE INDEX assets_missing ON assets (path, id) WHERE present = 0 AND path <> '';

    -- What the owner wants of all that ended in a state for a reason, and is not done for all of it yet.
    CREATE TABLE failure_wishes (
      id INTEGER PRIMARY KEY,
      wanted TEXT NOT NULL CHECK (wanted IN ('again', 'ignored', 'shown')),
      state TEXT NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;
  `,
};
