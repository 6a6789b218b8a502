import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { createWorker } from 'tesseract.js';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import type { Identity, NativeOcr } from '../../../workers/media-protocol.ts';
import { OcrEngines } from '../../ocr-languages.ts';
import { shippedData } from './language-data-for-tests.ts';
import { recognise } from './ocr.ts';
import { endTesseract } from './tesseract.ts';

const require = createRequire(import.meta.url);
const scans = join(import.meta.dirname, '../../../../../shared/corpus/scans');
const languageData = join(dirname(require.resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int');

afterAll(endTesseract);

/** Characters to insert, delete or change to make one text of the other (Levenshtein). */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
const errorRate = (found: string, truth: string) => editDistance(plain(found), plain(truth)) / plain(truth).length;

const installed = await new OcrEngines().installed();

async function productText(path: string, native: NativeOcr | null = null): Promise<string> {
  const identity: Identity = { sha256: '0'.repeat(64), size: 0, mime: 'image/png', kind: 'image' };
  const found = await recognise({ path, identity, page: 1, languages: ['eng'], data: shippedData, native });
  if ('refused' in found) expect.fail(found.reason);
  return found.words.map(({ text }) => text).join(' ');
}

/** What the engine itself makes of a picture, with nothing done to it but the conversion to PNG. */
async function engineText(path: string): Promise<string> {
  const worker = await createWorker('eng', 1, { langPath: languageData, gzip: true, cacheMethod: 'none' });
  try {
    return (await worker.recognize(await sharp(path).png().toBuffer())).data.text;
  } finally {
    await worker.terminate();
  }
}

describe.skipIf(!existsSync(scans))('on scans (../shared/corpus/scans, skipped where it is absent)', () => {
  it.each(['eurotext', 'phototest'])(
    'of %s it makes no more errors than the engine',
    { timeout: 240_000 },
    async (name) => {
      const picture = join(scans, `${name}.tif`);
      const truth = readFileSync(join(scans, `${name}.txt`), 'utf8');
      const product = errorRate(await productText(picture), truth);
      expect(product).toBeLessThanOrEqual(errorRate(await engineText(picture), truth) + 0.001);
    },
  );
});

async function printedPage(): Promise<{ path: string; text: string }> {
  const lines = ['The harbour was dredged in 1931', 'at a cost of 4200 crowns.', 'Nobody saw the pilot leave.'];
  const text = lines
    .map((line, index) => `<text x="60" y="${110 + index * 70}" font-size="40">${line}</text>`)
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="360"><rect width="900" height="360" fill="white"/><g font-family="DejaVu Serif, Liberation Serif, serif">${text}</g></svg>`;
  const path = join(temporaryFolder(), 'page.png');
  await sharp(Buffer.from(svg)).png().toFile(path);
  return { path, text: lines.join(' ') };
}

it('reads a printed page without an error', async () => {
  const { path, text } = await printedPage();
  expect(errorRate(await productText(path), text)).toBe(0);
});

describe.skipIf(!installed)('with the system’s Tesseract (skipped where it is not installed)', () => {
  it('reads the page as well, and says who read it', async () => {
    const { path, text } = await printedPage();
    expect(errorRate(await productText(path, installed), text)).toBe(0);
    const identity: Identity = { sha256: '1'.repeat(64), size: 0, mime: 'image/png', kind: 'image' };
    const found = await recognise({
      path,
      identity,
      page: 1,
      languages: ['eng'],
      data: shippedData,
      native: installed,
    });
    expect(found).toMatchObject({ engine: 'tesseract', engineVersion: installed?.version, rotation: 0 });
    // Boxes are shares of the picture, as with the engine that ships.
    const shipped = await recognise({ path, identity, page: 1, languages: ['eng'], data: shippedData, native: null });
    if ('refused' in found || 'refused' in shipped) expect.fail('It was not read.');
    expect(found.words.map(({ text, line }) => `${line} ${text}`)).toEqual(
      shipped.words.map(({ text, line }) => `${line} ${text}`),
    );
    for (const [index, { box }] of found.words.entries())
      expect(box.x).toBeCloseTo(shipped.words[index]?.box.x ?? -1, 2);
  });
});

it('reads by the engine that ships where the system’s one fails', async () => {
  const { path, text } = await printedPage();
  expect(errorRate(await productText(path, { program: process.execPath, version: '5.0.0' }), text)).toBe(0);
});
