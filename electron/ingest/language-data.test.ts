import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { LanguageDataStore, shippedPath } from './language-data.ts';

const english = gunzipSync(readFileSync(shippedPath('eng')));
const french = gunzipSync(readFileSync(shippedPath('fra')));

function store(system = temporaryFolder()) {
  const added = join(temporaryFolder(), 'ocr-languages');
  return { added, data: new LanguageDataStore({ added, installed: async () => [system, join(system, 'absent')] }) };
}

it('takes data of the system where theirs is the smaller network, or the only one', async () => {
  const system = temporaryFolder();
  writeFileSync(join(system, 'spa.traineddata'), french);
  // French has a quarter of the network that English has.
  writeFileSync(join(system, 'eng.traineddata'), french);
  writeFileSync(join(system, 'fra.traineddata'), english);
  writeFileSync(join(system, 'deu.traineddata'), 'no data at all');
  writeFileSync(join(system, 'osd.traineddata'), english);
  const all = await store(system).data.all();
  expect(Object.fromEntries([...all].map(([code, { from }]) => [code, from]))).toEqual({
    eng: 'system',
    deu: 'shipped',
    fra: 'shipped',
    spa: 'system',
  });
});

it('adds data, packed or not, in place of all others, until they are taken out', async () => {
  const { added, data } = store();
  const source = temporaryFolder();
  const packed = join(source, 'eng.traineddata.gz');
  writeFileSync(packed, gzipSync(french));
  const own = join(source, 'letters_1890.traineddata');
  writeFileSync(own, french);
  expect([await data.add(packed), await data.add(own)]).toEqual(['eng', 'letters_1890']);
  expect((await data.all()).get('eng')).toEqual({ path: join(added, 'eng.traineddata'), from: 'added' });
  expect(readFileSync(join(added, 'eng.traineddata')).equals(french)).toBe(true);
  expect(await data.hasOther('eng')).toBe(true);
  expect(await data.hasOther('letters_1890')).toBe(false);

  await data.remove('eng');
  expect((await data.all()).get('eng')?.from).toBe('shipped');
  expect(readdirSync(added)).toEqual(['letters_1890.traineddata']);
  await expect(data.remove('eng')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it.each([
  ['a file of another name', 'notes.txt', english, 'not named like'],
  ['data of directions', 'osd.traineddata', english, 'not named like'],
  ['a text', 'spa.traineddata', Buffer.from('Nothing. '.repeat(300)), 'not in Tesseract’s format'],
  ['what is not packed as its name says', 'spa.traineddata.gz', english, 'no data of a language'],
])('refuses %s, and keeps nothing of it', async (_, name, bytes, message) => {
  const { added, data } = store();
  mkdirSync(added);
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  await expect(data.add(path)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining(message),
  });
  expect(readdirSync(added)).toEqual([]);
});

it('says that a file is not there', async () => {
  const { data } = store();
  await expect(data.add('/nowhere/spa.traineddata')).rejects.toMatchObject({ code: 'PATH_UNREADABLE' });
});

it('finds again what was added, and nothing that was not whole', async () => {
  const { added, data } = store();
  mkdirSync(added);
  writeFileSync(join(added, 'old.traineddata'), french);
  writeFileSync(join(added, 'new.unfinished'), english);
  expect([...(await data.all()).keys()]).toEqual(['eng', 'deu', 'fra', 'old']);
});
