import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeArchive } from '../e2e/archive.ts';
import { temporaryFolder } from '../e2e/temporary-folder.ts';
import { ingest, openLibrary } from './cli/open-library-for-tests.ts';
import type { Host } from './host.ts';
import { zip } from './ingest/extractors/unpack/archives-for-tests.ts';

const within = { timeout: 60_000, interval: 20 };
const entry = join(import.meta.dirname, 'cli.ts');

/** Works on a closed library's catalog. */
function inCatalog<T>(libraryPath: string, work: (catalog: DatabaseSync) => T): T {
  const catalog = new DatabaseSync(join(libraryPath, 'catalog.db'));
  try {
    return work(catalog);
  } finally {
    catalog.close();
  }
}

/** Makes a library one that an older version of what reads a format read. */
function age(libraryPath: string, stage: string, mime: string): void {
  inCatalog(libraryPath, (catalog) =>
    catalog
      .prepare(`UPDATE readings SET done_by = json_set(done_by, '$[4]', '0') WHERE done_by LIKE ?`)
      .run(`["${stage}","${mime}"%`),
  );
}

const passagesOf = (libraryPath: string) =>
  inCatalog(libraryPath, (catalog) => catalog.prepare('SELECT id, text, anchor FROM passages ORDER BY id').all()) as {
    id: number;
    text: string;
  }[];

const rereadings = async (host: Host) =>
  (await host.client.jobs.list())
    .filter(({ kind }) => kind === 'reread')
    .map(({ subject, state, stages }) => ({
      subject,
      state,
      stages: stages.map(({ stage, total, done, failed }) => ({ stage, total, done, failed })),
    }));

test('what an older reader read is read again, that stage alone, and once', { timeout: 120_000 }, async () => {
  const disk = temporaryFolder();
  const [libraryPath, folder] = [join(disk, 'library'), join(disk, 'files')];
  await makeArchive(folder);
  for (const name of ['one', 'two']) writeFileSync(join(folder, `${name}.rtf`), `{\\rtf1 Pier ${name}.}`);
  writeFileSync(join(folder, 'broken.pdf'), '%PDF-1.7\nnot a PDF at all');
  writeFileSync(join(folder, 'old.zip'), zip({ 'letter.txt': Buffer.from('Dear Sir, the pilchards have come.') }));
  let host = await openLibrary(libraryPath);
  onTestFinished(() => host.close());
  await ingest(host, folder);
  const { assets } = await host.client.library.list({
    filter: {},
    sort: 'name',
    descending: false,
    offset: 0,
    limit: 50,
  });
  const idOf = (name: string) => assets.find((asset) => asset.name === name)?.id ?? '';
  await host.client.library.addTag({ ids: [idOf('one.rtf')], tag: 'harbour' });
  await host.settleIndex();
  await host.close();
  const before = passagesOf(libraryPath);

  age(libraryPath, 'extract', 'application/rtf');
  age(libraryPath, 'extract', 'application/pdf');
  // As it was before archives were read, or what became of files was kept.
  inCatalog(libraryPath, (catalog) =>
    catalog.exec(`
      UPDATE passages SET text = 'Peer one.' WHERE text = 'Pier one.';
      UPDATE assets SET state = 'unsupported', reason = 'Nobody reads it.', parts = 0 WHERE name = 'old.zip';
      DELETE FROM files WHERE container_id IS NOT NULL;
      DELETE FROM assets WHERE name = 'letter.txt';
      DELETE FROM parts;
      DELETE FROM derivations WHERE asset_id IN (SELECT id FROM assets WHERE name = 'old.zip');
      DELETE FROM readings WHERE asset_id IN (SELECT id FROM assets WHERE name = 'old.zip');
      INSERT INTO readings SELECT id, 'extract', json_array('extract', mime, kind, '', '', '') FROM assets WHERE name = 'old.zip';
    `),
  );

  host = await openLibrary(libraryPath);
  const done = async () => (await rereadings(host))[0]?.state === 'done';
  await vi.waitUntil(done, within);
  expect(await rereadings(host)).toEqual([
    {
      subject: 'Reading 5 files again: readers have improved',
      state: 'done',
      stages: [
        // The letter in the archive is one that was never read.
        { stage: 'extract', total: 6, done: 5, failed: 1 },
        { stage: 'unpack', total: 1, done: 1, failed: 0 },
        { stage: 'place', total: 1, done: 1, failed: 0 },
      ],
    },
  ]);
  await host.settleIndex();
  const found = async (query: string) =>
    (await host.client.search.query({ query, limit: 5, rerank: false, hitsPerAsset: 1 })).groups.map(
      ({ asset }) => asset.name,
    );
  expect(await found('pilchards')).toEqual(['letter.txt']);
  expect(await found('pier one')).toContain('one.rtf');
  expect((await host.client.library.asset({ id: idOf('one.rtf') })).tags).toEqual(['harbour']);
  await host.close();
  const after = passagesOf(libraryPath);
  const changed = before.filter(({ text }) => text === 'Pier one.').map(({ id }) => id);
  expect(after.filter(({ id }) => before.some((passage) => passage.id === id))).toEqual(
    before.filter(({ id, text }) => !changed.includes(id) && !/pilchards|letter\.txt/.test(text)),
  );

  // Also what failed once more is not asked for again.
  const outdated = inCatalog(libraryPath, (catalog) =>
    catalog.prepare(`SELECT done_by FROM readings WHERE done_by ->> 4 IN ('', '0')`).all(),
  );
  expect(outdated).toEqual([]);
});

test('a crash while files are read again repeats what was in work at most', { timeout: 120_000 }, async () => {
  const FILES = 120;
  const disk = temporaryFolder();
  const [libraryPath, folder] = [join(disk, 'library'), join(disk, 'files')];
  mkdirSync(folder);
  for (let file = 0; file < FILES; file++) writeFileSync(join(folder, `${file}.rtf`), `{\\rtf1 Pier number ${file}.}`);
  let host = await openLibrary(libraryPath);
  onTestFinished(() => host.close());
  await ingest(host, folder);
  await host.close();
  age(libraryPath, 'extract', 'application/rtf');

  const doneSoFar = () =>
    inCatalog(
      libraryPath,
      (catalog) =>
        catalog
          .prepare(
            `SELECT coalesce(sum(done), 0) AS done FROM job_stages s JOIN jobs j ON j.id = s.job_id WHERE j.kind = 'reread'`,
          )
          .get() as { done: number },
    ).done;
  const child = spawn(process.execPath, [entry, 'serve', '--port', '0', '--library', libraryPath], { stdio: 'ignore' });
  await vi.waitUntil(() => doneSoFar() > 0, within);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const beforeCrash = doneSoFar();
  expect(beforeCrash).toBeLessThan(FILES);
  const restarted = Date.now();

  host = await openLibrary(libraryPath);
  await vi.waitUntil(async () => (await rereadings(host))[0]?.state === 'done', within);
  expect((await rereadings(host)).flatMap(({ stages }) => stages)).toEqual([
    { stage: 'extract', total: FILES, done: FILES, failed: 0 },
  ]);
  await host.close();
  const afterCrash = inCatalog(libraryPath, (catalog) =>
    catalog.prepare("SELECT count(*) AS count FROM derivations WHERE kind = 'text' AND time >= ?").get(restarted),
  );
  expect(afterCrash).toEqual({ count: FILES - beforeCrash });
});
