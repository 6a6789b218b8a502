import type { Migration } from './index.ts';

/** Video and sound recordings that were met before they could be read. */
const unreadRecordings = `state = 'unsupported' AND kind = 'other' AND (mime LIKE 'video/%' OR mime IN (
  'application/mxf', 'application/vnd.ms-asf', 'application/ogg', 'audio/mpeg', 'audio/wav', 'audio/flac', 'audio/aac',
  'audio/ogg', 'audio/ogg; codecs=opus', 'audio/opus', 'audio/mp4', 'audio/x-m4a', 'audio/aiff', 'audio/x-ms-asf',
  'audio/amr', 'audio/vnd.dolby.dd-raw', 'audio/wavpack', 'audio/ape'))`;

export const recordings: Migration = {
  version: 8,
  sql: `
    -- Milliseconds of a recording; 0 for what has no length.
    ALTER TABLE assets ADD COLUMN duration INTEGER NOT NULL DEFAULT 0;

    -- Those that ended as unsupported are read now.
    INSERT INTO jobs (kind, subject, state, created)
      SELECT 'ingest', 'Videos and sound', 'running', unixepoch() * 1000
      WHERE EXISTS (SELECT 1 FROM assets WHERE ${unreadRecordings});
    INSERT INTO tasks (job_id, stage, asset_id)
      SELECT (SELECT max(id) FROM jobs), 'extract', id FROM assets WHERE ${unreadRecordings};
    INSERT INTO job_stages (job_id, stage, total)
      SELECT job_id, 'extract', count(*) FROM tasks
      WHERE stage = 'extract' AND asset_id IN (SELECT id FROM assets WHERE ${unreadRecordings}) GROUP BY job_id
      ON CONFLICT DO NOTHING;
    UPDATE assets SET state = 'pending', reason = '', kind = CASE WHEN mime LIKE 'audio/%' THEN 'audio' ELSE 'video' END
      WHERE ${unreadRecordings};
  `,
};
