import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { writeInto } from '../../e2e/models/model-stores.ts';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { ModelCopies, verifyCopy } from './model-copies.ts';
import { hashModel } from './model-hash.ts';

const first = Buffer.alloc(3_000_000, 'first');
const second = Buffer.alloc(10, 'second');
const sha256 = createHash('sha256').update(first).update(second).digest('hex');
const proven = async () => {};

let library: string;
let copies: ModelCopies;
let paths: string[];
const names: [string, string] = ['a-00001-of-00002.gguf', 'a-00002-of-00002.gguf'];

beforeEach(async () => {
  library = temporaryFolder();
  copies = await ModelCopies.open(library);
  const stick = temporaryFolder();
  paths = [writeInto(stick, 'one', first), writeInto(stick, 'two', second)];
});

const inLibrary = () => (existsSync(join(library, 'models')) ? readdirSync(join(library, 'models')) : []);

test('a model’s hash is over all its bytes in order', async () => {
  expect(await hashModel(paths)).toBe(sha256);
  expect(await hashModel(paths.slice(0, 1))).toBe(createHash('sha256').update(first).digest('hex'));
});

describe('a copy', () => {
  test('is kept under the model’s id once it was proven', async () => {
    let tried = '';
    const prove = async (path: string) => {
      tried = path;
      expect(readFileSync(path).equals(first)).toBe(true);
    };
    const path = join(library, 'models', sha256.slice(0, 16), names[0]);
    expect(await copies.make({ paths, names }, { prove })).toEqual({ path, sha256 });
    expect(tried).not.toBe(path);
    expect(readFileSync(path).equals(first)).toBe(true);
    expect(readFileSync(join(path, '..', names[1])).equals(second)).toBe(true);
    expect(inLibrary()).toEqual([sha256.slice(0, 16)]);
    expect(copies.holds(path)).toBe(true);
  });

  test('tells how far it is, in bytes of all files', async () => {
    const total = first.length + second.length;
    const told: [string, number, number][] = [];
    await copies.make({ paths, names }, { prove: proven, onProgress: (...progress) => told.push(progress) });
    expect(told.every(([, , of]) => of === total)).toBe(true);
    for (const stage of ['copy', 'check']) {
      const bytes = told.flatMap(([at, done]) => (at === stage ? [done] : []));
      expect(bytes.length).toBeGreaterThan(2);
      expect(bytes).toEqual(bytes.toSorted((one, other) => one - other));
      expect(bytes.at(-1)).toBe(total);
    }
    expect(told.at(-1)).toEqual(['prove', total, total]);
  });

  test('takes the place of an older one that was damaged', async () => {
    const { path } = await copies.make({ paths, names }, { prove: proven });
    truncateSync(path, 5);
    expect(await copies.make({ paths, names }, { prove: proven })).toEqual({ path, sha256 });
    expect(readFileSync(path).equals(first)).toBe(true);
    expect(inLibrary()).toEqual([sha256.slice(0, 16)]);
  });

  test('is not kept when it fails its proof, when an original goes, or when it is cancelled', async () => {
    const refuse = () => Promise.reject(new Error('It is no model.'));
    await expect(copies.make({ paths, names }, { prove: refuse })).rejects.toThrow('It is no model.');
    const signal = AbortSignal.abort();
    await expect(copies.make({ paths, names }, { prove: proven, signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    rmSync(paths[1] ?? '');
    await expect(copies.make({ paths, names }, { prove: proven })).rejects.toMatchObject({ code: 'ENOENT' });
    expect(inLibrary()).toEqual([]);
  });

  test('is refused before it is begun when it has no room', async () => {
    // Holes take no room in the original; a copy of them would.
    truncateSync(paths[0] ?? '', 8 * 2 ** 40);
    await expect(copies.make({ paths, names }, { prove: proven })).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringMatching(/The copy needs 8192\.00 GiB, and .*models has room for \d+\.\d\d GiB/),
    });
    expect(inLibrary()).toEqual([]);
  });

  test('is found out when the drive gives back other bytes', async () => {
    await expect(verifyCopy(paths, sha256)).resolves.toBeUndefined();
    writeFileSync(paths[1] ?? '', Buffer.alloc(10, 'seconD'));
    await expect(verifyCopy(paths, sha256)).rejects.toMatchObject({ code: 'MODEL_FAILED' });
  });
});

test('what a process left half done is gone at the next start, and nothing else', async () => {
  const { path } = await copies.make({ paths, names }, { prove: proven });
  mkdirSync(join(library, 'models', '.unfinished-1'));
  writeInto(library, 'models/.unfinished-1/a.gguf', 'GG');
  writeInto(library, 'models/put here by hand.gguf', 'GG');
  await ModelCopies.open(library);
  expect(inLibrary().toSorted()).toEqual([sha256.slice(0, 16), 'put here by hand.gguf'].toSorted());
  expect(existsSync(path)).toBe(true);
});

test('only a copy of the library’s own is ever deleted', async () => {
  const { path } = await copies.make({ paths, names }, { prove: proven });
  const strangers = [paths[0] ?? '', join(library, 'models', 'by hand.gguf'), join(library, 'catalog.db')];
  for (const stranger of strangers) {
    expect(copies.holds(stranger)).toBe(false);
    await expect(copies.remove(stranger)).rejects.toThrow('no copy');
  }
  await copies.remove(path);
  expect(inLibrary()).toEqual([]);
  expect(existsSync(paths[0] ?? '')).toBe(true);
});
