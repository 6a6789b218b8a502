import type { Migration } from './index.ts';

export const tagging: Migration = {
  version: 11,
  sql: `
    -- What a model wrote says which one, by the name that it had then, and to which version of the prompt; the model's id
    -- is the engine, its file's SHA-256 the engine's version.
    ALTER TABLE derivations ADD COLUMN model_name TEXT NOT NULL DEFAULT '';
    ALTER TABLE derivations ADD COLUMN prompt_version INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX derivations_by_model ON derivations (engine, kind, prompt_version, engine_version, model_name, time)
      WHERE model_name <> '';

    -- Who put a tag on an asset; 'confirmed' where the owner did so or agreed.
    ALTER TABLE tags ADD COLUMN origin TEXT NOT NULL DEFAULT 'owner' CHECK (origin IN ('owner', 'file', 'model'));
    ALTER TABLE tags ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 1;
    -- What a model suggested it in.
    ALTER TABLE tags ADD COLUMN derivation_id INTEGER REFERENCES derivations;
    ALTER TABLE tags ADD COLUMN time INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX tags_by_derivation ON tags (derivation_id) WHERE derivation_id IS NOT NULL;

    -- Tags that the owner does not want on an asset, whoever suggests them.
    CREATE TABLE refused_tags (
      asset_id INTEGER NOT NULL REFERENCES assets ON DELETE CASCADE,
      tag TEXT NOT NULL COLLATE NOCASE,
      PRIMARY KEY (asset_id, tag)
    ) STRICT, WITHOUT ROWID;

    -- Tags to choose from. An open vocabulary lets models suggest words that are not in it.
    CREATE TABLE vocabularies (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE COLLATE NOCASE,
      open INTEGER NOT NULL,
      -- The confidence from which on suggestions of its terms are accepted by themselves; NULL for never.
      auto_accept REAL
    ) STRICT;
    CREATE TABLE terms (
      id INTEGER PRIMARY KEY,
      vocabulary_id INTEGER NOT NULL REFERENCES vocabularies ON DELETE CASCADE,
      parent_id INTEGER REFERENCES terms ON DELETE SET NULL,
      -- Also the tag: a word means one thing in a library.
      name TEXT NOT NULL UNIQUE COLLATE NOCASE
    ) STRICT;
    CREATE INDEX terms_by_vocabulary ON terms (vocabulary_id);
    CREATE INDEX terms_by_parent ON terms (parent_id);
    CREATE TABLE term_synonyms (
      name TEXT PRIMARY KEY COLLATE NOCASE,
      term_id INTEGER NOT NULL REFERENCES terms ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX term_synonyms_by_term ON term_synonyms (term_id);

    CREATE TABLE tag_suggestions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      asset_id INTEGER NOT NULL REFERENCES assets ON DELETE CASCADE,
      tag TEXT NOT NULL COLLATE NOCASE,
      confidence REAL NOT NULL,
      derivation_id INTEGER NOT NULL REFERENCES derivations ON DELETE CASCADE,
      state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'rejected')),
      UNIQUE (derivation_id, tag)
    ) STRICT;
    CREATE INDEX tag_suggestions_by_asset ON tag_suggestions (asset_id, tag, state);
    CREATE INDEX open_tag_suggestions ON tag_suggestions (asset_id, tag, confidence) WHERE state = 'open';

    -- With what a model wrote go the tags that nobody confirmed; those that the owner confirmed are the owner's.
    CREATE TRIGGER derivation_withdrawn BEFORE DELETE ON derivations WHEN old.model_name <> '' BEGIN
      DELETE FROM tags WHERE derivation_id = old.id AND confirmed = 0;
      UPDATE tags SET origin = 'owner', derivation_id = NULL WHERE derivation_id = old.id;
    END;

    -- What a job of tagging writes anew: all, or what one model wrote; what is missing it writes in any case.
    CREATE TABLE tagging_jobs (
      job_id INTEGER PRIMARY KEY REFERENCES jobs ON DELETE CASCADE,
      rewrites TEXT NOT NULL CHECK (rewrites IN ('nothing', 'all', 'model')),
      model_id TEXT,
      CHECK ((rewrites = 'model') = (model_id IS NOT NULL))
    ) STRICT;
    -- Why a model wrote nothing of an asset.
    CREATE TABLE tagging_failures (
      asset_id INTEGER NOT NULL REFERENCES assets ON DELETE CASCADE,
      stage TEXT NOT NULL,
      reason TEXT NOT NULL,
      time INTEGER NOT NULL,
      PRIMARY KEY (asset_id, stage)
    ) STRICT, WITHOUT ROWID;

    -- Assets that became ready, or got a transcript, since the owner wants models to look at what is new.
    CREATE TABLE newly_read (asset_id INTEGER PRIMARY KEY REFERENCES assets ON DELETE CASCADE) STRICT;
    CREATE TRIGGER asset_is_ready AFTER UPDATE OF state ON assets WHEN new.state = 'ready' AND old.state <> 'ready'
      AND EXISTS (SELECT 1 FROM settings WHERE key = 'tagNewFiles' AND value = 'true') BEGIN
      INSERT OR IGNORE INTO newly_read VALUES (new.id);
    END;
    CREATE TRIGGER transcript_is_there AFTER INSERT ON passages WHEN new.source = 'transcript'
      AND EXISTS (SELECT 1 FROM settings WHERE key = 'tagNewFiles' AND value = 'true') BEGIN
      INSERT OR IGNORE INTO newly_read VALUES (new.asset_id);
    END;
  `,
};
