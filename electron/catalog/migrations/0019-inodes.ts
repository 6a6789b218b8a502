import type { Migration } from './index.ts';

export const inodes: Migration = {
  version: 19,
  sql: `
    -- Which file of its volume it is, whatever its name; NULL where that was not told. See \`SeenFile\`.
    ALTER TABLE files ADD COLUMN inode TEXT;
    CREATE INDEX files_by_inode ON files (inode) WHERE inode IS NOT NULL;
    -- What is missing, by path; what never had a place is not.
    CREATE INDEX assets_missing ON assets (path, id) WHERE present = 0 AND path <> '';
  `,
};
