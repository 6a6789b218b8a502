import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import type { FfmpegTools } from '../../../workers/media-protocol.ts';
import { extract } from '../extract.ts';
import { passagesText } from '../extraction-for-tests.ts';
import { identify } from '../identify/identify.ts';
import { makeRecording, picture, systemTools } from '../recording/recordings-for-tests.ts';
import { dpxHeader } from './header/dpx.ts';
import { exrHeader } from './header/exr.ts';
import { fitsHeader } from './header/fits.ts';
import { jpegXlHeader } from './header/jpeg-xl.ts';
import { openImage } from './open-image.ts';
import { dpxAround, exrAround, exrNumbers, exrText, fitsAround } from './pictures-for-tests.ts';

async function readBy(tools: FfmpegTools | null, bytes: Buffer) {
  const path = join(temporaryFolder(), 'a.bin');
  writeFileSync(path, bytes);
  const identity = await identify({ path });
  return { path, identity, found: await extract({ path, identity, tools }) };
}
async function extractedBy(tools: FfmpegTools | null, bytes: Buffer) {
  const { found } = await readBy(tools, bytes);
  if ('refused' in found) expect.fail(found.reason);
  return found;
}

const frame = dpxAround({
  width: 40,
  height: 30,
  texts: {
    36: 'A001_C002.0042.dpx',
    260: 'Northern Light',
    1532: '2024:05:01:10:00:00+02',
    1556: 'ARRISCAN',
    1764: 'Slate 12A take 3',
  },
  longs: { 1712: 42, 1920: 0x01020304 },
  reals: { 1724: 24 },
});

