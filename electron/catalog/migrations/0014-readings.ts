import type { Migration } from './index.ts';

export const readings: Migration = {
  version: 14,
  sql: `
    -- By whom each stage of reading an asset was last done, or is to be: what a newer one is there for is done again.
    CREATE TABLE readings (
      asset_id INTEGER NOT NULL REFERENCES assets ON DELETE CASCADE,
      stage TEXT NOT NULL CHECK (stage IN ('extract', 'unpack', 'render', 'ocr')),
      -- As JSON, in this order: the stage; what the asset was taken to be, its MIME type and its kind; engine and version; and
      -- the program of the system that was wanted and not there, or ''.
      done_by TEXT NOT NULL,
      PRIMARY KEY (asset_id, stage)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX readings_by_reader ON readings (done_by, asset_id);

    INSERT INTO readings SELECT a.id, 'extract', json_array('extract', a.mime, a.kind,
        CASE WHEN t.engine LIKE 'libreoffice+%' THEN 'libreoffice' WHEN t.engine = 'mediabunny' THEN 'ffprobe' ELSE t.engine END,
        CASE WHEN t.engine LIKE 'libreoffice+%' THEN '1' ELSE t.engine_version END,
        CASE WHEN t.engine = 'mediabunny' THEN 'ffmpeg' ELSE '' END)
      FROM assets a JOIN derivations t ON t.asset_id = a.id AND t.kind = 'text' AND t.page = 0;
    -- Who gave up on an asset was not kept so far.
    INSERT INTO readings SELECT id, 'extract', json_array('extract', mime, kind, '', '', '') FROM assets
      WHERE state IN ('unsupported', 'failed', 'quarantined') AND id NOT IN (SELECT asset_id FROM readings);
    INSERT INTO readings SELECT a.id, 'unpack', json_array('unpack', a.mime, a.kind, u.engine, u.engine_version, '')
      FROM assets a JOIN derivations u ON u.asset_id = a.id AND u.kind = 'parts' AND u.page = 0;
    INSERT INTO readings SELECT id, 'unpack', json_array('unpack', mime, kind, '', '', '') FROM assets
      WHERE kind = 'archive' AND state IN ('failed', 'quarantined')
        AND EXISTS (SELECT 1 FROM derivations WHERE asset_id = assets.id AND kind = 'text')
        AND NOT EXISTS (SELECT 1 FROM derivations WHERE asset_id = assets.id AND kind = 'parts');
    INSERT INTO readings SELECT a.id, 'render', json_array('render', a.mime, a.kind,
        CASE WHEN a.kind = 'pdf' THEN 'pdfium' WHEN a.kind = 'image' THEN 'sharp' ELSE 'ffmpeg' END, '1',
        CASE WHEN t.engine = 'mediabunny' THEN 'ffmpeg' ELSE '' END)
      FROM assets a JOIN derivations t ON t.asset_id = a.id AND t.kind = 'text' AND t.page = 0
      WHERE a.kind IN ('image', 'pdf', 'video', 'audio') AND (a.thumbnail = 1 OR EXISTS
        (SELECT 1 FROM derivations WHERE asset_id = a.id AND kind = 'renditions'));
    INSERT INTO readings SELECT a.id, 'ocr', json_array('ocr', a.mime, a.kind, 'tesseract.js',
        coalesce(min(CASE WHEN o.engine = 'tesseract.js' AND o.engine_version <> '' THEN o.engine_version END), '7.0.0/1'), '')
      FROM assets a JOIN derivations o ON o.asset_id = a.id AND o.kind = 'ocr' GROUP BY a.id;

    -- Who heard what, found among all that was derived.
    CREATE INDEX derivations_by_listener ON derivations (engine, engine_version, asset_id) WHERE kind = 'transcript';
    -- Transcripts by a model that the owner took back: it is not to listen again by itself.
    CREATE TABLE withdrawn_transcripts (
      asset_id INTEGER NOT NULL REFERENCES assets ON DELETE CASCADE,
      model_id TEXT NOT NULL,
      PRIMARY KEY (asset_id, model_id)
    ) STRICT, WITHOUT ROWID;

    -- What models at providers cost, as the owner entered it: a million tokens read, and written, in a currency (ISO 4217).
    CREATE TABLE model_prices (
      model_id TEXT PRIMARY KEY REFERENCES models ON DELETE CASCADE,
      input REAL NOT NULL,
      output REAL NOT NULL,
      currency TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Folders that the owner took out, and assets that no file has any more: their rows are removed in turns.
    ALTER TABLE folders ADD COLUMN leaving INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE leaving_assets (asset_id INTEGER PRIMARY KEY REFERENCES assets ON DELETE CASCADE) STRICT;
    -- Assets that are gone and of which files may still lie in the library; time in milliseconds since 1970.
    CREATE TABLE leftovers (
      hash TEXT PRIMARY KEY,
      pages INTEGER NOT NULL,
      time INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER asset_left AFTER DELETE ON assets BEGIN
      INSERT OR REPLACE INTO leftovers VALUES (old.hash, old.pages, CAST(unixepoch('subsec') * 1000 AS INTEGER));
    END;

    -- 1 for what waits until nothing else is to be done.
    ALTER TABLE tasks ADD COLUMN later INTEGER NOT NULL DEFAULT 0;
    DROP INDEX tasks_by_stage;
    CREATE INDEX tasks_by_stage ON tasks (stage, later, id);
  `,
};
