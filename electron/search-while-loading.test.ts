import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../e2e/temporary-folder.ts';
import { ended, ingest, openLibrary } from './cli/open-library-for-tests.ts';

test('what was read a moment ago is found, by words too that are in most of it', async () => {
  const disk = temporaryFolder();
  const [few, many] = [join(disk, 'few'), join(disk, 'many')];
  for (const folder of [few, many]) mkdirSync(folder);
  writeFileSync(join(few, 'lamp.txt'), 'The lamp burns paraffin, says the harbour master.');
  for (let year = 1950; year < 1970; year++)
    writeFileSync(join(many, `${year}.txt`), `The harbour report of ${year}: the channel was dredged and buoyed.`);
  const host = await openLibrary(join(disk, 'library'));
  onTestFinished(() => host.close());
  await ingest(host, few);
  const { jobId } = await host.client.library.addFolder({ path: many });
  await ended(host.client, jobId);
  const found = async (query: string) => (await host.client.search.query({ query, limit: 50 })).groups.length;
  await expect.poll(() => found('buoyed'), { timeout: 10_000 }).toBe(20);
  expect(await found('Which harbour report tells of buoys?')).toBe(21);
});
