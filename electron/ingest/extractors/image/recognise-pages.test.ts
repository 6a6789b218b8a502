import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import type { NativeOcr } from '../../../workers/media-protocol.ts';
import { OcrEngines } from '../../ocr-languages.ts';
import { identify } from '../identify/identify.ts';
import { printedPicture } from '../pdf/pdfs-for-tests.ts';
import { shippedData } from './language-data-for-tests.ts';
import type { PagePicture } from './page-picture.ts';
import { pagesAsTiff } from './pages-as-tiff.ts';
import { recognisePages } from './recognise-pages.ts';
import { endTesseract } from './tesseract.ts';

afterAll(endTesseract);

const native = await new OcrEngines().nativeFor(['eng']);
const first = ['The harbour was dredged in 1931', 'at the cost of 4200 crowns.', 'Nobody saw the pilot leave.'];
const second = [
  'Sixteen barrels of tar were lost',
  'when the wharf gave way at noon.',
  'The warden wrote it all down.',
];

async function page(bytes: Buffer, by: NativeOcr | null) {
  const path = join(temporaryFolder(), 'page.png');
  writeFileSync(path, bytes);
  return { path, identity: await identify({ path }), page: 1, languages: ['eng'], data: shippedData, native: by };
}

async function textsOf(pictures: readonly Buffer[], by: NativeOcr | null): Promise<string[]> {
  const pages = await Promise.all(pictures.map((bytes) => page(bytes, by)));
  const found = await recognisePages({ pages });
  return found.map((read) => ('fault' in read ? read.fault : 'refused' in read ? read.refused : read.text));
}

describe.skipIf(!native)('pages that are read side by side (skipped where Tesseract is not installed)', () => {
  it('come out in their order, each as if it were read alone', async () => {
    const inColour = sharp(await printedPicture(second)).tint('#c08040');
    const grey = sharp(await printedPicture(second)).toColourspace('b-w');
    const onItsSide = await inColour.rotate(90).png().toBuffer();
    const pictures = [await printedPicture(first), Buffer.from('none'), onItsSide, await grey.png().toBuffer()];
    expect(await textsOf(pictures, native)).toEqual([first.join('\n'), 'failed', second.join('\n'), second.join('\n')]);
  });

  it('are read by the engine that ships where Tesseract breaks over them', async () => {
    const pictures = [await printedPicture(first), await printedPicture(second)];
    const broken = { program: process.execPath, version: '5.0.0' };
    expect(await textsOf(pictures, broken)).toEqual([first.join('\n'), second.join('\n')]);
  });
});

it('puts pages into one TIFF, with their resolution', async () => {
  const samples = (count: number) => Buffer.from(Array.from({ length: count }, (_, index) => (index * 37) % 256));
  const pages: PagePicture[] = [
    { width: 3, height: 5, pixels: samples(15), dpi: undefined },
    { width: 5, height: 3, pixels: samples(15), dpi: 300 },
    { width: 7, height: 1, pixels: samples(7), dpi: 150 },
  ];
  const tiff = Buffer.concat([...pagesAsTiff(pages)]);
  for (const [index, { width, height, pixels, dpi }] of pages.entries()) {
    const read = sharp(tiff, { page: index }).toColourspace('b-w');
    const { data, info } = await read.raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width, height, channels: 1 });
    expect(data).toEqual(pixels);
    if (dpi !== undefined) expect((await sharp(tiff, { page: index }).metadata()).density).toBe(dpi);
  }
});
