import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { captionOf, metadataRows, momentOf } from '../../picture-facts.ts';
import { extracted, read, refusal } from '../extraction-for-tests.ts';
import { jpeg2000Size } from './jpeg2000.ts';

const red = { r: 200, g: 30, b: 30 };
const picture = (width = 120, height = 60) => sharp({ create: { width, height, channels: 3, background: red } });

/** A PNG that claims a size and has next to nothing in it. */
function pngClaiming(width: number, height: number): Buffer {
  const chunk = (type: string, content: Buffer) => {
    const bytes = Buffer.alloc(12 + content.length);
    bytes.writeUInt32BE(content.length, 0);
    bytes.write(type, 4, 'latin1');
    content.copy(bytes, 8);
    bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + content.length)), 8 + content.length);
    return bytes;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const content = deflateSync(Buffer.alloc(1000));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', content), chunk('IEND', Buffer.alloc(0))]);
}

function crc32(bytes: Buffer): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

describe('a picture', () => {
  it('has its size, and what camera and people wrote about it', async () => {
    const bytes = await picture()
      .jpeg()
      .withExif({
        IFD0: { ImageDescription: 'The pier in fog', Artist: 'Ines Harrow', Make: 'Agfa', Model: 'Box' },
        IFD2: { DateTimeOriginal: '1998:03:03 10:00:00', ExposureTime: '1/50', FNumber: '8/1' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '54/1 30/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '9/1 0/1 0/1' },
      })
      .toBuffer();
    const found = await extracted('a.jpg', bytes);
    expect(found).toMatchObject({ width: 120, height: 60, pages: 0, pagesForOcr: [1], notes: [] });
    const facts = found.facts ?? {};
    expect(facts.taken && momentOf(facts.taken)).toBe(new Date(1998, 2, 3, 10).getTime());
    expect(captionOf(facts)).toBe('The pier in fog');
    expect(Object.fromEntries(metadataRows(facts).map(({ label, value }) => [label, value]))).toMatchObject({
      Camera: 'Agfa Box',
      Taken: '1998-03-03 10:00',
      Exposure: '1/50 s',
      Aperture: 'f/8',
      Position: '54.50000, 9.00000',
      Artist: 'Ines Harrow',
    });
  });

  it('that lies on its side is measured upright', async () => {
    const bytes = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await extracted('a.jpg', bytes)).toMatchObject({ width: 60, height: 120 });
  });

  it.each([
    ['CMYK', () => picture().toColourspace('cmyk').jpeg()],
    ['16 bits', () => picture().toColourspace('rgb16').png()],
    ['transparency', () => picture().ensureAlpha(0.2).png()],
    ['grey', () => picture().greyscale().png()],
    ['a palette', () => picture().png({ palette: true })],
    ['WebP', () => picture().webp()],
    ['AVIF', () => picture().avif({ effort: 0 })],
    ['GIF', () => picture().gif()],
  ])('in %s is read', async (_, make) => {
    const { identity, found } = await read('a.bin', await make().toBuffer());
    expect(identity.kind).toBe('image');
    expect(found).toMatchObject({ width: 120, height: 60, notes: [], pagesForOcr: [1] });
  });

  it('of several pages is read page by page, one that moves as it begins', async () => {
    const frames = await Promise.all(
      [red, { ...red, g: 90 }, { ...red, b: 90 }].map((background) =>
        sharp({ create: { width: 90, height: 40, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const joined = () => sharp(frames, { join: { animated: true } });
    expect(await extracted('a.tif', await joined().tiff().toBuffer())).toMatchObject({
      pages: 3,
      pagesForOcr: [1, 2, 3],
      height: 40,
    });
    expect(await extracted('a.gif', await joined().gif().toBuffer())).toMatchObject({
      pages: 0,
      pagesForOcr: [1],
      height: 40,
    });
  });

  it('in SVG is read', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100"><text y="50">Pier</text></svg>';
    expect(await extracted('a.svg', svg)).toMatchObject({ width: 300, height: 100 });
  });
});

describe('a picture that is not sound', () => {
  const noise = () =>
    sharp({
      create: {
        width: 400,
        height: 400,
        channels: 3,
        background: red,
        noise: { type: 'gaussian', mean: 100, sigma: 60 },
      },
    });

  it.each([
    ['JPEG', () => noise().jpeg()],
    ['PNG', () => noise().png()],
  ])('is shown as far as it is there where it is cut off, and said to be: %s', async (_, make) => {
    const bytes = await make().toBuffer();
    const found = await extracted('a.bin', bytes.subarray(0, bytes.length / 2));
    expect(found).toMatchObject({ width: 400, height: 400 });
    expect(found.notes).toEqual(['The picture is damaged or cut off: parts of it are missing.']);
  });

  it('is refused where nothing of it can be decoded', async () => {
    const { refused, reason } = await refusal('a.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    expect(refused).toBe('failed');
    expect(reason).toMatch(/^The picture is damaged( or cut off,)? and cannot be decoded.* Get another copy of it\.$/);
  });

  it('is refused where it has more pixels than memory', async () => {
    expect(await refusal('bomb.png', pngClaiming(60_000, 60_000))).toEqual({
      refused: 'failed',
      reason: 'The picture has 60,000 × 60,000 pixels, which is too much to be read. Save a smaller version of it.',
    });
  });

  it('is unsupported where there is no decoder for it', async () => {
    expect(await refusal('a.bpg', Buffer.from('425047fb20008180810200010203fe81', 'hex'))).toEqual({
      refused: 'unsupported',
      reason: 'It is a BPG picture, which Holdfast does not read. Save it as JPEG, PNG or TIFF.',
    });
  });
});

describe('JPEG 2000', () => {
  /** The start of a codestream of two grey pixels (ISO 15444-1, A): its sizes, and nothing else. */
  const sizes = Buffer.from(
    'ff4fff51002900000000000200000001000000000000000000000002000000010000000000000000000107' + '0101',
    'hex',
  );

  it('states its size', () => {
    expect(jpeg2000Size(Buffer.concat([Buffer.from('box before'), sizes]))).toMatchObject({ width: 2, height: 1 });
    expect(jpeg2000Size(Buffer.from('nothing'))).toBeUndefined();
  });

  it('that is cut off is damaged, and that claims too much is refused', async () => {
    expect(await refusal('a.j2c', sizes)).toEqual({
      refused: 'failed',
      reason: 'The picture is damaged and cannot be decoded. Get another copy of it.',
    });
    const huge = Buffer.from(sizes);
    huge.writeUInt32BE(60_000, 8);
    huge.writeUInt32BE(60_000, 12);
    expect((await refusal('a.j2c', huge)).reason).toContain('60,000 × 60,000 pixels');
  });
});
