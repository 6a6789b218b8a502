import type { Migration } from './index.ts';

export const library: Migration = {
  version: 1,
  sql: `
    CREATE TABLE folders (
      id INTEGER PRIMARY KEY,
      path TEXT NOT NULL UNIQUE,
      added INTEGER NOT NULL
    ) STRICT;

    -- An asset is content: its identity is the SHA-256 of its bytes, wherever and however often the file lies.
    CREATE TABLE assets (
      id INTEGER PRIMARY KEY,
      hash TEXT NOT NULL UNIQUE,
      size INTEGER NOT NULL,
      mime TEXT NOT NULL,
      kind TEXT NOT NULL,
      state TEXT NOT NULL DEFAULT 'pending'
        CHECK (state IN ('pending', 'ready', 'empty', 'unsupported', 'failed', 'quarantined')),
      reason TEXT NOT NULL DEFAULT '',
      title TEXT NOT NULL DEFAULT '',
      -- Name, path and time of the first file that is there, kept here so that listings can sort by them.
      name TEXT NOT NULL DEFAULT '',
      path TEXT NOT NULL DEFAULT '',
      present INTEGER NOT NULL DEFAULT 0,
      date INTEGER NOT NULL DEFAULT 0,
      -- 1 when the date comes from the file's own metadata and not from the file system.
      dated INTEGER NOT NULL DEFAULT 0,
      month TEXT NOT NULL GENERATED ALWAYS AS (strftime('%Y-%m', date / 1000, 'unixepoch')) STORED,
      width REAL NOT NULL DEFAULT 0,
      height REAL NOT NULL DEFAULT 0,
      pages INTEGER NOT NULL DEFAULT 0,
      metadata TEXT NOT NULL DEFAULT '[]',
      thumbnail INTEGER NOT NULL DEFAULT 0,
      passages INTEGER NOT NULL DEFAULT 0,
      -- How often a worker died over it.
      kills INTEGER NOT NULL DEFAULT 0,
      added INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX assets_by_date ON assets (present, date, id);
    CREATE INDEX assets_by_month ON assets (present, month);
    CREATE INDEX assets_by_name ON assets (present, name COLLATE NOCASE, id);
    CREATE INDEX assets_by_size ON assets (present, size, id);
    CREATE INDEX assets_by_kind ON assets (present, kind, id);
    CREATE INDEX assets_by_state ON assets (present, state, passages);

    CREATE TABLE files (
      id INTEGER PRIMARY KEY,
      folder_id INTEGER NOT NULL REFERENCES folders ON DELETE CASCADE,
      path TEXT NOT NULL,
      -- The path's bytes where they are not valid UTF-8; \`path\` then is for people only.
      raw_path BLOB,
      parent TEXT NOT NULL,
      name TEXT NOT NULL,
      size INTEGER NOT NULL,
      modified INTEGER NOT NULL,
      asset_id INTEGER REFERENCES assets ON DELETE SET NULL,
      -- Why the file could not be read at all; it then has no asset.
      failure TEXT,
      missing INTEGER NOT NULL DEFAULT 0,
      -- The job that last saw the file.
      job_id INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX files_by_path ON files (path, coalesce(raw_path, x''));
    CREATE INDEX files_by_asset ON files (asset_id, missing, id);
    CREATE INDEX files_by_folder ON files (folder_id);
    CREATE INDEX files_by_job ON files (job_id);
    CREATE INDEX files_by_parent ON files (parent);

    -- Everything derived says where it came from.
    CREATE TABLE derivations (
      id INTEGER PRIMARY KEY,
      asset_id INTEGER NOT NULL REFERENCES assets ON DELETE CASCADE,
      kind TEXT NOT NULL,
      -- The page it was made of; 0 for the asset as a whole.
      page INTEGER NOT NULL DEFAULT 0,
      engine TEXT NOT NULL,
      engine_version TEXT NOT NULL,
      parameters TEXT NOT NULL DEFAULT '{}',
      time INTEGER NOT NULL,
      result TEXT,
      UNIQUE (asset_id, kind, page)
    ) STRICT;

    CREATE TABLE passages (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      asset_id INTEGER NOT NULL REFERENCES assets ON DELETE CASCADE,
      source TEXT NOT NULL CHECK (source IN ('name', 'text', 'ocr')),
      page INTEGER NOT NULL DEFAULT 0,
      position INTEGER NOT NULL,
      text TEXT NOT NULL,
      anchor TEXT NOT NULL,
      -- 0: not in the search index; 1: being written to it; 2: in it.
      indexed INTEGER NOT NULL DEFAULT 0,
      UNIQUE (asset_id, source, page, position)
    ) STRICT;
    CREATE INDEX passages_to_index ON passages (indexed, id) WHERE indexed < 2;

    -- Passages that are gone and may still have rows in the search index.
    CREATE TABLE index_deletions (passage_id INTEGER PRIMARY KEY) STRICT;
    CREATE TRIGGER passages_deleted AFTER DELETE ON passages WHEN old.indexed > 0 BEGIN
      INSERT OR IGNORE INTO index_deletions VALUES (old.id);
    END;

    CREATE TABLE tags (
      asset_id INTEGER NOT NULL REFERENCES assets ON DELETE CASCADE,
      tag TEXT NOT NULL COLLATE NOCASE,
      PRIMARY KEY (asset_id, tag)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tags_by_tag ON tags (tag, asset_id);

    CREATE TABLE models (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('chat', 'embedding')),
      path TEXT NOT NULL UNIQUE,
      sha256 TEXT NOT NULL,
      size INTEGER NOT NULL,
      architecture TEXT NOT NULL,
      quantisation TEXT NOT NULL,
      parameters INTEGER NOT NULL,
      context_size INTEGER NOT NULL,
      dimensions INTEGER NOT NULL,
      licence TEXT NOT NULL,
      added INTEGER NOT NULL,
      in_use INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE UNIQUE INDEX one_model_a_role ON models (role) WHERE in_use = 1;

    CREATE TABLE vectors (
      passage_id INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE,
      model_id TEXT NOT NULL REFERENCES models ON DELETE CASCADE,
      -- Little-endian 32-bit floats of length 1; NULL where the model knows none of the words.
      vector BLOB,
      indexed INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (model_id, passage_id)
    ) STRICT;
    CREATE INDEX vectors_by_passage ON vectors (passage_id);
    CREATE INDEX vectors_to_index ON vectors (model_id, indexed, passage_id) WHERE indexed < 2;

    CREATE TABLE jobs (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL,
      subject TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'done', 'cancelled')),
      reason TEXT NOT NULL DEFAULT '',
      created INTEGER NOT NULL,
      finished INTEGER
    ) STRICT;
    CREATE TABLE job_stages (
      job_id INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
      stage TEXT NOT NULL,
      total INTEGER NOT NULL DEFAULT 0,
      done INTEGER NOT NULL DEFAULT 0,
      failed INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (job_id, stage)
    ) STRICT, WITHOUT ROWID;
    -- What is still to do. A task leaves in the same transaction that keeps its result.
    CREATE TABLE tasks (
      id INTEGER PRIMARY KEY,
      job_id INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
      stage TEXT NOT NULL,
      folder_id INTEGER REFERENCES folders ON DELETE CASCADE,
      file_id INTEGER REFERENCES files ON DELETE CASCADE,
      asset_id INTEGER REFERENCES assets ON DELETE CASCADE,
      page INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX tasks_by_stage ON tasks (stage, id);
    CREATE INDEX tasks_by_job ON tasks (job_id, stage);
    CREATE INDEX tasks_by_asset ON tasks (asset_id, stage);
    CREATE INDEX tasks_by_file ON tasks (file_id);
    CREATE INDEX tasks_by_folder ON tasks (folder_id);

    CREATE TABLE conversations (
      id INTEGER PRIMARY KEY,
      title TEXT NOT NULL,
      updated INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE messages (
      id INTEGER PRIMARY KEY,
      conversation_id INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
      role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
      text TEXT NOT NULL,
      model TEXT,
      citations TEXT NOT NULL DEFAULT '[]',
      time INTEGER NOT NULL,
      complete INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX messages_by_conversation ON messages (conversation_id, id);

    CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
};
