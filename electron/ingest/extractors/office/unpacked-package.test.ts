import { strToU8, unzipSync, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { unpackedPackage } from './unpacked-package.ts';

const names = (bytes: Uint8Array) => Object.keys(unzipSync(bytes));

it('has all parts but pictures, unpacked, and the list of types first', async () => {
  const text = '<t>pier</t>'.repeat(100);
  const parts = {
    'word/document.xml': text,
    'word/media/image1.png': 'x',
    '[Content_Types].xml': '<t/>',
    'Pictures/a.png': 'x',
    'word/_rels/document.xml.rels': '<r/>',
  };
  const made = await unpackedPackage(packed(parts));
  expect(names(made)).toEqual(['[Content_Types].xml', 'word/document.xml', 'word/_rels/document.xml.rels']);
  expect(made.includes(text)).toBe(true);
});

it.each([
  ['is damaged', withByte(packed({ 'word/document.xml': 'pier '.repeat(100) }), 60, 0xff)],
  ['is cut short', packed({ 'word/document.xml': 'pier' }).subarray(0, -30)],
  ['has a part twice', packed({ 'word/document.xml': 'pier', 'WORD/document.xml': 'quay' })],
  ['is no package', Buffer.from('pier')],
])('stays as it is where it %s', async (_, bytes) => {
  expect(await unpackedPackage(bytes)).toBe(bytes);
});

function packed(parts: Readonly<Record<string, string>>): Buffer {
  const bytes = Object.entries(parts).map(([name, text]) => [name, strToU8(text)] as const);
  return Buffer.from(zipSync(Object.fromEntries(bytes)));
}

function withByte(bytes: Buffer, at: number, byte: number): Buffer {
  return Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at + 1)]);
}
