import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { type Parts, packageOf } from '../../../../build/sample-library/office/package.ts';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import { identify } from '../identify/identify.ts';
import { addTextPage, pdf } from '../pdf/pdfs-for-tests.ts';
import { render } from '../render.ts';
import { extractAlone } from './old-office.ts';

const jpeg = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'red' } })
  .jpeg()
  .toBuffer();

/** What is read of an iWork document without LibreOffice, and the size in which it is drawn. */
async function readAndDrawn(name: string, parts: Parts) {
  const folder = temporaryFolder();
  const path = join(folder, name);
  writeFileSync(path, packageOf(parts));
  const identity = await identify({ path });
  const output = join(folder, 'thumbnail.webp');
  const drawn = await render({ path, identity, renditions: [{ longestSide: 300, output }] });
  return { mime: identity.mime, found: await extractAlone(path, identity), drawn };
}

it('an iWork document with a PDF of itself has its text, and is drawn by it', async () => {
  const preview = await pdf((document, font) => addTextPage(document, font, 'The pier was built of oak.'));
  const parts = { 'index.xml': 'x', 'QuickLook/Preview.pdf': preview, 'QuickLook/Thumbnail.jpg': jpeg };
  expect(await readAndDrawn('a.pages', parts)).toMatchObject({
    mime: 'application/vnd.apple.pages',
    found: {
      engine: 'iwork-preview',
      content: { text: 'The pier was built of oak.' },
      notes: [expect.stringContaining('preview'), expect.stringContaining('LibreOffice')],
    },
    drawn: { width: 200, height: 300 },
  });
});

it('one with a picture alone is drawn by that', async () => {
  const parts = { 'Index/Document.iwa': 'x', 'preview-micro.jpg': jpeg, 'preview.jpg': 'no picture' };
  const { mime, found, drawn } = await readAndDrawn('a.numbers', parts);
  expect([mime, found, drawn]).toEqual(['application/vnd.apple.numbers', undefined, { width: 60, height: 40 }]);
  const { drawn: nothing } = await readAndDrawn('a.key', { 'index.apxl': 'x', 'QuickLook/Preview.pdf': '%PDF-1.4' });
  expect(nothing).toBeNull();
});
