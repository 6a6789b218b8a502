import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../../e2e/temporary-folder.ts';
import { LanceIndex } from './lance-index.ts';

/** So much text fills LanceDB's buffers, which is where it can come to wait for itself. */
const ROWS = 100;
const WORDS = 80_000;
const DIFFERENT_WORDS = 500;

it('folds in a large index on a machine with few cores', async () => {
  // LanceDB sets so many cores aside for reading and writing: here all, which leaves it one thread.
  vi.stubEnv('LANCE_IO_CORE_RESERVATION', String(availableParallelism()));
  vi.stubEnv('LANCE_FTS_POSTING_BATCH_ROWS', '16');
  const index = await LanceIndex.open(join(temporaryFolder(), 'index'));
  const text = Array.from({ length: WORDS }, (_, place) => `word${place % DIFFERENT_WORDS}`).join(' ');
  await index.add(Array.from({ length: ROWS }, (_, id) => ({ id, assetId: id, text, isName: false })));
  await index.optimize();
  expect(await index.unindexedRows()).toBe(0);
  index.close();
});
