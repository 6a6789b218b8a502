import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, it, vi } from 'vitest';
import { ended } from './cli/open-library-for-tests.ts';
import { type Host, openHost } from './host.ts';
import { sidecars } from './ingest/extractors/xmp/sidecars-for-tests.ts';
import { xmpFacts } from './ingest/extractors/xmp/xmp-facts.ts';
import { nodePlatform } from './platform/node.ts';
import { forkForTests } from './workers/fork-for-tests.ts';

let folder: string;
let host: Host;

beforeAll(async () => {
  const disk = mkdtempSync(join(tmpdir(), 'holdfast-test-'));
  folder = join(disk, 'photos');
  mkdirSync(folder);
  const picture = (red: number) =>
    sharp({ create: { width: 40, height: 20, channels: 3, background: { r: red, g: 9, b: 9 } } });
  writeFileSync(
    join(folder, 'pier.jpg'),
    await picture(90)
      .jpeg()
      .withExif({ IFD0: { Make: 'Agfa', Model: 'Box', ImageDescription: 'In the file' } })
      .toBuffer(),
  );
  writeFileSync(join(folder, 'lamp.png'), await picture(190).png().toBuffer());
  writeFileSync(join(folder, 'lamp.png.xmp'), sidecars.digiKam);
  writeFileSync(join(folder, 'not.xmp'), 'A letter about the extension of a name.');
  host = await openHost({
    platform: {
      ...nodePlatform('cli'),
      startWorker: (name) => forkForTests(join(import.meta.dirname, `workers/${name}.ts`)),
    },
    libraryPath: join(disk, 'library'),
  });
  await look();
  return async () => {
    await host.close();
    rmSync(disk, { recursive: true });
  };
});

/** Looks through the folder for what changed. */
async function look(): Promise<number> {
  const { jobId } = await host.client.library.addFolder({ path: folder });
  await ended(host.client, jobId);
  await host.settleIndex();
  return jobId;
}

async function details(name: string) {
  const { assets } = await host.client.library.list({
    filter: {},
    sort: 'name',
    descending: false,
    offset: 0,
    limit: 50,
  });
  const found = assets.find((asset) => asset.name === name);
  if (!found) expect.fail(`${name} is not listed among ${assets.map((asset) => asset.name).join(', ')}.`);
  const detail = await host.client.library.asset({ id: found.id });
  return { ...detail, rows: Object.fromEntries(detail.metadata.map(({ label, value }) => [label, value])) };
}

const found = async (query: string) =>
  (await host.client.search.query({ query, limit: 50, hitsPerAsset: 1, rerank: false })).groups
    .map(({ asset }) => asset.name)
    .sort();

it('reads a sidecar with its picture, and shows it as no file of its own', async () => {
  const { assets } = await host.client.library.list({
    filter: {},
    sort: 'name',
    descending: false,
    offset: 0,
    limit: 50,
  });
  expect(assets.map(({ name }) => name)).toEqual(['lamp.png', 'not.xmp', 'pier.jpg']);
  const lamp = await details('lamp.png');
  expect(lamp).toMatchObject({
    tags: ['Föhr', 'lamp'],
    rows: { Rating: '★★', Description: 'The lamp & its keeper', People: 'Ada Vasseur', Hierarchy: 'Places › Föhr' },
    faces: [{ name: 'Ada Vasseur' }],
    state: 'ready',
    reason: '',
  });
  expect(lamp.derivations.some(({ kind, engine }) => kind === 'sidecar' && engine === 'XMP')).toBe(true);
  expect(await found('keeper')).toEqual(['lamp.png']);
  expect(await found('rating:2')).toEqual(['lamp.png']);
  expect(await found('has:faces')).toEqual(['lamp.png']);
  expect(await found('camera:agfa')).toEqual(['pier.jpg']);
});

