import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import type { Box } from '../../../../shared/anchors.ts';
import { shippedPath } from '../../language-data.ts';
import { identify } from '../identify/identify.ts';
import { closePdf } from '../pdf/open-pdf.ts';
import { addScannedPage, pdf, printedPicture } from '../pdf/pdfs-for-tests.ts';
import { shippedData } from './language-data-for-tests.ts';
import { recognise, turnBack } from './ocr.ts';
import { endTesseract } from './tesseract.ts';

afterAll(async () => {
  await endTesseract();
  closePdf();
});

const lines = [
  'NOTICE TO MARINERS',
  'The lantern is extinguished',
  'until further orders of the',
  'harbour board of Kiel.',
];

async function recognised(name: string, bytes: Buffer, page = 1) {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  const identity = await identify({ path });
  const found = await recognise({ path, identity, page, languages: ['eng'], data: shippedData });
  if ('refused' in found) expect.fail(found.reason);
  return found;
}

function expectInside({ x, y, width, height }: Box): void {
  for (const edge of [x, y, x + width, y + height]) expect(edge).toBeGreaterThanOrEqual(-0.001);
  for (const edge of [x, y, x + width, y + height]) expect(edge).toBeLessThanOrEqual(1.001);
}

describe('a picture of print', () => {
  it('is read word by word, each at its place as a fraction of the picture', async () => {
    const found = await recognised('a.png', await printedPicture(lines));
    expect(found.text.split(/\n+/)).toEqual(lines);
    expect(found.rotation).toBe(0);
    const lantern = found.words.find(({ text }) => text === 'lantern');
    if (!lantern) expect.fail('The word is not found.');
    // The second line stands on 180 of 400 pixels, and begins at 60 of 900.
    expect(lantern.box.y + lantern.box.height).toBeCloseTo(180 / 400, 1);
    expect(lantern.box.x).toBeGreaterThan(60 / 900);
    expect(lantern.confidence).toBeGreaterThan(60);
    const [passage] = found.passages;
    expect(passage?.anchor.type).toBe('region');
    if (passage?.anchor.type !== 'region') return;
    expect(passage.anchor.boxes).toHaveLength(lines.length);
    passage.anchor.boxes.forEach(expectInside);
  });

  it('that lies on its side is turned, and its boxes are those of the picture as it lies', async () => {
    const upright = await printedPicture(lines);
    const found = await recognised('a.png', await sharp(upright).rotate(90).png().toBuffer());
    expect(found.text).toContain('The lantern is extinguished');
    expect(found.rotation).toBe(270);
    const notice = found.words.find(({ text }) => text === 'NOTICE');
    // What was at the top left is at the top right now.
    expect(notice?.box.x).toBeGreaterThan(0.6);
    expect(notice?.box.y).toBeLessThan(0.3);
    found.words.forEach(({ box }) => {
      expectInside(box);
    });
  });

  it('is read upright where its camera says how it was held', async () => {
    const held = await sharp(await printedPicture(lines))
      .rotate(-90)
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const found = await recognised('a.jpg', held);
    expect(found.rotation).toBe(0);
    expect(found.text).toContain('The lantern is extinguished');
  });

  it('that is one of several pages has that page for its anchor', async () => {
    const pages = await Promise.all(
      [lines, ['SECOND NOTICE', 'The buoy has drifted', 'far to the east']].map((text) => printedPicture(text)),
    );
    const [first, second] = pages.map((page) =>
      sharp(page).resize(900, 400, { fit: 'contain', background: 'white' }).png().toBuffer(),
    );
    const joined = sharp(
      [await first, await second].filter((page) => page !== undefined),
      { join: { animated: true } },
    );
    const found = await recognised('a.tif', await joined.tiff().toBuffer(), 2);
    expect(found.text).toContain('The buoy has drifted');
    expect(found.passages[0]?.anchor).toMatchObject({ type: 'page', page: 2 });
  });

  it('without print has no text', async () => {
    const sky =
      '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><linearGradient id="g"><stop stop-color="navy"/><stop offset="1" stop-color="orange"/></linearGradient><rect width="400" height="300" fill="url(#g)"/><circle cx="200" cy="150" r="60" fill="gold"/></svg>';
    expect(await recognised('a.svg', Buffer.from(sky))).toMatchObject({ text: '', words: [], passages: [] });
    const dot = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    expect(await recognised('a.png', dot)).toMatchObject({ words: [], passages: [] });
  });
});

