import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../e2e/temporary-folder.ts';
import { EncryptedFile } from './encrypted-file.ts';

const locked = expect.objectContaining({ code: 'SECRETS_LOCKED' });

it('gives keys back to who knows the passphrase, and to nobody else', async () => {
  const path = join(temporaryFolder(), 'secrets.json');
  const first = new EncryptedFile(path);
  await expect(first.set('a', 'key one')).rejects.toEqual(locked);
  await first.unlock('correct horse');
  await first.set('a', 'key one');
  await first.set('b', 'key two');
  await first.delete('b');
  expect(readFileSync(path, 'utf8')).not.toMatch(/key one|key two|correct horse/);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);

  const second = new EncryptedFile(path);
  await expect(second.get('a')).rejects.toEqual(locked);
  await expect(second.unlock('wrong horse')).rejects.toEqual(locked);
  expect(second.isLocked()).toBe(true);
  await second.unlock('correct horse');
  expect([await second.get('a'), await second.get('b')]).toEqual(['key one', null]);
});

it('does not give one key out under the name of another, nor a changed one', async () => {
  const path = join(temporaryFolder(), 'secrets.json');
  const file = new EncryptedFile(path);
  await file.unlock('correct horse');
  await file.set('a', 'key one');
  const stored = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...stored, secrets: { b: stored.secrets.a } }));
  expect(await file.get('b')).toBeNull();
  const changed = { ...stored.secrets.a, text: Buffer.from('key six').toString('base64') };
  writeFileSync(path, JSON.stringify({ ...stored, secrets: { a: changed } }));
  expect(await file.get('a')).toBeNull();
});

it('says that a damaged file is damaged', async () => {
  const path = join(temporaryFolder(), 'secrets.json');
  writeFileSync(path, '{"salt":');
  await expect(new EncryptedFile(path).unlock('correct horse')).rejects.toThrow(/is damaged/);
});
