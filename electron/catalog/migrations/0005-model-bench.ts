import type { Migration } from './index.ts';

export const modelBench: Migration = {
  version: 5,
  sql: `
    -- What models are tried on; kept from run to run, so that runs compare.
    CREATE TABLE bench_questions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      text TEXT NOT NULL,
      origin TEXT NOT NULL CHECK (origin IN ('title', 'sentence', 'model', 'owner')),
      written_by TEXT NOT NULL,
      asset_id INTEGER NOT NULL REFERENCES assets ON DELETE CASCADE,
      -- The passage that is to be found, by its text, since reading an asset again gives its passages new ids; empty
      -- where any passage of the asset will do.
      passage TEXT NOT NULL
    ) STRICT;
    CREATE INDEX bench_questions_by_asset ON bench_questions (asset_id);
    CREATE TABLE bench_references (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('transcription', 'ocr')),
      asset_id INTEGER NOT NULL REFERENCES assets ON DELETE CASCADE,
      page INTEGER NOT NULL,
      text TEXT NOT NULL,
      UNIQUE (kind, asset_id, page)
    ) STRICT;
    CREATE INDEX bench_references_by_asset ON bench_references (asset_id);

    -- What was before the models in a run: questions and passages as they were. The id is a hash of the content.
    CREATE TABLE bench_samples (id TEXT PRIMARY KEY, task TEXT NOT NULL, content TEXT NOT NULL) STRICT;
    CREATE TABLE bench_runs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      task TEXT NOT NULL,
      sample_id TEXT NOT NULL REFERENCES bench_samples,
      items INTEGER NOT NULL,
      -- The job holds state and times.
      job_id INTEGER NOT NULL REFERENCES jobs,
      -- Decides which of two answers is shown on the left.
      seed INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX bench_runs_by_sample ON bench_runs (sample_id);
    CREATE INDEX bench_runs_by_job ON bench_runs (job_id);
    -- Names are kept, as a model may be removed and its results still tell something.
    CREATE TABLE bench_entrants (
      run_id INTEGER NOT NULL REFERENCES bench_runs ON DELETE CASCADE,
      position INTEGER NOT NULL,
      entrant TEXT NOT NULL,
      baseline TEXT,
      name TEXT NOT NULL,
      memory INTEGER,
      -- Passages embedded so far, and how long that took.
      pool_done INTEGER NOT NULL DEFAULT 0,
      pool_ms REAL NOT NULL DEFAULT 0,
      PRIMARY KEY (run_id, entrant)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE bench_outcomes (
      run_id INTEGER NOT NULL,
      entrant TEXT NOT NULL,
      item INTEGER NOT NULL,
      -- NULL where it failed; then the reason says why.
      result TEXT,
      reason TEXT NOT NULL DEFAULT '',
      ms REAL NOT NULL,
      PRIMARY KEY (run_id, entrant, item),
      FOREIGN KEY (run_id, entrant) REFERENCES bench_entrants ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    -- Vectors of a run's passages while it lasts, so that one that was broken off goes on where it was.
    CREATE TABLE bench_vectors (
      run_id INTEGER NOT NULL,
      entrant TEXT NOT NULL,
      position INTEGER NOT NULL,
      vector BLOB NOT NULL,
      PRIMARY KEY (run_id, entrant, position),
      FOREIGN KEY (run_id, entrant) REFERENCES bench_entrants ON DELETE CASCADE
    ) STRICT;
    CREATE TABLE bench_judgements (
      run_id INTEGER NOT NULL REFERENCES bench_runs ON DELETE CASCADE,
      item INTEGER NOT NULL,
      -- The two in the order of the run's entrants, and who of them is better.
      one TEXT NOT NULL,
      other TEXT NOT NULL,
      judgement TEXT NOT NULL CHECK (judgement IN ('one', 'other', 'tie', 'bad')),
      time INTEGER NOT NULL,
      PRIMARY KEY (run_id, item, one, other)
    ) STRICT, WITHOUT ROWID;
  `,
};
