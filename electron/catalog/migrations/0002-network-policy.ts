import type { Migration } from './index.ts';

export const networkPolicy: Migration = {
  version: 2,
  sql: `
    CREATE TABLE network_policy (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      mode TEXT NOT NULL CHECK (mode IN ('air-gapped', 'boundary', 'connected')),
      allow_list TEXT NOT NULL
    ) STRICT;
    INSERT INTO network_policy VALUES (1, 'air-gapped', '[]');

    -- Every request that asked to leave, and every change of the policy. Lines are added and never changed.
    CREATE TABLE audit (
      sequence INTEGER PRIMARY KEY,
      time INTEGER NOT NULL,
      mode TEXT NOT NULL,
      event TEXT NOT NULL,
      decision TEXT NOT NULL,
      host TEXT NOT NULL,
      purpose TEXT NOT NULL,
      model TEXT NOT NULL,
      bytes_out INTEGER NOT NULL,
      content TEXT NOT NULL,
      reason TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN
      SELECT raise(ABORT, 'The audit log is only added to.');
    END;
    CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN
      SELECT raise(ABORT, 'The audit log is only added to.');
    END;
  `,
};
