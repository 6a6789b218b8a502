import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../e2e/temporary-folder.ts';
import { ended, openLibrary } from './cli/open-library-for-tests.ts';

const FILES = 400;
const within = { timeout: 60_000, interval: 20 };

test('a drive that is unplugged while it is read costs nothing, and nothing is read twice', {
  timeout: 120_000,
}, async () => {
  const disk = temporaryFolder();
  const [library, folder, away] = [join(disk, 'library'), join(disk, 'drive'), join(disk, 'unplugged')];
  mkdirSync(folder);
  for (let file = 0; file < FILES; file++) writeFileSync(join(folder, `${file}.rtf`), `{\\rtf1 Pier number ${file}.}`);
  const host = await openLibrary(library);
  onTestFinished(() => host.close());
  const { jobId } = await host.client.library.addFolder({ path: folder });
  const job = async () => (await host.client.jobs.list()).find(({ id }) => id === jobId);
  const read = async () => (await job())?.stages.find(({ stage }) => stage === 'extract')?.done ?? 0;

  await vi.waitUntil(async () => (await read()) > 0, within);
  renameSync(folder, away);
  // Where drives are mounted, an empty directory is left.
  mkdirSync(folder);
  await vi.waitUntil(async () => (await job())?.state === 'paused', within);
  expect(await job()).toMatchObject({ reason: expect.stringContaining('Is its drive unplugged?') });
  expect(await read()).toBeLessThan(FILES);

  renameSync(away, folder);
  await ended(host.client, jobId);
  await vi.waitUntil(async () => (await job())?.state === 'done', within);
  expect(await host.client.library.coverage()).toMatchObject({
    assets: FILES,
    searchable: FILES,
    byState: { ready: FILES },
  });
  expect((await job())?.stages).toMatchObject([
    { stage: 'discover', done: 1, failed: 0 },
    { stage: 'identify', done: FILES, failed: 0 },
    { stage: 'extract', done: FILES, failed: 0 },
  ]);
});
