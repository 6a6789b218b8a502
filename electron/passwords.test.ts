import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../e2e/temporary-folder.ts';
import { ended, ingest, openLibrary } from './cli/open-library-for-tests.ts';
import type { Host } from './host.ts';
import { protectedPdf } from './ingest/extractors/pdf/pdfs-for-tests.ts';
import { sevenZip, zip } from './ingest/extractors/unpack/archives-for-tests.ts';

const PASSWORD = 'anchor-chain-77';

async function assetsOf({ client }: Host) {
  const { assets } = await client.library.list({ filter: {}, sort: 'name', descending: false, offset: 0, limit: 50 });
  return assets.map(({ id, name, state, reason }) => ({ id, name, state, reason }));
}

const contentOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
    .join('');

it('asks for the passwords of PDFs and archives, and keeps them in memory or with the keys alone', {
  timeout: 60_000,
}, async () => {
  vi.stubEnv('HOLDFAST_PASSPHRASE', 'open the file of keys');
  onTestFinished(() => void vi.unstubAllEnvs());
  const folder = join(temporaryFolder(), 'files');
  const libraryPath = temporaryFolder();
  mkdirSync(folder);
  const locked = await sevenZip(
    { 'log.txt': Buffer.from('The fog signal sounded.') },
    '-t7z',
    '-mhe=on',
    `-p${PASSWORD}`,
  );
  writeFileSync(join(folder, 'a.pdf'), protectedPdf('The harbour is mined', PASSWORD));
  // The archive that is locked lies in one that is not.
  writeFileSync(join(folder, 'b.zip'), zip({ 'locked.7z': locked }));

  let host = await openLibrary(libraryPath);
  await ingest(host, folder);
  const before = await assetsOf(host);
  const reason = 'It is protected by a password. Give the password, and it is read.';
  expect(before).toMatchObject([
    { name: 'a.pdf', state: 'failed', reason },
    { name: 'b.zip', state: 'ready' },
    { name: 'locked.7z', state: 'failed', reason },
  ]);
  const [pdf, , archive] = before;
  if (!pdf || !archive) expect.fail('They are not there.');

  for (const { id } of [pdf, archive])
    await expect(host.client.library.unlock({ id, password: 'wrong', keep: false })).rejects.toMatchObject({
      code: 'PASSWORD_WRONG',
    });
  for (const [{ id }, keep] of [
    [pdf, false],
    [archive, true],
  ] as const)
    await ended(host.client, (await host.client.library.unlock({ id, password: PASSWORD, keep })).jobId);
  await host.settleIndex();
  expect(await assetsOf(host)).toMatchObject([
    { name: 'a.pdf', state: 'ready' },
    { name: 'b.zip', state: 'ready' },
    { name: 'locked.7z', state: 'ready' },
    { name: 'log.txt', state: 'ready' },
  ]);
  const found = await host.client.search.query({ query: 'mined OR fog', limit: 5, rerank: false, hitsPerAsset: 1 });
  expect(found.groups.map(({ asset }) => asset.name).sort()).toEqual(['a.pdf', 'log.txt']);
  expect(await host.client.library.password({ id: pdf.id })).toEqual({ password: PASSWORD });
  await host.close();
  expect(contentOf(libraryPath)).not.toContain(PASSWORD);

  host = await openLibrary(libraryPath);
  onTestFinished(() => host.close());
  expect(await host.client.library.password({ id: pdf.id })).toEqual({ password: null });
  expect(await host.client.library.password({ id: archive.id })).toEqual({ password: PASSWORD });
});
