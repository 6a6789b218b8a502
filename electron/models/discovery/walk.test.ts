import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { writeInto } from '../../../e2e/models/model-stores.ts';
import { temporaryFolder } from '../../../e2e/temporary-folder.ts';
import { modelsBelow } from './model-files.ts';
import { walk } from './walk.ts';

let root: string;
beforeEach(() => {
  root = temporaryFolder();
});

const write = (...names: string[]) => names.map((name) => writeInto(root, name, 'x'));

describe('a walk', () => {
  test('enters no folder twice, whatever links lead to it', async () => {
    write('a/b/file');
    symlinkSync(root, join(root, 'a/b/up'));
    symlinkSync(join(root, 'a'), join(root, 'also a'));
    symlinkSync('itself', join(root, 'itself'));
    symlinkSync('nowhere', join(root, 'dangling'));
    expect(await Array.fromAsync(walk(root))).toEqual([
      { type: 'listing', folder: root, files: [], folders: ['a', 'also a'] },
      { type: 'listing', folder: join(root, 'a'), files: [], folders: ['b'] },
      { type: 'listing', folder: join(root, 'a/b'), files: ['file'], folders: ['up'] },
    ]);
  });

  test('follows a link to a folder elsewhere', async () => {
    const elsewhere = temporaryFolder();
    writeInto(elsewhere, 'file', 'x');
    symlinkSync(elsewhere, join(root, 'link'));
    expect(await Array.fromAsync(walk(root))).toContainEqual({
      type: 'listing',
      folder: join(root, 'link'),
      files: ['file'],
      folders: [],
    });
  });

  test('says nothing of a root that is not there', async () => {
    expect(await Array.fromAsync(walk(join(root, 'nothing')))).toEqual([]);
    expect(await Array.fromAsync(walk(join(write('file')[0]!, 'nothing')))).toEqual([]);
  });

  test('tells of what cannot be opened, and goes on', async () => {
    symlinkSync('itself', join(root, 'itself'));
    expect(await Array.fromAsync(walk(join(root, 'itself')))).toEqual([
      { type: 'skipped', path: join(root, 'itself'), reason: 'It is a symbolic link that leads back to itself.' },
    ]);
  });

  test.skipIf(process.getuid?.() === 0)('tells of a folder without permission, and goes on', async () => {
    mkdirSync(join(root, 'closed'), { mode: 0 });
    write('open/file');
    const steps = await Array.fromAsync(walk(root));
    chmodSync(join(root, 'closed'), 0o700);
    expect(steps).toContainEqual({ type: 'skipped', path: join(root, 'closed'), reason: 'No permission to read it.' });
    expect(steps).toContainEqual(expect.objectContaining({ folder: join(root, 'open'), files: ['file'] }));
  });

  test('stops at its limits and says so', async () => {
    write('1/2/3/file');
    const deep = await Array.fromAsync(walk(root, { depth: 2 }));
    expect(deep).toHaveLength(4);
    expect(deep[3]).toEqual({ type: 'skipped', path: root, reason: expect.stringContaining('more than 2 deep') });
    expect(await Array.fromAsync(walk(root, { depth: 3 }))).not.toContainEqual(
      expect.objectContaining({ type: 'skipped' }),
    );
    const wide = await Array.fromAsync(walk(root, { entries: 2 }));
    expect(wide.at(-1)).toEqual({ type: 'skipped', path: root, reason: expect.stringContaining('more than 2 files') });
    expect(await Array.fromAsync(walk(root, { entries: 4 }))).not.toContainEqual(
      expect.objectContaining({ type: 'skipped' }),
    );
  });
});

test('models are files that are whole and models, each set of parts one', async () => {
  write('publisher/repository/model.gguf', 'UPPER.GGUF', 'mmprojector-tales.gguf', 'part 2 of my life.gguf');
  write('split-00002-of-00003.gguf', 'split-00003-of-00003.gguf', 'split-00001-of-00003.gguf');
  write('no-first-00002-of-00002.gguf');
  write('mmproj.gguf', 'mmproj-model-f16.gguf', 'org_repository_mmproj-model-f16.gguf', 'gemma.mmproj-q8.gguf');
  write(
    'incomplete-model.gguf',
    'downloading_model.gguf',
    'model.gguf.part',
    'model.gguf.download',
    'model.incomplete',
  );
  write('._model.gguf', '.Trashes/old.gguf', '$RECYCLE.BIN/old.gguf', '.Trash-1000/files/old.gguf');
  mkdirSync(join(root, 'folder.gguf'));
  const found = await Array.fromAsync(modelsBelow(root));
  expect(found.map((step) => step.path.slice(root.length + 1))).toEqual([
    'UPPER.GGUF',
    'mmprojector-tales.gguf',
    'no-first-00001-of-00002.gguf',
    'part 2 of my life.gguf',
    'split-00001-of-00003.gguf',
    'publisher/repository/model.gguf',
  ]);
});