describe('a picture that ffmpeg draws', () => {
  it('has its facts without ffmpeg, and says what is missing', async () => {
    const { identity, found } = await readBy(null, frame);
    expect(identity).toMatchObject({ mime: 'image/x-dpx', kind: 'image' });
    expect(found).toMatchObject({
      engine: 'picture-header',
      width: 40,
      height: 30,
      pagesForOcr: [],
      notes: [expect.stringContaining('Install ffmpeg')],
      facts: { taken: { local: '2024-05-01T10:00:00', zone: '+02:00' } },
    });
    if ('refused' in found) return;
    const rows = Object.fromEntries(found.metadata.map(({ label, value }) => [label, value]));
    expect(rows).toMatchObject({
      Samples: 'RGB, 8 bits, linear',
      'Time code': '01:02:03:04',
      'Frame rate': '24 frames/s',
      Frame: '42',
      Project: 'Northern Light',
      'Input device': 'ARRISCAN',
      Slate: 'Slate 12A take 3',
    });
    expect(rows['Film edge code']).toBeUndefined();
    expect(passagesText(found)).toContain('Northern Light');
  });

  it('that is damaged in its header is said to be so', async () => {
    expect((await readBy(null, frame.subarray(0, 500))).found).toMatchObject({
      refused: 'failed',
      reason: expect.stringContaining('its header (DPX) makes no sense'),
    });
  });

  it('tells by OpenEXR its reel, camera and time code', async () => {
    const found = await extractedBy(
      null,
      exrAround(20, 10, [
        exrText('reelName', 'B014'),
        exrText('cameraMake', 'RED'),
        exrText('cameraModel', 'RED KOMODO'),
        exrText('capDate', '2024:05:01 10:00:00'),
        exrNumbers('utcOffset', 'float', -7200),
        exrNumbers('isoSpeed', 'float', 800),
        exrNumbers('timeCode', 'timecode', 0x10203004, 0),
        exrNumbers('framesPerSecond', 'rational', 24000, 1001),
        exrText('comments', 'Clean plate'),
      ]),
    );
    expect(found.facts).toEqual({
      camera: 'RED KOMODO',
      iso: 800,
      caption: 'Clean plate',
      taken: { local: '2024-05-01T10:00:00', zone: '+02:00' },
    });
    expect(found.metadata).toEqual([
      { label: 'Channels', value: 'Y' },
      { label: 'Compression', value: 'none' },
      { label: 'Time code', value: '10:20:30:04' },
      { label: 'Frame rate', value: '23.976 frames/s' },
      { label: 'Reel', value: 'B014' },
    ]);
  });

  it('tells by FITS what was seen by whom, also where there are but tables in it', async () => {
    const seen = ["OBJECT  = 'M 31    '           / what", "OBSERVER= 'E. Hubble'", "DATE-OBS= '2024-05-01T10:00:00'"];
    const size = ['NAXIS   = 2', 'NAXIS1  = 4', 'NAXIS2  = 3', 'COMMENT Taken in haste'];
    const found = await extractedBy(
      null,
      fitsAround(['SIMPLE  = T', 'BITPIX  = 8', ...size, ...seen], Buffer.alloc(12)),
    );
    expect(found).toMatchObject({ width: 4, height: 3, facts: { taken: { local: '2024-05-01T10:00:00', zone: 'Z' } } });
    expect(found.metadata).toContainEqual({ label: 'Object', value: 'M 31' });
    expect(passagesText(found)).toMatch(/M 31\nE\. Hubble\nTaken in haste/);
    const table = Buffer.concat([
      fitsAround(['SIMPLE  = T', 'NAXIS   = 0', ...seen]),
      fitsAround(["XTENSION= 'BINTABLE'"]),
    ]);
    expect(await extractedBy(systemTools, table)).toMatchObject({
      width: 0,
      notes: [expect.stringContaining('no picture')],
    });
  });

  it('tells by JPEG XL its size and what is written in it, packed or not', async () => {
    const box = (type: string, content: Buffer) => {
      const head = Buffer.alloc(8);
      head.writeUInt32BE(content.length + 8);
      head.write(type, 4, 'latin1');
      return Buffer.concat([head, content]);
    };
    // Height 8 × 3, and as wide (SizeHeader: small, 5 bits of a side, 3 of a ratio).
    const stream = Buffer.concat([Buffer.from([0xff, 0x0a, 1 | (2 << 1) | (1 << 6), 0]), Buffer.alloc(20)]);
    const xmp = Buffer.from(
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>',
    );
    const packed = box('brob', Buffer.concat([Buffer.from('xml '), brotliCompressSync(xmp)]));
    for (const written of [box('xml ', xmp), packed]) {
      const file = Buffer.concat([box('JXL ', Buffer.from([13, 10, 0x87, 10])), written, box('jxlc', stream)]);
      expect(await jpegXlHeader(file)).toMatchObject({ width: 24, height: 24, facts: { rating: 4 } });
    }
    expect(await jpegXlHeader(stream)).toMatchObject({ width: 24, height: 24 });
  });

  it('has headers of any bytes told or not', () => {
    const exr = exrAround(3, 2, [exrText('reelName', 'A'), exrNumbers('keyCode', 'keycode', 1, 2, 3, 4, 5, 6, 7)]);
    const fits = fitsAround(['SIMPLE  = T', 'BITPIX  = 8', 'NAXIS   = 2', 'NAXIS1  = 4', 'NAXIS2  = 3']);
    const stream = Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.alloc(30)]);
    const changes = fc.array(fc.tuple(fc.nat(2200), fc.integer({ min: 0, max: 255 })), { maxLength: 20 });
    fc.assert(
      fc.asyncProperty(changes, fc.nat(3000), async (changes, length) => {
        for (const [read, whole] of [
          [dpxHeader, frame],
          [exrHeader, exr],
          [fitsHeader, fits],
          [jpegXlHeader, stream],
        ] as const) {
          const bytes = Buffer.from(whole.subarray(0, length));
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const found = await read(bytes, length);
          if (found) expect(found.width).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe.skipIf(!systemTools)('with ffmpeg, a picture', () => {
  it.each([
    ['dpx', 'image/x-dpx'],
    ['exr', 'image/x-exr'],
    ['fits', 'image/fits'],
    ['pcx', 'image/x-pcx'],
    ['sgi', 'image/x-sgi'],
    ['sun', 'image/x-sun-raster'],
    ['pfm', 'image/x-portable-floatmap'],
    ['xwd', 'image/x-xwindowdump'],
  ])('in %s is drawn', async (extension, mime) => {
    const path = makeRecording(`a.${extension}`, ...picture(1, '64x48'), '-frames:v', '1');
    const identity = await identify({ path });
    expect(identity).toMatchObject({ mime, kind: 'image' });
    const header = await extract({ path, identity });
    expect(header).toMatchObject({ width: 64, height: 48, notes: [expect.stringContaining('Without ffmpeg')] });
    const found = await extract({ path, identity, tools: systemTools });
    expect(found).toMatchObject({ engine: 'ffmpeg-picture', width: 64, height: 48, notes: [], pagesForOcr: [1] });
  });

  it('of the Amiga is drawn, and found by its note', async () => {
    const chunk = (name: string, content: Buffer) => {
      const size = Buffer.alloc(4);
      size.writeUInt32BE(content.length);
      return Buffer.concat([Buffer.from(name, 'latin1'), size, content, Buffer.alloc(content.length % 2)]);
    };
    // Sixteen by two pixels of one plane, not packed: size, place, planes, and how they are stored.
    const header = Buffer.from('00100002000000000100000000000101' + '00100002', 'hex');
    const parts = [
      chunk('ANNO', Buffer.from('Deluxe Paint')),
      chunk('BMHD', header),
      chunk('CMAP', Buffer.from('000000ffffff', 'hex')),
      chunk('BODY', Buffer.from('ff00ff00', 'hex')),
    ];
    const found = await extractedBy(systemTools, chunk('FORM', Buffer.concat([Buffer.from('ILBM'), ...parts])));
    expect(found).toMatchObject({ width: 16, height: 2, notes: [], pagesForOcr: [1] });
    expect(passagesText(found)).toBe('Deluxe Paint');
  });

  it('of light is drawn by the curve of sRGB, and shows where it is cut off', async () => {
    const whole = exrAround(4, 101);
    const { path, identity } = await readBy(null, whole);
    const image = await openImage(path, identity, { tools: systemTools });
    const { data } = await image.greyscale().raw().toBuffer({ resolveWithObject: true });
    // 0.18 is the grey of photographers.
    expect(data[18 * 4]).toBeCloseTo(118, -1);
    expect(await extractedBy(systemTools, whole.subarray(0, whole.length - 600))).toMatchObject({
      notes: ['The picture is damaged or cut off: parts of it are missing.'],
    });
  });

  it('that cannot be drawn is found by what is written in it, and else says why', async () => {
    const holed = Buffer.from(
      readFileSync(makeRecording('b.exr', ...picture(1, '64x48'), '-frames:v', '1', '-compression', 'zip1')),
    );
    holed.fill(0xff, holed.length - 400);
    expect(await extractedBy(systemTools, holed)).toMatchObject({
      notes: ['The picture is damaged or cut off: parts of it are missing.'],
      pagesForOcr: [1],
    });
    const cut = frame.subarray(0, frame.length - 2000);
    expect(await extractedBy(systemTools, cut)).toMatchObject({
      notes: [expect.stringMatching(/^The picture \(DPX\) is damaged, cut off/)],
      pagesForOcr: [],
    });
    const path = makeRecording('a.sgi', ...picture(1, '64x48'), '-frames:v', '1');
    const { found } = await readBy(systemTools, readFileSync(path).subarray(0, 900));
    expect(found).toEqual({
      refused: 'failed',
      reason: 'The picture (SGI) is damaged, cut off, or of a kind that ffmpeg does not decode.',
    });
  });
});