describe('a photograph', () => {
  const photograph = (texts: readonly [size: number, text: string][]) => {
    const drawn = texts.map(
      ([size, text], at) => `<text x="200" y="${500 + at * 700}" font-size="${size}">${text}</text>`,
    );
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="1600"><rect width="4000" height="1600" fill="white"/><g font-family="DejaVu Sans, Liberation Sans, sans-serif">${drawn.join('')}</g></svg>`;
    return sharp(Buffer.from(svg))
      .withExif({ IFD0: { Make: 'Olympus', Model: 'OM-1' } })
      .jpeg({ quality: 95 })
      .toBuffer();
  };
  const small = 'Fog on the bar at dawn';

  it('is read to its small print where text shows on it', async () => {
    const found = await recognised(
      'a.jpg',
      await photograph([
        [30, 'The harbour board of Kiel'],
        [12, small],
      ]),
    );
    expect(found.text).toContain('The harbour board of Kiel');
    expect(found.text).toContain('bar at dawn');
    found.words.forEach(({ box }) => {
      expectInside(box);
    });
  });

  it('is looked at in small alone where none shows', async () => {
    expect(await recognised('a.jpg', await photograph([[12, small]]))).toMatchObject({ text: '', confidence: null });
  });
});

describe('a page of a PDF', () => {
  it('is read as it is drawn, without what it has as text', async () => {
    const bytes = await pdf(async (document, font) => {
      const page = await addScannedPage(document, await printedPicture(lines));
      page.drawText('Received in the spring of 1998', { x: 30, y: 8, size: 11, font });
    });
    const found = await recognised('a.pdf', bytes);
    expect(found.text).toContain('The lantern is extinguished');
    expect(found.text).not.toContain('Received');
    expect(found.passages[0]?.anchor).toMatchObject({ type: 'page', page: 1 });
  });
});

it('says so of data that cannot be loaded, and reads on with others', async () => {
  const broken = join(temporaryFolder(), 'broken.traineddata');
  // Its head is sound, its network is not, which shows when it is loaded.
  writeFileSync(broken, gunzipSync(readFileSync(shippedPath('eng'))).fill(0, 300, 500_000));
  const path = join(temporaryFolder(), 'a.png');
  writeFileSync(path, await printedPicture(lines));
  const request = { path, identity: await identify({ path }), page: 1, languages: ['eng'] };
  expect(await recognise({ ...request, data: { eng: broken } })).toMatchObject({
    refused: 'failed',
    reason: expect.stringContaining('OCR data for eng cannot be loaded'),
  });
  expect(await recognise({ ...request, data: shippedData })).toMatchObject({
    text: expect.stringContaining(lines.slice(1).join('\n')),
  });
});

it('refuses a language that it has no data for, in place of waiting for ever', async () => {
  const path = join(temporaryFolder(), 'a.png');
  writeFileSync(path, await printedPicture(['x']));
  const identity = await identify({ path });
  expect(await recognise({ path, identity, page: 1, languages: ['eng', 'xyz'], data: shippedData })).toMatchObject({
    refused: 'failed',
    reason: expect.stringContaining('“xyz”'),
  });
});

it('turns boxes back to where they were', () => {
  const fraction = fc.double({ min: 0, max: 0.5, noNaN: true });
  fc.assert(
    fc.property(fc.record({ x: fraction, y: fraction, width: fraction, height: fraction }), (box) => {
      // Four quarters are none, and so are two halves.
      const quarters = [90, 90, 90, 90].reduce((turned) => turnBack(turned, 90), box);
      const halves = turnBack(turnBack(box, 180), 180);
      const back = turnBack(turnBack(box, 90), 270);
      for (const turned of [quarters, halves, back])
        for (const side of ['x', 'y', 'width', 'height'] as const) expect(turned[side]).toBeCloseTo(box[side], 9);
    }),
  );
});
