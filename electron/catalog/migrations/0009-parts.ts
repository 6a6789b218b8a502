import type { Migration } from './index.ts';

export const parts: Migration = {
  version: 9,
  sql: `
    -- What a container (an archive, a mail with attachments, a PDF with files in it) holds, in its own order.
    CREATE TABLE parts (
      container_id INTEGER NOT NULL REFERENCES assets ON DELETE CASCADE,
      position INTEGER NOT NULL,
      -- The place in the container, with slashes; never a path to open.
      path TEXT NOT NULL,
      -- The bytes of that name where they are not valid UTF-8.
      raw_path BLOB,
      -- 0 where the container does not say.
      modified INTEGER NOT NULL,
      asset_id INTEGER REFERENCES assets ON DELETE SET NULL,
      -- Why it is not read; it then has no asset.
      failure TEXT,
      PRIMARY KEY (container_id, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX parts_by_asset ON parts (asset_id);
    ALTER TABLE assets ADD COLUMN parts INTEGER NOT NULL DEFAULT 0;
    -- 1 where the asset's password is kept with the keys; it is never kept here.
    ALTER TABLE assets ADD COLUMN password_kept INTEGER NOT NULL DEFAULT 0;

    -- A part has a place under each file that is its container: /folder/a.zip/inner/doc.txt in /folder/a.zip.
    ALTER TABLE files ADD COLUMN container_id INTEGER REFERENCES files ON DELETE CASCADE;
    ALTER TABLE files ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
    -- The file on the disk that a part lies in, at whatever depth; it counts all that lies in it.
    ALTER TABLE files ADD COLUMN root_id INTEGER;
    ALTER TABLE files ADD COLUMN inside_entries INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE files ADD COLUMN inside_bytes INTEGER NOT NULL DEFAULT 0;
    CREATE TRIGGER part_placed AFTER INSERT ON files WHEN new.root_id IS NOT NULL BEGIN
      UPDATE files SET inside_entries = inside_entries + 1, inside_bytes = inside_bytes + new.size WHERE id = new.root_id;
    END;
    CREATE TRIGGER part_changed AFTER UPDATE OF size ON files WHEN new.root_id IS NOT NULL AND new.size <> old.size BEGIN
      UPDATE files SET inside_bytes = inside_bytes + new.size - old.size WHERE id = new.root_id;
    END;
    CREATE TRIGGER part_removed AFTER DELETE ON files WHEN old.root_id IS NOT NULL BEGIN
      UPDATE files SET inside_entries = inside_entries - 1, inside_bytes = inside_bytes - old.size WHERE id = old.root_id;
    END;
    CREATE UNIQUE INDEX files_by_container ON files (container_id, position) WHERE container_id IS NOT NULL;
    -- A container may have the same name in it twice.
    DROP INDEX files_by_path;
    CREATE UNIQUE INDEX files_by_path ON files (path, coalesce(raw_path, x''), coalesce(container_id, 0), position);

    UPDATE assets SET kind = 'archive' WHERE mime IN (
      'application/zip', 'application/x-tar', 'application/gzip', 'application/zstd', 'application/x-bzip2',
      'application/x-xz', 'application/x-compress', 'application/x-7z-compressed', 'application/x-rar-compressed',
      'application/x-lzh-compressed', 'application/x-arj', 'application/x-cpio', 'application/x-unix-archive',
      'application/vnd.ms-cab-compressed', 'application/x-iso9660-image'
    );
  `,
};
