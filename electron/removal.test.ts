import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import sharp from 'sharp';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../e2e/temporary-folder.ts';
import { ingest, openLibrary } from './cli/open-library-for-tests.ts';
import { zip } from './ingest/extractors/unpack/archives-for-tests.ts';

const within = { timeout: 60_000, interval: 20 };
const PARTS = 200;

/** Files that the library made, and how many rows there are of what it has. */
function left(libraryPath: string): { made: string[]; rows: Record<string, number> } {
  const catalog = new DatabaseSync(join(libraryPath, 'catalog.db'), { readOnly: true });
  const count = (table: string) => Number(catalog.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count);
  const tables = ['folders', 'files', 'assets', 'parts', 'passages', 'leaving_assets', 'leftovers'];
  const rows = Object.fromEntries(tables.map((table) => [table, count(table)]));
  catalog.close();
  const made = ['renditions', 'parts'].flatMap((folder) =>
    readdirSync(join(libraryPath, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name),
  );
  return { made, rows };
}
const nothing = { folders: 0, files: 0, assets: 0, parts: 0, passages: 0, leaving_assets: 0, leftovers: 0 };

test('an archive of many files leaves in turns, comes back whole from halfway, and nothing of it stays', {
  timeout: 180_000,
}, async () => {
  const disk = temporaryFolder();
  const [libraryPath, folder] = [join(disk, 'library'), join(disk, 'files')];
  mkdirSync(folder);
  const notes = Object.fromEntries(
    Array.from({ length: PARTS }, (_, note) => [`notes/${note}.txt`, Buffer.from(`The tide of day ${note}.`)]),
  );
  const archive = join(folder, 'notes.zip');
  writeFileSync(archive, zip(notes));
  const picture = sharp({ create: { width: 40, height: 30, channels: 3, background: 'navy' } });
  writeFileSync(join(folder, 'sea.png'), await picture.png().toBuffer());
  let host = await openLibrary(libraryPath);
  onTestFinished(() => host.close());
  await ingest(host, folder);
  const [added] = await host.client.library.folders();
  await host.close();
  const before = left(libraryPath);
  expect(before.rows).toMatchObject({ folders: 1, files: PARTS + 2, assets: PARTS + 2, parts: PARTS });
  expect(before.made.length).toBeGreaterThan(PARTS);

  // Killed on the way: another process takes the folder out, and this one does what is left of it.
  const catalog = new DatabaseSync(join(libraryPath, 'catalog.db'));
  catalog.prepare('UPDATE folders SET leaving = 1 WHERE id = ?').run(added?.id ?? 0);
  catalog.close();
  const entry = join(import.meta.dirname, 'cli.ts');
  const child = spawn(process.execPath, [entry, 'serve', '--port', '0', '--library', libraryPath], { stdio: 'ignore' });
  await vi.waitUntil(() => left(libraryPath).rows.files !== before.rows.files, within);
  child.kill('SIGKILL');
  await once(child, 'exit');

  // What is halfway out and comes back is whole again.
  host = await openLibrary(libraryPath);
  await ingest(host, folder);
  const states = async () => (await host.client.library.coverage()).byState;
  expect(await states()).toMatchObject({ ready: PARTS + 2, pending: 0 });
  // What was left of the first reading goes once nothing is being unpacked.
  const whole = { ...before.rows, leaving_assets: 0 };
  await vi.waitFor(() => expect(left(libraryPath).rows).toMatchObject(whole), within);
  expect(left(libraryPath).made.length).toBe(before.made.length);

  const removed = host.client.library.removeFolder({ id: (await host.client.library.folders())[0]?.id ?? 0 });
  await vi.waitUntil(() => left(libraryPath).rows.assets !== PARTS + 2, within);
  // Other requests have their turn meanwhile.
  expect(await host.client.library.folders()).toEqual([]);
  expect(await removed).toEqual({ removedFiles: PARTS + 2 });
  expect(left(libraryPath)).toEqual({ made: [], rows: nothing });
  expect(existsSync(archive)).toBe(true);
});

test('a folder in another one keeps its files when that one is taken out, and the other way about', async () => {
  const disk = temporaryFolder();
  const [outer, inner] = [join(disk, 'outer'), join(disk, 'outer', 'inner')];
  mkdirSync(inner, { recursive: true });
  writeFileSync(join(outer, 'quay.txt'), 'The quay is long.');
  writeFileSync(join(inner, 'notes.zip'), zip({ 'tide.txt': Buffer.from('The tide is high.') }));
  // Beside it, with a name that begins like its own.
  writeFileSync(join(disk, 'outer', 'inner.txt'), 'The inner harbour.');
  // What was drawn of an asset that is gone, and something that is not the library's.
  const renditions = join(disk, 'library', 'renditions', 'ab');
  mkdirSync(renditions, { recursive: true });
  for (const name of [`${'ab'.repeat(32)}-thumb.webp`, 'notes.txt']) writeFileSync(join(renditions, name), 'old');
  const host = await openLibrary(join(disk, 'library'));
  onTestFinished(() => host.close());
  const { library } = host.client;
  await ingest(host, outer);
  await ingest(host, inner);
  const names = async () => {
    const page = { filter: {}, sort: 'name', descending: false, offset: 0, limit: 9 } as const;
    return (await library.list(page)).assets.map(({ name }) => name);
  };
  const remove = async (path: string) => {
    const folder = (await library.folders()).find((one) => one.path === path);
    return library.removeFolder({ id: folder?.id ?? 0 });
  };
  await vi.waitFor(() => expect(readdirSync(renditions)).toEqual(['notes.txt']), within);
  expect(await remove(outer)).toEqual({ removedFiles: 2 });
  expect(await names()).toEqual(['notes.zip', 'tide.txt']);
  expect(await library.folders()).toMatchObject([{ path: inner, files: 2 }]);
  await ingest(host, outer);
  expect(await remove(inner)).toEqual({ removedFiles: 0 });
  expect(await names()).toEqual(['inner.txt', 'notes.zip', 'quay.txt', 'tide.txt']);
  expect(await library.folders()).toMatchObject([{ path: outer, files: 4 }]);
});
