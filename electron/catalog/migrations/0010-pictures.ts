import type { Migration } from './index.ts';

export const pictures: Migration = {
  version: 10,
  sql: `
    -- A sidecar is a file that says something of the file beside it: which one, as its path with or without the
    -- extension, and what, as JSON. It is no asset of its own.
    ALTER TABLE files ADD COLUMN describes TEXT;
    ALTER TABLE files ADD COLUMN facts TEXT;
    CREATE INDEX files_by_described ON files (describes) WHERE describes IS NOT NULL;

    -- What pictures, and other files with a sidecar, say of themselves.
    CREATE TABLE pictures (
      asset_id INTEGER PRIMARY KEY REFERENCES assets ON DELETE CASCADE,
      -- As the file alone has it, so that a change of the sidecar does not want the file to be read again.
      stated TEXT NOT NULL,
      -- The sum of file and sidecar.
      rating INTEGER,
      camera TEXT,
      latitude REAL,
      longitude REAL,
      -- As JSON, as are the faces.
      keywords TEXT NOT NULL DEFAULT '[]',
      faces TEXT NOT NULL DEFAULT '[]'
    ) STRICT;
    CREATE INDEX pictures_by_rating ON pictures (rating) WHERE rating IS NOT NULL;
    CREATE INDEX pictures_by_position ON pictures (asset_id) WHERE latitude IS NOT NULL;

    -- Tags that were put on assets or taken off while they are to be written into sidecars.
    CREATE TABLE sidecar_changes (
      asset_id INTEGER NOT NULL REFERENCES assets ON DELETE CASCADE,
      tag TEXT NOT NULL COLLATE NOCASE,
      added INTEGER NOT NULL,
      -- Why it could not be written; empty before it was tried.
      problem TEXT NOT NULL DEFAULT '',
      PRIMARY KEY (asset_id, tag)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER tag_added AFTER INSERT ON tags
    WHEN EXISTS (SELECT 1 FROM settings WHERE key = 'writeSidecars' AND value = 'true') BEGIN
      INSERT OR REPLACE INTO sidecar_changes (asset_id, tag, added) VALUES (new.asset_id, new.tag, 1);
    END;
    CREATE TRIGGER tag_removed AFTER DELETE ON tags
    WHEN EXISTS (SELECT 1 FROM settings WHERE key = 'writeSidecars' AND value = 'true')
      AND EXISTS (SELECT 1 FROM assets WHERE id = old.asset_id) BEGIN
      INSERT OR REPLACE INTO sidecar_changes (asset_id, tag, added) VALUES (old.asset_id, old.tag, 0);
    END;

    -- What an asset looks or reads like, for finding what is nearly the same.
    CREATE TABLE fingerprints (
      asset_id INTEGER NOT NULL REFERENCES assets ON DELETE CASCADE,
      -- Which one, and which version of it: others are made anew.
      engine TEXT NOT NULL,
      -- NULL where the asset has too little in it to be told from others.
      print BLOB,
      PRIMARY KEY (engine, asset_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX fingerprints_by_asset ON fingerprints (asset_id);
    -- Assets of which they are to be made, as they were read, or read anew.
    CREATE TABLE fingerprints_due (asset_id INTEGER PRIMARY KEY REFERENCES assets ON DELETE CASCADE) STRICT;
    INSERT INTO fingerprints_due SELECT id FROM assets WHERE state = 'ready';
    CREATE TRIGGER asset_wants_fingerprint AFTER UPDATE OF state, thumbnail ON assets WHEN new.state = 'ready' BEGIN
      INSERT OR IGNORE INTO fingerprints_due VALUES (new.id);
    END;

    -- Sets of assets of which the owner said that they are no duplicates of each other; by their hashes, as that holds
    -- for the content whenever it comes back.
    CREATE TABLE distinct_sets (id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL) STRICT;
    CREATE TABLE distinct_assets (
      hash TEXT NOT NULL,
      set_id INTEGER NOT NULL REFERENCES distinct_sets ON DELETE CASCADE,
      PRIMARY KEY (hash, set_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX distinct_assets_by_set ON distinct_assets (set_id);
  `,
};
