import type { Migration } from './index.ts';

export const keylessProviders: Migration = {
  version: 18,
  sql: `
    -- 1 for a server that asks for no key: then there is nothing of it among the keys.
    ALTER TABLE providers ADD COLUMN keyless INTEGER NOT NULL DEFAULT 0;
  `,
};
