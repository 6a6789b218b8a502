import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../e2e/temporary-folder.ts';
import { ended } from './cli/open-library-for-tests.ts';
import { type Host, openHost } from './host.ts';
import { nodePlatform } from './platform/node.ts';

let disk: string;
let folder: string;
let host: Host;

/** As the window opens a library: the command line does not watch. */
const open = () => openHost({ platform: nodePlatform('browser'), libraryPath: join(disk, 'library') });
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
/** Longer than it takes until a change is taken over. */
const within = { timeout: 30_000, interval: 100 };

async function names(): Promise<string[]> {
  const { assets } = await host.client.library.list({
    filter: {},
    sort: 'name',
    descending: false,
    offset: 0,
    limit: 50,
  });
  return assets.map(({ name }) => name);
}

async function found(query: string): Promise<string[]> {
  const { groups } = await host.client.search.query({ query });
  return groups.map(({ asset }) => asset.name);
}

async function isWatched(): Promise<void> {
  await vi.waitFor(async () => expect(await host.client.library.folders()).toMatchObject([{ watched: true }]), within);
}

beforeEach(async () => {
  disk = temporaryFolder();
  folder = join(disk, 'files');
  mkdirSync(folder);
  write('pier.txt', 'The pier was built of oak.');
  write('lamp.txt', 'The lamp burns paraffin.');
  host = await open();
  const { jobId } = await host.client.library.addFolder({ path: folder });
  await ended(host.client, jobId);
  await isWatched();
});
afterEach(() => host.close());

describe('in a watched folder', { timeout: 90_000 }, () => {
  test('a new file is read, a changed one again, and one that is gone is missing', async () => {
    write('buoy.txt', 'The buoy is painted red.');
    await vi.waitFor(async () => expect(await found('buoy')).toEqual(['buoy.txt']), within);
    appendFileSync(join(folder, 'lamp.txt'), ' It was lit by the keeper.');
    await vi.waitFor(async () => expect(await found('keeper')).toEqual(['lamp.txt']), within);
    renameSync(join(folder, 'pier.txt'), join(disk, 'moved.txt'));
    await vi.waitFor(async () => expect(await names()).toEqual(['buoy.txt', 'lamp.txt']), within);
    expect(await found('oak')).toEqual([]);

    const { library } = host.client;
    const { total, items } = await library.missing({});
    expect([total, items[0]?.asset.name]).toEqual([1, 'pier.txt']);
    const id = items[0]?.asset.id ?? '';
    await expect(library.locate({ id, path: join(folder, 'lamp.txt') })).rejects.toMatchObject({ code: 'CONFLICT' });
    await ended(host.client, (await library.locate({ id, path: join(disk, 'moved.txt') })).jobId);
    expect(await found('oak')).toEqual(['moved.txt']);
    expect(await library.inventory()).toMatchObject({ files: 3, copies: 0, missing: 0 });
  });

  test('a job ends whose folder waits in another one to be looked through', async () => {
    const { library, jobs } = host.client;
    await Promise.all([library.rescan(), library.addFolder({ path: folder })]);
    await vi.waitFor(async () => {
      expect((await jobs.list()).filter(({ state }) => state !== 'done')).toEqual([]);
    }, within);
  });

  test('what is missing is let go for good', async () => {
    rmSync(join(folder, 'pier.txt'));
    await vi.waitFor(async () => expect(await host.client.library.inventory()).toMatchObject({ missing: 1 }), within);
    expect(await host.client.library.forgetMissing({})).toEqual({ forgotten: 1 });
    expect(await host.client.library.missing({})).toEqual({ total: 0, items: [] });
    expect(await names()).toEqual(['lamp.txt']);
  });

  test('a folder that is moved into it, renamed and moved out again takes its files along', async () => {
    const outside = join(disk, 'outside');
    mkdirSync(join(outside, 'deep'), { recursive: true });
    writeFileSync(join(outside, 'deep', 'chart.txt'), 'The chart shows the sound.');
    renameSync(outside, join(folder, 'charts'));
    await vi.waitFor(async () => expect(await found('sound')).toEqual(['chart.txt']), within);
    const [before] = (await host.client.search.query({ query: 'sound' })).groups;
    await host.client.library.addTag({ ids: [before?.asset.id ?? ''], tag: 'kept' });
    renameSync(join(folder, 'charts'), join(folder, 'maps'));
    const path = join(folder, 'maps', 'deep', 'chart.txt');
    await vi.waitFor(async () => {
      const [now] = (await host.client.search.query({ query: 'sound tag:kept' })).groups;
      expect(now?.asset).toMatchObject({ id: before?.asset.id, path });
    }, within);
    renameSync(join(folder, 'maps'), outside);
    await vi.waitFor(async () => expect(await names()).toEqual(['lamp.txt', 'pier.txt']), within);
  });

  test('what takes the place of something else is told from it, and folders in new folders are followed', async () => {
    const make = (path: string, text: string) => {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      write(path, text);
    };
    make('charts/deep/sound.txt', 'The chart shows the sound.');
    make('logs/first.txt', 'The first log.');
    await vi.waitFor(async () => expect(await names()).toHaveLength(4), within);
    rmSync(join(folder, 'lamp.txt'));
    make('lamp.txt/wick.txt', 'The wick is of cotton.');
    rmSync(join(folder, 'charts'), { recursive: true });
    write('charts', 'The charts are sold.');
    renameSync(join(folder, 'logs'), join(disk, 'logs'));
    make('logs/second.txt', 'The second log.');
    make('bay/cove/rock/seal.txt', 'A seal lies on the rock.');
    const all = ['charts', 'pier.txt', 'seal.txt', 'second.txt', 'wick.txt'];
    await vi.waitFor(async () => expect(await names()).toEqual(all), within);
    write('bay/cove/rock/egg.txt', 'An egg lies beside it.');
    await vi.waitFor(async () => expect(await names()).toContain('egg.txt'), within);

    await host.close();
    rmSync(join(folder, 'lamp.txt'), { recursive: true });
    write('lamp.txt', 'There is a new lamp.');
    rmSync(join(folder, 'charts'));
    make('charts/deep/sound.txt', 'There is a new chart.');
    host = await open();
    const now = ['egg.txt', 'lamp.txt', 'pier.txt', 'seal.txt', 'second.txt', 'sound.txt'];
    await vi.waitFor(async () => expect(await names()).toEqual(now), within);
  });

  test('what happened while the library was closed is found when it is opened', async () => {
    const before = (await host.client.jobs.list()).map(({ id }) => id);
    await host.close();
    write('fog.txt', 'The fog signal has reeds.');
    renameSync(join(folder, 'pier.txt'), join(folder, 'jetty.txt'));
    host = await open();
    await vi.waitFor(async () => expect(await names()).toEqual(['fog.txt', 'jetty.txt', 'lamp.txt']), within);
    await vi.waitFor(async () => expect(await found('signal')).toEqual(['fog.txt']), within);
    expect(await found('oak')).toEqual(['jetty.txt']);
    // By its record of the folder alone: what did not change is not looked at.
    const since = (await host.client.jobs.list()).filter(({ id }) => !before.includes(id));
    const stages = since.flatMap(({ stages }) => stages);
    expect(stages.filter(({ stage }) => stage === 'discover')).toEqual([]);
    // Nor is what was renamed read.
    expect(stages.reduce((sum, { stage, total }) => sum + (stage === 'identify' ? total : 0), 0)).toBe(1);
  });

  test('nothing is concluded from a folder that is away, and it is as it was when it is back', async () => {
    await vi.waitFor(async () => expect(await found('paraffin')).toEqual(['lamp.txt']), within);
    const [lamp] = (await host.client.search.query({ query: 'paraffin' })).groups;
    const away = join(disk, 'unplugged');
    renameSync(folder, away);
    await vi.waitFor(
      async () => expect(await host.client.library.folders()).toMatchObject([{ available: false }]),
      within,
    );
    // An empty directory is where a drive is mounted otherwise.
    mkdirSync(folder);
    expect(await host.client.library.folders()).toMatchObject([{ available: false }]);
    const { jobId } = await host.client.library.rescan();
    await ended(host.client, jobId);
    expect(await names()).toEqual(['lamp.txt', 'pier.txt']);
    rmSync(folder, { recursive: true });
    writeFileSync(join(away, 'buoy.txt'), 'The buoy is painted red.');
    renameSync(away, folder);
    await vi.waitFor(async () => expect(await found('buoy')).toEqual(['buoy.txt']), within);
    await isWatched();
    const [now] = (await host.client.search.query({ query: 'paraffin' })).groups;
    // Not read again: its passages are the same.
    expect(now?.hits.map(({ passageId }) => passageId)).toEqual(lamp?.hits.map(({ passageId }) => passageId));
    expect(now?.asset).toEqual(lamp?.asset);
  });
});

