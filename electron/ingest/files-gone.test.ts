import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { Catalog } from '../catalog/database.ts';
import { openRepositories } from '../catalog/repositories.ts';
import { discoverWork } from './discover.ts';
import { takeOverGone } from './files-gone.ts';
import type { IngestContext } from './ingest-context.ts';

const FILES = 4_000;

let folder: string;
let folderId: number;
let jobId: number;
let context: IngestContext;

beforeEach(() => {
  const disk = temporaryFolder();
  folder = join(disk, 'files');
  mkdirSync(folder);
  const catalog = Catalog.open(join(disk, 'catalog.db'));
  onTestFinished(() => catalog.close());
  const repositories = openRepositories(catalog, {});
  // What reads files is not asked by discovery.
  context = { ...repositories, catalog, libraryPath: join(disk, 'library') } as unknown as IngestContext;
  folderId = context.folders.obtain(folder).id;
  jobId = context.tasks.createJob('ingest', folder);
});

/** Puts files into the catalog, as discovery and identification do: each with its name's first word as its content. */
function know(...names: string[]): number[] {
  const { assets, catalog, files, sightings } = context;
  return catalog.transaction('lazy', () => {
    const seen = sightings.note(
      folderId,
      names.map((name) => ({ path: join(folder, name), rawPath: null, size: 3, modified: 1000 })),
    );
    for (const [index, { id }] of seen.entries()) {
      const content = names[index]?.split(' ')[0] ?? '';
      const sha256 = Buffer.from(content).toString('hex').padEnd(64, '0');
      const asset = assets.obtain({ sha256, size: 3, mime: 'text/plain', kind: 'text' });
      files.setAsset(id, asset.id, 3, 1000);
      assets.setState(asset.id, 'ready', '');
      assets.refreshPlace(asset.id);
    }
    return seen.map(({ id }) => id);
  });
}

/** Puts a file into another one, as unpacking does. */
function knowInside(containerId: number, name: string): number {
  const container = context.files.file(containerId);
  if (!container) throw new Error('No such container.');
  const path = `${container.path}/${name}`;
  const part = { position: 0, path: name, modified: 0, asset_id: container.asset_id, failure: null };
  return context.parts.place(container, { ...part, filePath: path, parent: folder, name, size: 1 }).fileId;
}

const lookThrough = (signal = new AbortController().signal) =>
  discoverWork(context, () => undefined).run(
    { id: 1, jobId, stage: 'discover', folderId, fileId: null, assetId: null, page: 0, size: 0, path: folder },
    signal,
  );
const missing = () =>
  context.catalog.get<{ count: number }>('SELECT count(*) AS count FROM files WHERE missing = 1')?.count ?? 0;
const places = () =>
  context.catalog
    .all('SELECT path, missing, container_id FROM files ORDER BY path, missing')
    .map((row) => ({ ...(row as object) }));
const queued = () => context.catalog.all<{ file_id: number }>("SELECT file_id FROM tasks WHERE stage = 'place'");

it('takes over in turns that very many files are gone, and goes on where it was interrupted', async () => {
  know(...Array.from({ length: FILES }, (_, file) => `${file} .txt`));
  const abort = new AbortController();
  let ended = false;
  const looked = lookThrough(abort.signal).finally(() => {
    ended = true;
  });
  const interrupted = (async () => {
    while (!ended && missing() === 0) await nextTurn();
    const between = missing();
    abort.abort();
    return between;
  })();
  expect(await interrupted).toBeGreaterThan(0);
  expect(await looked).toBeNull();
  expect(missing()).toBeLessThan(FILES);

  expect(await lookThrough()).toMatchObject({ outcome: 'done' });
  expect(missing()).toBe(FILES);
});

it('ends the same wherever it was interrupted', async () => {
  writeFileSync(join(folder, 'renamed now.txt'), 'fog');
  know('renamed now.txt');
  const gone = know('renamed before.txt', 'twice 1.txt', 'twice 2.txt', 'archive 1.zip', 'once.txt');
  const archive = gone[3] ?? 0;
  const inside = knowInside(archive, 'letter.txt');
  const before = places().length;
  const expected = [
    { path: join(folder, 'archive 1.zip'), missing: 1, container_id: null },
    { path: join(folder, 'archive 1.zip', 'letter.txt'), missing: 0, container_id: archive },
    { path: join(folder, 'once.txt'), missing: 1, container_id: null },
    { path: join(folder, 'renamed now.txt'), missing: 0, container_id: null },
    { path: join(folder, 'twice 1.txt'), missing: 1, container_id: null },
    { path: join(folder, 'twice 2.txt'), missing: 1, container_id: null },
  ];
  for (let turns = 0, ended = false; !ended; turns++) {
    let left = turns;
    ended = await takeOverGone(
      context,
      gone,
      () => jobId,
      () => left-- > 0,
    );
    // Nothing is dropped before all are marked.
    if (!ended) expect(places()).toHaveLength(before);
  }
  expect(places()).toEqual(expected);
  expect(queued()).toEqual([{ file_id: archive }]);

  // What is in the container is where it is.
  context.catalog.run('DELETE FROM tasks');
  context.catalog.run('UPDATE files SET missing = 1 WHERE id = ?', inside);
  await lookThrough();
  expect(queued()).toEqual([]);
});
