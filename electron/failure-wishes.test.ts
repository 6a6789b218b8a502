import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../e2e/temporary-folder.ts';
import { ingest, openLibrary } from './cli/open-library-for-tests.ts';

const within = { timeout: 30_000, interval: 50 };

test('does after the next start what was wanted of failures and came to no end', { timeout: 60_000 }, async () => {
  const disk = temporaryFolder();
  const [libraryPath, folder] = [join(disk, 'library'), join(disk, 'files')];
  mkdirSync(folder);
  for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, `${name}.txt`), ' '.repeat(name.charCodeAt(0)));
  let host = await openLibrary(libraryPath);
  onTestFinished(() => host.close());
  await ingest(host, folder);
  const [group] = await host.client.jobs.failures();
  expect(group).toMatchObject({ state: 'empty', count: 3, ignored: false });
  const { state = 'empty', reason = '' } = group ?? {};
  await host.close();

  const reopen = async (...wanted: string[]) => {
    const catalog = new DatabaseSync(join(libraryPath, 'catalog.db'));
    const wish = catalog.prepare('INSERT INTO failure_wishes (wanted, state, reason) VALUES (?, ?, ?)');
    for (const each of wanted) wish.run(each, state, reason);
    catalog.close();
    host = await openLibrary(libraryPath);
  };
  const wishesLeft = () => {
    const catalog = new DatabaseSync(join(libraryPath, 'catalog.db'), { readOnly: true });
    const { count } = catalog.prepare('SELECT count(*) AS count FROM failure_wishes').get() ?? {};
    catalog.close();
    return count;
  };
  // The last word counts.
  await reopen('ignored', 'shown', 'ignored');
  await vi.waitUntil(() => wishesLeft() === 0, within);
  expect(await host.client.jobs.failures()).toMatchObject([{ count: 3, ignored: true }]);
  await host.close();

  await reopen('shown', 'again');
  await vi.waitUntil(() => wishesLeft() === 0, within);
  await vi.waitFor(async () => {
    const again = (await host.client.jobs.list()).find(({ subject }) => subject === 'Another try');
    expect(again).toMatchObject({ state: 'done', stages: [{ stage: 'extract', total: 3 }] });
  }, within);
  expect(await host.client.jobs.failures()).toMatchObject([{ count: 3, ignored: false }]);
});
