import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { ended } from '../cli/open-library-for-tests.ts';
import { type Host, openHost } from '../host.ts';
import { nodePlatform } from '../platform/node.ts';
import { forkForTests } from '../workers/fork-for-tests.ts';

let disk: string;
let host: Host;
const start = () =>
  openHost({
    platform: {
      ...nodePlatform('cli'),
      startWorker: (name) => forkForTests(join(import.meta.dirname, `../workers/${name}.ts`)),
    },
    libraryPath: join(disk, 'library'),
  });

beforeAll(async () => {
  disk = mkdtempSync(join(tmpdir(), 'holdfast-test-'));
  const folder = join(disk, 'files');
  mkdirSync(join(folder, 'copies'), { recursive: true });
  const drawing = (x: number, colour: string) =>
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><rect width="600" height="400" fill="#9bd"/><rect x="${x}" y="${x / 2}" width="180" height="220" fill="${colour}"/><circle cx="${590 - x}" cy="90" r="60" fill="#fd8"/></svg>`,
    );
  const pier = await sharp(drawing(40, '#432')).jpeg({ quality: 90 }).toBuffer();
  writeFileSync(join(folder, 'pier.jpg'), pier);
  writeFileSync(join(folder, 'copies/pier again.jpg'), pier);
  writeFileSync(join(folder, 'pier small.webp'), await sharp(pier).resize(240).webp().toBuffer());
  writeFileSync(join(folder, 'lamp.png'), await sharp(drawing(330, '#a32')).png().toBuffer());
  for (const name of ['blank', 'void'])
    writeFileSync(
      join(folder, `${name}.png`),
      await sharp({ create: { width: 90, height: name.length * 20, channels: 3, background: 'white' } })
        .png()
        .toBuffer(),
    );
  const letter = Array.from({ length: 120 }, (_, index) => `sentence${(index * 37) % 101} of the board`).join(' ');
  writeFileSync(join(folder, 'letter.txt'), `${letter}. Signed by Ada.`);
  writeFileSync(join(folder, 'letter, second draft.md'), `# Draft\n\n${letter}. Signed by nobody.`);
  writeFileSync(
    join(folder, 'other.txt'),
    'The weather was fair, and so was the light over the bay that evening in June, they said.',
  );
  host = await start();
  const { jobId } = await host.client.library.addFolder({ path: folder });
  await ended(host.client, jobId);
  await host.client.duplicates.settle();
  return async () => {
    await host.close();
    rmSync(disk, { recursive: true });
  };
});

const page = { offset: 0, limit: 50 };
const near = async () => {
  const { groups, ...rest } = await host.client.duplicates.near(page);
  return { ...rest, groups: groups.map(({ by, assets }) => ({ by, names: assets.map(({ name }) => name) })) };
};

it('tells of exact and near duplicates, the best copy first, and of nothing else', async () => {
  const { total, duplicates } = await host.client.duplicates.exact(page);
  expect(total).toBe(1);
  expect(duplicates[0]?.paths.map((path) => path.slice(join(disk, 'files').length + 1))).toEqual([
    'copies/pier again.jpg',
    'pier.jpg',
  ]);
  const { total: groups, waiting, groups: found } = await near();
  expect({ groups, waiting }).toEqual({ groups: 2, waiting: 0 });
  expect(found).toEqual(
    expect.arrayContaining([
      { by: 'looks', names: ['pier again.jpg', 'pier small.webp'] },
      { by: 'text', names: expect.arrayContaining(['letter.txt', 'letter, second draft.md']) },
    ]),
  );
  const first = await host.client.duplicates.near({ offset: 1, limit: 1 });
  expect(first.groups).toHaveLength(1);
});

it('remembers what the owner called different, also in another session, and takes it back', async () => {
  const { groups } = await host.client.duplicates.near(page);
  const ids = groups.find(({ by }) => by === 'looks')?.assets.map(({ id }) => id) ?? [];
  const { decisionId } = await host.client.duplicates.setDistinct({ ids });
  expect((await near()).groups.map(({ by }) => by)).toEqual(['text']);
  await host.close();

  const cli = join(import.meta.dirname, '../cli.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'duplicates', '--json'], {
    env: { ...process.env, HOLDFAST_LIBRARY: join(disk, 'library') },
  });
  const told = JSON.parse(stdout);
  expect(told.exact).toHaveLength(1);
  expect(told.near).toEqual([
    expect.objectContaining({
      by: 'text',
      count: 2,
      assets: [expect.objectContaining({ kind: 'text' }), expect.anything()],
    }),
  ]);

  host = await start();
  await host.client.duplicates.takeBack({ decisionId });
  expect((await near()).total).toBe(2);
});

it('forgets what is no longer there', async () => {
  rmSync(join(disk, 'files/pier small.webp'));
  const { jobId } = await host.client.library.rescan();
  await ended(host.client, jobId);
  expect((await near()).groups.map(({ by }) => by)).toEqual(['text']);
});
