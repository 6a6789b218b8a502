import type { Migration } from './index.ts';

export const filesWithoutJobs: Migration = {
  version: 16,
  sql: `
    -- Which job saw a file last was written for every file of every look through, and is known without it.
    DROP INDEX files_by_job;
    ALTER TABLE files DROP COLUMN job_id;
  `,
};
