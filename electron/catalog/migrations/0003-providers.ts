import type { Migration } from './index.ts';

export const providers: Migration = {
  version: 3,
  sql: `
    -- Servers that models are reached through. Their keys are not here: see policy/secrets.
    CREATE TABLE providers (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      name TEXT NOT NULL UNIQUE COLLATE NOCASE,
      base_url TEXT NOT NULL,
      headers TEXT NOT NULL,
      -- Paths of PEM files; empty where none is needed.
      ca_path TEXT NOT NULL,
      certificate_path TEXT NOT NULL,
      certificate_key_path TEXT NOT NULL,
      added INTEGER NOT NULL
    ) STRICT;

    -- A model is a file that runs on this machine, or a name at a provider.
    CREATE TABLE models_new (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('chat', 'embedding')),
      capabilities TEXT NOT NULL,
      path TEXT UNIQUE,
      provider_id TEXT REFERENCES providers ON DELETE CASCADE,
      -- Its name at the provider.
      remote_name TEXT,
      sha256 TEXT NOT NULL,
      size INTEGER NOT NULL,
      architecture TEXT NOT NULL,
      quantisation TEXT NOT NULL,
      parameters INTEGER NOT NULL,
      context_size INTEGER NOT NULL,
      dimensions INTEGER NOT NULL,
      licence TEXT NOT NULL,
      added INTEGER NOT NULL,
      CHECK ((path IS NULL) = (provider_id IS NOT NULL)),
      UNIQUE (provider_id, remote_name)
    ) STRICT;
    INSERT INTO models_new SELECT id, name, role, json_array(role), path, NULL, NULL, sha256, size, architecture,
      quantisation, parameters, context_size, dimensions, licence, added FROM models;

    -- Who serves a role: the first that can, in this order.
    CREATE TABLE model_roles (
      role TEXT NOT NULL,
      position INTEGER NOT NULL,
      model_id TEXT NOT NULL REFERENCES models ON DELETE CASCADE,
      PRIMARY KEY (role, position),
      UNIQUE (role, model_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO model_roles SELECT role, 0, id FROM models WHERE in_use = 1;

    DROP TABLE models;
    ALTER TABLE models_new RENAME TO models;
  `,
};
