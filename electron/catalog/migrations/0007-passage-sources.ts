import type { Migration } from './index.ts';

export const passageSources: Migration = {
  version: 7,
  sql: `
    -- Passages also come from what is said in a recording, and from what a model wrote of an asset.
    CREATE TABLE passages_new (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      asset_id INTEGER NOT NULL REFERENCES assets ON DELETE CASCADE,
      source TEXT NOT NULL CHECK (source IN ('name', 'text', 'ocr', 'transcript', 'caption')),
      page INTEGER NOT NULL DEFAULT 0,
      position INTEGER NOT NULL,
      text TEXT NOT NULL,
      anchor TEXT NOT NULL,
      -- 0: not in the search index; 1: being written to it; 2: in it.
      indexed INTEGER NOT NULL DEFAULT 0,
      UNIQUE (asset_id, source, page, position)
    ) STRICT;
    INSERT INTO passages_new SELECT id, asset_id, source, page, position, text, anchor, indexed FROM passages;
    -- An id is never given twice, as the search index may still have rows of one that is gone.
    DELETE FROM sqlite_sequence WHERE name = 'passages_new';
    INSERT INTO sqlite_sequence SELECT 'passages_new', seq FROM sqlite_sequence WHERE name = 'passages';

    DROP TABLE passages;
    ALTER TABLE passages_new RENAME TO passages;
    CREATE INDEX passages_to_index ON passages (indexed, id) WHERE indexed < 2;
    CREATE TRIGGER passages_deleted AFTER DELETE ON passages WHEN old.indexed > 0 BEGIN
      INSERT OR IGNORE INTO index_deletions VALUES (old.id);
    END;
  `,
};
