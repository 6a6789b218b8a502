import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ended, ingest, openLibrary } from './cli/open-library-for-tests.ts';
import type { Host } from './host.ts';
import { gzip, tar, zip } from './ingest/extractors/unpack/archives-for-tests.ts';

const text = (words: string) => Buffer.from(`${words}\n`);

const scratch = mkdtempSync(join(tmpdir(), 'holdfast-containers-'));
const folder = join(scratch, 'files');
const libraryPath = join(scratch, 'library');
let host: Host;

const list = async (filter = {}) =>
  (await host.client.library.list({ filter, sort: 'name', descending: false, offset: 0, limit: 500 })).assets;
const places = async (filter = {}) => (await list(filter)).map(({ path }) => path.slice(folder.length + 1)).sort();
const search = async (query: string) =>
  (await host.client.search.query({ query, limit: 10, rerank: false, hitsPerAsset: 1 })).groups.map(({ asset }) =>
    asset.path.slice(folder.length + 1),
  );
const rescan = async () => {
  const { jobId } = await host.client.library.rescan();
  await ended(host.client, jobId);
  await host.settleIndex();
};

beforeAll(async () => {
  mkdirSync(folder);
  const inner = zip({
    'deep.txt': text('The lighthouse keeper wrote of marmalade.'),
    'copy.txt': text('The same words twice.'),
  });
  writeFileSync(
    join(folder, 'a.zip'),
    zip({
      'letters/first.txt': text('Dear Sir, the pilchards have come.'),
      'letters/second.txt': text('Dear Madam, the pilchards have gone.'),
      'inner.zip': inner,
      'copy.txt': text('The same words twice.'),
    }),
  );
  writeFileSync(
    join(folder, 'b.tar.gz'),
    gzip(
      tar([
        { name: 'notes/', type: '5' },
        { name: 'notes/tide.txt', bytes: text('The spring tide stood at nine feet.') },
        { name: 'notes/link', type: '2', link: '/etc/passwd' },
      ]),
    ),
  );
  const mail = [
    'From: ines@example.invalid',
    'Subject: Logs',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'The logs are enclosed.',
    '--b',
    'Content-Type: application/zip; name="logs.zip"',
    'Content-Disposition: attachment',
    'Content-Transfer-Encoding: base64',
    '',
    zip({ 'log.txt': text('The fog signal sounded for ninety hours.') }).toString('base64'),
    '--b--',
    '',
  ].join('\r\n');
  writeFileSync(join(folder, 'mails.zip'), zip({ 'box/logs.eml': Buffer.from(mail) }));
  writeFileSync(join(folder, 'plain.txt'), text('Plain as day.'));
  host = await openLibrary(libraryPath);
  await ingest(host, folder);
}, 60_000);

afterAll(async () => {
  await host.close();
  rmSync(scratch, { recursive: true });
});

it('reads what is in archives, and in archives in them, as files in folders', async () => {
  expect(await places()).toEqual([
    'a.zip',
    'a.zip/copy.txt',
    'a.zip/inner.zip',
    'a.zip/inner.zip/deep.txt',
    'a.zip/letters/first.txt',
    'a.zip/letters/second.txt',
    'b.tar.gz',
    'b.tar.gz/notes/tide.txt',
    'mails.zip',
    'mails.zip/box/logs.eml',
    'mails.zip/box/logs.eml/logs.zip',
    'mails.zip/box/logs.eml/logs.zip/log.txt',
    'plain.txt',
  ]);
  expect((await list()).every(({ state }) => state === 'ready')).toBe(true);
  expect(await search('marmalade')).toEqual(['a.zip/inner.zip/deep.txt']);
  expect(await places({ folder: join(folder, 'a.zip/letters') })).toHaveLength(2);
  expect(await search('in:inner.zip marmalade')).toHaveLength(1);
  expect(await search('fog signal')).toEqual(['mails.zip/box/logs.eml/logs.zip/log.txt']);
  // An archive is a folder in the tree of folders; a mail is none, nor an archive of a single file.
  const foldersIn = async (at: string | null) =>
    (await host.client.library.foldersIn({ folder: at, filter: {} })).map(({ path, count, hasFolders }) => [
      path.slice(folder.length),
      count,
      hasFolders,
    ]);
  expect(await foldersIn(null)).toEqual([['', 13, true]]);
  expect(await foldersIn(folder)).toEqual([
    ['/a.zip', 5, true],
    ['/b.tar.gz', 1, true],
    ['/mails.zip', 3, true],
  ]);
  expect(await foldersIn(join(folder, 'a.zip'))).toEqual([
    ['/a.zip/inner.zip', 2, false],
    ['/a.zip/letters', 2, false],
  ]);
});