it('takes over a sidecar that comes, changes and goes, without reading the picture again', async () => {
  const before = await details('pier.jpg');
  writeFileSync(join(folder, 'pier.xmp'), sidecars.lightroom);
  const jobId = await look();
  const pier = await details('pier.jpg');
  expect(pier).toMatchObject({
    title: 'The pier',
    date: Date.UTC(2023, 6, 9, 16, 30, 1, 250),
    rows: { Camera: 'NIKON Z 6', Description: 'In the file', Position: '54.48000, 9.05000' },
  });
  expect(pier.tags).toEqual(expect.arrayContaining(['fog', 'Husum']));
  const text = (derivations: typeof pier.derivations) => derivations.find(({ kind }) => kind === 'text')?.time;
  expect(text(pier.derivations)).toBe(text(before.derivations));
  const job = (await host.client.jobs.list()).find(({ id }) => id === jobId);
  expect(job?.stages.filter(({ stage }) => stage === 'extract')).toEqual([]);
  expect(await found('has:gps rating:3+')).toEqual(['pier.jpg']);

  // That of the very file goes before that of all files of its name.
  writeFileSync(join(folder, 'pier.jpg.xmp'), sidecars.darktable);
  await look();
  expect((await details('pier.jpg')).rows).toMatchObject({ Rating: 'Rejected', Camera: 'Agfa Box' });
  rmSync(join(folder, 'pier.jpg.xmp'));
  await look();
  expect((await details('pier.jpg')).rows).toMatchObject({ Rating: '★★★★' });
  rmSync(join(folder, 'pier.xmp'));
  await look();
  const after = await details('pier.jpg');
  expect(after).toMatchObject({ title: before.title, date: before.date, metadata: before.metadata, state: 'ready' });
  expect(await found('has:gps')).toEqual([]);
});

it('follows a picture and its sidecar to another place', async () => {
  mkdirSync(join(folder, 'moved'));
  renameSync(join(folder, 'lamp.png'), join(folder, 'moved/lamp.png'));
  await look();
  expect((await details('lamp.png')).rows.Rating).toBeUndefined();
  renameSync(join(folder, 'lamp.png.xmp'), join(folder, 'moved/lamp.xmp'));
  await look();
  expect((await details('lamp.png')).rows.Rating).toBe('★★');
  const files = await host.client.library.files({ path: folder });
  expect(files.find(({ path }) => path.endsWith('lamp.xmp'))?.state).toBe('ready');
});

it('writes tags into sidecars once that is switched on, and never into the files', async () => {
  const { client } = host;
  const bytes = readFileSync(join(folder, 'pier.jpg'));
  const pier = await details('pier.jpg');
  const lamp = await details('lamp.png');
  await client.library.addTag({ ids: [pier.id], tag: 'before' });
  expect(readdirSync(folder).filter((name) => name.endsWith('.xmp'))).toEqual(['not.xmp']);

  await client.settings.update({ writeSidecars: true });
  await client.library.addTag({ ids: [pier.id, lamp.id], tag: 'quay' });
  await client.library.removeTag({ ids: [lamp.id], tag: 'lamp' });
  for (const name of ['pier.jpg.xmp', 'moved/lamp.xmp']) {
    const path = join(folder, name);
    await vi.waitUntil(() => existsSync(path) && readFileSync(path, 'utf8').includes('quay'), { timeout: 20_000 });
  }
  await vi.waitUntil(() => !readFileSync(join(folder, 'moved/lamp.xmp'), 'utf8').includes('<rdf:li>lamp'), {
    timeout: 20_000,
  });
  expect(xmpFacts(readFileSync(join(folder, 'pier.jpg.xmp'), 'utf8'))?.keywords).toEqual(
    expect.arrayContaining(['before', 'quay']),
  );
  const beside = readFileSync(join(folder, 'moved/lamp.xmp'), 'utf8');
  expect(xmpFacts(beside)).toMatchObject({ rating: 2, keywords: ['Föhr', 'quay'] });
  expect(readFileSync(join(folder, 'pier.jpg'))).toEqual(bytes);
  expect(await client.library.sidecarProblems()).toEqual({ count: 0, first: '' });

  // Read back, they are the same tags.
  await look();
  expect((await details('lamp.png')).tags).toEqual(['Föhr', 'quay']);

  // A sidecar that is no XMP is left alone, and that is told.
  writeFileSync(join(folder, 'pier.jpg.xmp'), 'My notes.');
  await look();
  await client.library.addTag({ ids: [pier.id], tag: 'later' });
  await vi.waitUntil(async () => (await client.library.sidecarProblems()).count === 1, { timeout: 20_000 });
  expect(readFileSync(join(folder, 'pier.jpg.xmp'), 'utf8')).toBe('My notes.');
});
