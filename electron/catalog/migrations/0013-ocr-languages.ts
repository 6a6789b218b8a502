import type { Migration } from './index.ts';

export const ocrLanguages: Migration = {
  version: 13,
  sql: `
    -- In what pictures are read, where not as everywhere in the library. A file is meant by its content.
    CREATE TABLE ocr_choices (
      scope TEXT NOT NULL CHECK (scope IN ('folder', 'tag', 'file')),
      -- The folder's path, the tag, or the asset's hash.
      subject TEXT NOT NULL,
      -- A list of codes, the best first; NULL for those of the script that is found on each page.
      languages TEXT,
      PRIMARY KEY (scope, subject)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER ocr_choice_of_asset_gone AFTER DELETE ON assets BEGIN
      DELETE FROM ocr_choices WHERE scope = 'file' AND subject = old.hash;
    END;

    -- How sure OCR was of a page on the whole, 0 to 100; NULL where it found no text.
    ALTER TABLE derivations ADD COLUMN confidence REAL;
    -- The passages of a page that a model has read since, to be searched again when what it read is undone.
    ALTER TABLE derivations ADD COLUMN set_aside TEXT;
    UPDATE derivations SET confidence = (
      SELECT sum(length(value ->> 'text') * (value ->> 'confidence')) / sum(length(value ->> 'text'))
      FROM json_each(result, '$.words')) WHERE kind = 'ocr';
    CREATE INDEX pages_by_ocr ON derivations (asset_id, page, confidence) WHERE kind = 'ocr';
  `,
};
