import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import { identify } from '../identify/identify.ts';
import { printedPicture } from '../pdf/pdfs-for-tests.ts';
import { shippedData } from './language-data-for-tests.ts';
import { recogniseByScript } from './recognise-by-script.ts';
import { endScriptDetection } from './script-detection.ts';
import { endTesseract } from './tesseract.ts';

afterAll(() => Promise.all([endTesseract(), endScriptDetection()]));

const english = ['The harbour was dredged in 1931', 'at the cost of 4200 crowns.', 'Nobody saw the pilot leave.'];
const russian = ['Гавань была углублена в 1931', 'году за счёт города. Никто не', 'видел, как лоцман уехал домой'];

async function read(picture: Buffer) {
  const path = join(temporaryFolder(), 'a.png');
  writeFileSync(path, picture);
  const byScript = { Latin: { languages: ['eng'], data: shippedData }, Cyrillic: { languages: [], data: shippedData } };
  return recogniseByScript({
    path,
    identity: await identify({ path }),
    page: 1,
    languages: ['fra'],
    data: shippedData,
    byScript,
  });
}

it('reads a page in the languages of its script, turned as it lies', async () => {
  const found = await read(
    await sharp(await printedPicture(english))
      .rotate(90)
      .png()
      .toBuffer(),
  );
  expect(found).toMatchObject({ script: 'Latin', languages: ['eng'], rotation: 270, text: english.join('\n') });
  expect('refused' in found ? 0 : found.confidence).toBeGreaterThan(85);
});

it('makes no text of a script without data, and says what to install', async () => {
  expect(await read(await printedPicture(russian))).toEqual({
    refused: 'failed',
    reason: expect.stringContaining('tesseract-ocr-rus'),
    script: 'Cyrillic',
    languages: [],
  });
});

it('reads what is too little to tell in the languages that are asked for', async () => {
  expect(await read(await printedPicture(['Port']))).toMatchObject({ script: '', languages: ['fra'], text: 'Port' });
});
