import type { Migration } from './index.ts';

export const renamedTags: Migration = {
  version: 12,
  sql: `
    -- A tag with a new name is one that is gone and one that came, to the programs that read sidecars.
    CREATE TRIGGER tag_renamed AFTER UPDATE OF tag ON tags
    WHEN old.tag IS NOT new.tag AND EXISTS (SELECT 1 FROM settings WHERE key = 'writeSidecars' AND value = 'true') BEGIN
      INSERT OR REPLACE INTO sidecar_changes (asset_id, tag, added) VALUES (old.asset_id, old.tag, 0);
      INSERT OR REPLACE INTO sidecar_changes (asset_id, tag, added) VALUES (new.asset_id, new.tag, 1);
    END;
  `,
};