/** As somebody without the rights of the system's owner, where the tests run as that. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  const nobody = 65_534;
  execFileSync('chmod', ['-R', 'a+rwX', join(disk, 'library')]);
  chmodSync(disk, 0o755);
  process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

test.skipIf(process.platform === 'win32')(
  'what is known of files stays as it is while their folder may not be opened',
  { timeout: 90_000 },
  async () => {
    const rescan = async () => ended(host.client, (await host.client.library.rescan()).jobId);
    const inner = join(folder, 'inner');
    mkdirSync(inner);
    write('inner/buoy.txt', 'The buoy is painted red.');
    await rescan();
    await host.settleIndex();
    const all = ['buoy.txt', 'lamp.txt', 'pier.txt'];
    const closedFolders = async () =>
      (await host.client.jobs.failures()).flatMap(({ reason, files }) => files.map(({ path }) => [path, reason]));
    for (const closed of [inner, folder])
      for (const mode of [0o000, 0o444, 0o111]) {
        chmodSync(closed, mode);
        await asNobody(rescan);
        expect([closed, mode, await names()]).toEqual([closed, mode, all]);
        expect(await found('buoy')).toEqual(['buoy.txt']);
        if (mode === 0o000) {
          const reason = 'The folder cannot be opened. No permission to read it.';
          // What happened in a folder in it just before may be looked at only now, and is not to be opened either.
          expect(await closedFolders()).toContainEqual([closed, reason]);
          const [{ watched, unwatched } = {}] = await asNobody(() => host.client.library.folders());
          if (closed === folder)
            expect([watched, unwatched]).toEqual([false, expect.stringMatching(/^It cannot be read/)]);
        }
        chmodSync(closed, 0o755);
        await rescan();
        expect(await closedFolders()).toEqual([]);
      }
    expect(await names()).toEqual(all);
    const stages = (await host.client.jobs.list()).flatMap((job) => job.stages);
    expect(stages.filter(({ stage }) => stage === 'extract').reduce((sum, { done }) => sum + done, 0)).toBe(all.length);
  },
);
