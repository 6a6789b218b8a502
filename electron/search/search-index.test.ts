import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { AssetRepository } from '../catalog/assets.ts';
import { Catalog } from '../catalog/database.ts';
import { PassageRepository } from '../catalog/passages.ts';
import { VectorRepository } from '../catalog/vectors.ts';
import type { WorkerProcess } from '../platform/platform.ts';
import { forkForTests } from '../workers/fork-for-tests.ts';
import { Indexer } from './indexer.ts';
import { SearchIndex } from './search-index.ts';

const entry = join(import.meta.dirname, '../workers/index-worker.ts');
const LIMIT = { texts: 10, names: 10 };
const row = { id: 1, assetId: 10, text: 'The lighthouse keeper lit the lamp.', isName: false };

/** An index in a process, and the processes that it had. */
function openIndex(path: string, start = () => forkForTests(entry)) {
  const processes: WorkerProcess[] = [];
  const index = new SearchIndex({
    path,
    start: () => {
      const process = start();
      processes.push(process);
      return process;
    },
  });
  onTestFinished(() => index.close());
  return { index, processes };
}

/** A catalog with a text of so many lines, each a passage. */
function catalogOf(lines: number) {
  const catalog = Catalog.open(join(temporaryFolder(), 'catalog.db'));
  onTestFinished(() => catalog.close());
  const passages = new PassageRepository(catalog);
  const { id } = new AssetRepository(catalog).obtain({
    sha256: '0'.repeat(64),
    size: 1,
    mime: 'text/plain',
    kind: 'text',
  });
  const texts = Array.from({ length: lines }, (_, line) => `Line ${line} of the log.`);
  passages.replace(
    id,
    'text',
    0,
    texts.map((text, line) => ({ text, anchor: { type: 'lines', start: line + 1, end: line + 1 } })),
  );
  return { catalog, passages };
}

it('answers from another process when the one that it had ended, and tells of what was not written', async () => {
  const { index, processes } = openIndex(join(temporaryFolder(), 'index'));
  await index.open();
  await index.add([row]);
  const lost = index.add([{ ...row, id: 2 }]);
  processes[0]?.kill();
  await expect(lost).rejects.toMatchObject({ code: 'WORKER_FAILED', message: expect.stringContaining('search index') });
  const { hits } = await index.searchWords({ words: ['lamps'], phrases: [] }, LIMIT);
  expect(hits).toMatchObject([{ id: 1, assetId: 10 }]);
  expect(processes).toHaveLength(2);
});

it('is made anew where it cannot be read', async () => {
  const path = join(temporaryFolder(), 'index');
  mkdirSync(join(path, 'passages.lance/_versions'), { recursive: true });
  writeFileSync(join(path, 'passages.lance/_versions/1.manifest'), 'not a manifest');
  const { index } = openIndex(path);
  await expect(index.count()).rejects.toMatchObject({ code: 'WORKER_FAILED' });
  await index.open();
  expect(await index.count()).toEqual({ rows: 0, unindexed: 0 });
});

it('holds each passage of the catalog once, though its process ended while they were written', async () => {
  const library = temporaryFolder();
  const { catalog, passages } = catalogOf(1500);
  let adds = 0;
  const { index } = openIndex(join(library, 'index'), () => {
    const process = forkForTests(entry);
    const send = (message: unknown) => {
      process.send(message);
      // The row is on its way, or written, when this strikes.
      if ((message as { kind: string }).kind === 'add' && ++adds === 2) process.kill();
    };
    return { ...process, send };
  });
  const parts = { catalog, passages, vectors: new VectorRepository(catalog), index };
  const indexer = new Indexer({ ...parts, embeddingModel: () => undefined, onChange: () => undefined });
  onTestFinished(() => indexer.stop());
  await expect(indexer.settle()).rejects.toMatchObject({ code: 'WORKER_FAILED' });
  await indexer.settle();
  expect(await index.count()).toEqual({ rows: 1500, unindexed: 0 });
  expect(passages.waitingForIndex()).toBe(0);
});

it('keeps nobody waiting who closes the library, and goes on with the next start', async () => {
  const library = temporaryFolder();
  const { catalog, passages } = catalogOf(3000);
  const second = Promise.withResolvers<void>();
  let adds = 0;
  const { index } = openIndex(join(library, 'index'), () => {
    const process = forkForTests(entry);
    // From the second write on, none is ever done.
    const send = (message: unknown) => {
      if ((message as { kind: string }).kind !== 'add' || ++adds < 2) process.send(message);
      else second.resolve();
    };
    return { ...process, send };
  });
  const parts = { catalog, passages, vectors: new VectorRepository(catalog), embeddingModel: () => undefined };
  const indexer = new Indexer({ ...parts, index, onChange: () => undefined });
  indexer.start();
  await second.promise;
  await indexer.stop();
  await index.close();
  expect(passages.waitingForIndex()).toBe(2000);

  const next = openIndex(join(library, 'index'));
  const again = new Indexer({ ...parts, index: next.index, onChange: () => undefined });
  onTestFinished(() => again.stop());
  await again.settle();
  expect(await next.index.count()).toEqual({ rows: 3000, unindexed: 0 });
});
