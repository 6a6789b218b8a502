import type { Migration } from './index.ts';

export const modelRoles: Migration = {
  version: 4,
  sql: `
    -- A model is what it can do, and serves any role that asks for that; it may run with adapters on its base.
    CREATE TABLE models_new (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      capabilities TEXT NOT NULL,
      languages TEXT NOT NULL,
      engine TEXT CHECK (engine IN ('llama.cpp', 'onnx', 'whisper.cpp')),
      path TEXT,
      adapters TEXT NOT NULL,
      -- The chat template instead of the file's own; empty for that.
      template TEXT NOT NULL,
      provider_id TEXT REFERENCES providers ON DELETE CASCADE,
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
      CHECK ((path IS NULL) = (engine IS NULL)),
      UNIQUE (path, adapters),
      UNIQUE (provider_id, remote_name)
    ) STRICT;
    INSERT INTO models_new SELECT id, name,
      CASE WHEN path IS NOT NULL AND role = 'chat' THEN json_array('chat', 'tools', 'json-schema') ELSE capabilities END,
      '[]', CASE WHEN path IS NOT NULL THEN 'llama.cpp' END, path, '[]', '', provider_id, remote_name, sha256, size,
      architecture, quantisation, parameters, context_size, dimensions, licence, added FROM models;

    -- Who serves a role, everywhere (tag '') or for the files with a tag: the first that can, in this order.
    CREATE TABLE model_roles_new (
      role TEXT NOT NULL,
      tag TEXT NOT NULL COLLATE NOCASE,
      position INTEGER NOT NULL,
      model_id TEXT NOT NULL REFERENCES models ON DELETE CASCADE,
      PRIMARY KEY (role, tag, position),
      UNIQUE (role, tag, model_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO model_roles_new SELECT role, '', position, model_id FROM model_roles;

    DROP TABLE model_roles;
    DROP TABLE models;
    ALTER TABLE models_new RENAME TO models;
    ALTER TABLE model_roles_new RENAME TO model_roles;
  `,
};