const original = async (path: string) => {
  const asset = (await list()).find((one) => one.path === join(folder, path));
  return (await host.content(new Request(`http://host/content/${asset?.id}/original`))).text();
};
/** How often assets were read, over all jobs. */
const readings = async () =>
  (await host.client.jobs.list())
    .flatMap(({ stages }) => stages)
    .filter(({ stage }) => stage === 'extract')
    .reduce((sum, { done, failed }) => sum + done + failed, 0);

it('gives the bytes of what is in an archive, unpacking it again where they were dropped', async () => {
  expect(await original('a.zip/inner.zip/deep.txt')).toContain('marmalade');
  rmSync(join(libraryPath, 'parts'), { recursive: true });
  expect(await original('a.zip/inner.zip/deep.txt')).toContain('marmalade');
});

it('notes what is in an archive and is no file', async () => {
  const failures = await host.client.jobs.failures();
  expect(failures).toEqual([
    expect.objectContaining({
      state: 'failed',
      count: 1,
      files: [{ assetId: '', path: join(folder, 'b.tar.gz/notes/link') }],
    }),
  ]);
  const { id } = await host.client.library.assetAt({ path: join(folder, 'b.tar.gz') });
  expect(await host.client.library.asset({ id })).toMatchObject({ parts: 1, unreadParts: 1 });
  expect(await host.client.library.unreadParts({ id })).toEqual([
    { reason: failures[0]?.reason, count: 1, paths: ['notes/link'] },
  ]);

  // What could not be read in an archive is tried again by unpacking that.
  const { jobId } = await host.client.jobs.retryFailures({ state: 'failed', reason: failures[0]?.reason ?? '' });
  await ended(host.client, jobId);
  const job = (await host.client.jobs.list()).find((one) => one.id === jobId);
  expect(job).toMatchObject({ state: 'done', stages: [{ stage: 'unpack', done: 1 }, { stage: 'place' }] });
  expect(await host.client.jobs.failures()).toEqual(failures);
});

it('knows the places of content that is in archives and outside', async () => {
  const copy = (await list()).find(({ name }) => name === 'copy.txt');
  const { files } = await host.client.library.asset({ id: copy?.id ?? '' });
  expect(files.map(({ path }) => path.slice(folder.length + 1))).toEqual([
    'a.zip/copy.txt',
    'a.zip/inner.zip/copy.txt',
  ]);
});

it('lets what is in an archive go and come back with it, and move with it, without reading it again', async () => {
  const before = await places();
  const read = await readings();
  const away = join(scratch, 'away.zip');
  renameSync(join(folder, 'a.zip'), away);
  await rescan();
  expect(await places()).toEqual(before.filter((path) => !path.startsWith('a.zip')));
  expect(await search('marmalade')).toEqual([]);

  renameSync(away, join(folder, 'a.zip'));
  await rescan();
  expect(await places()).toEqual(before);
  expect(await search('marmalade')).toEqual(['a.zip/inner.zip/deep.txt']);

  renameSync(join(folder, 'a.zip'), join(folder, 'moved.zip'));
  await rescan();
  expect(await places()).toEqual(before.map((path) => path.replace('a.zip', 'moved.zip')).sort());
  const copy = (await list()).find(({ name }) => name === 'copy.txt');
  expect((await host.client.library.asset({ id: copy?.id ?? '' })).files).toHaveLength(2);
  expect(await readings()).toBe(read);
});

it('reads of a changed archive what is new in it, and forgets what is no longer there', async () => {
  const read = await readings();
  writeFileSync(
    join(folder, 'moved.zip'),
    zip({
      'letters/second.txt': text('Dear Madam, the pilchards have gone.'),
      'letters/third.txt': text('Dear all, the herring are here.'),
    }),
  );
  await rescan();
  expect(await places({ folder: join(folder, 'moved.zip') })).toEqual([
    'moved.zip/letters/second.txt',
    'moved.zip/letters/third.txt',
  ]);
  expect(await search('marmalade')).toEqual([]);
  expect(await search('herring')).toEqual(['moved.zip/letters/third.txt']);
  // The archive itself and its new letter.
  expect(await readings()).toBe(read + 2);
});

it('forgets what was in an archive that is no archive any more', async () => {
  writeFileSync(join(folder, 'moved.zip'), text('No archive.'));
  await rescan();
  expect(await places({ folder: join(folder, 'moved.zip') })).toEqual([]);
});

it('takes out what is in archives with the folder', async () => {
  const [added] = await host.client.library.folders();
  await host.client.library.removeFolder({ id: added?.id ?? 0 });
  expect(await list()).toEqual([]);
});
