import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import { extracted, passagesText, read, refusal } from '../extraction-for-tests.ts';
import { identify } from '../identify/identify.ts';
import { render } from '../render.ts';
import { encode } from '../text/encode-for-tests.ts';
import { bmpAround } from './bitmaps-for-tests.ts';
import { iptcFacts } from './iptc.ts';
import { psdOf } from './psds-for-tests.ts';
import { boxOf, type TestDirectory, tiffAround, tiffOf } from './raws-for-tests.ts';

/** 32 × 16 pixels, left half red, right half green, in Display P3, with EXIF; made by heif-enc of libheif 1.15. */
const HEIC = Buffer.from(
  'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAA85tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAACAAAAEGlkYXQAAAAAACAAEAAAAExpbG9jAQAAAERAAAMAAQAAAAAAAAPyAAEAAAAAAAAAlgACAAEAAAAAAAAAAQAAAAAAAAAIAAMAAAAAAAAEiAABAAAAAAAAAQoAAABNaWluZgAAAAAAAwAAABVpbmZlAgAAAQABAABodmMxAAAAABVpbmZlAgAAAAACAABncmlkAAAAABVpbmZlAgAAAQADAABFeGlmAAAAAsJpcHJwAAACn2lwY28AAABzaHZjQwEDcAAAAAAAAAAAAB7wAPz9+PgAAA8DIAABABhAAQwB//8DcAAAAwCQAAADAAADAB66AkAhAAEAJ0IBAQNwAAADAJAAAAMAAAMAHqAggQWW6q6a5sCAAAADAIAAAAMAhCIAAQAGRAHBc8GJAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAUaXNwZQAAAAAAAAAgAAAAEAAAAexjb2xycHJvZgAAAeBsY21zBCAAAG1udHJSR0IgWFlaIAfiAAMAFAAJAA4AHWFjc3BNU0ZUAAAAAHNhd3NjdHJsAAAAAAAAAAAAAAAAAAD21gABAAAAANMtaGFuZILiqHKLij/3JT65ku4k1q4AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACmRlc2MAAAD8AAAAJGNwcnQAAAEgAAAAInd0cHQAAAFEAAAAFGNoYWQAAAFYAAAALHJYWVoAAAGEAAAAFGdYWVoAAAGYAAAAFGJYWVoAAAGsAAAAFHJUUkMAAAHAAAAAIGdUUkMAAAHAAAAAIGJUUkMAAAHAAAAAIG1sdWMAAAAAAAAAAQAAAAxlblVTAAAACAAAABwAcwBQADMAQ21sdWMAAAAAAAAAAQAAAAxlblVTAAAABgAAABwAQwBDADAAAFhZWiAAAAAAAAD21gABAAAAANMtc2YzMgAAAAAAAQxCAAAF3v//8yUAAAeTAAD9kP//+6H///5OAAADmgAAwBRYWVogAAAAAAAAg98AAD2/AAAAAFhZWiAAAAAAAABKvwAAsTcAAAq1WFlaIAAAAAAAACg4AAARCgAAyHhwYXJhAAAAAAADAAAAAmZpAADypwAADVkAABPQAAAKWwAAABBwaXhpAAAAAAMICAgAAAAbaXBtYQAAAAAAAAACAAECgQIAAgMDhIUAAAAoaXJlZgAAAAAAAAAOZGltZwACAAEAAQAAAA5jZHNjAAMAAQACAAABqG1kYXQAAACSKAGvEyGZpjj1JyL//zXCf+o8J/zx3qSF+oov/4Vzq/uPQPlKr+EOY4L6mcrpBoxUB/xakANSEprBBIxsljTk7ukSKbA0b1hFCdQQIKgis5H544OCa6i/CK5q1TFegx8myl+P4H7uqNDu/uCHh8RKQZ91RClHOlwYMHajepaw1AFV7hUcmZtt82b2GlWljCJdhgkAAAAASUkqAAgAAAAIAA8BAgAFAAAAfgAAABABAgAEAAAAQm94ABIBAwABAAAAAQAAABoBBQABAAAAbgAAABsBBQABAAAAdgAAACgBAwABAAAAAgAAABMCAwABAAAAAQAAAGmHBAABAAAAhAAAAAAAAABIAAAAAQAAAEgAAAABAAAAQWdmYQAACAAAkAcABAAAADAyMTADkAIAFAAAAPIAAAARkAIABwAAAOoAAAABkQcABAAAAAECAwAAoAcABAAAADAxMDABoAMAAQAAAP//AAACoAQAAQAAACAAAAADoAQAAQAAABAAAAAAAAAAKzAyOjAwAAAyMDI0OjA1OjAxIDEwOjAwOjAwAA==',
  'base64',
);

const RED = { r: 200, g: 32, b: 32 };
const GREEN = { r: 32, g: 160, b: 64 };

/** A picture whose left half is red and whose right half is green. */
async function halves(width: number, height: number, encode: (picture: Sharp) => Sharp = (p) => p.jpeg()) {
  const right = { create: { width: width / 2, height, channels: 3 as const, background: GREEN } };
  const picture = sharp({ create: { width, height, channels: 3, background: RED } }).composite([
    { input: right, left: width / 2, top: 0 },
  ]);
  return encode(sharp(await picture.png().toBuffer())).toBuffer();
}

/** The colours left and right in a preview of what is written to a file. */
async function preview(name: string, bytes: Uint8Array, side = 64) {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  const output = join(mkdtempSync(join(temporaryFolder(), 'out-')), 'preview.webp');
  const rendition = await render({
    path,
    identity: await identify({ path }),
    renditions: [{ longestSide: side, output }],
  });
  const { data, info } = await sharp(output).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) =>
    [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)] as [number, number, number];
  return {
    ...rendition,
    first: at(Math.floor(info.width / 8), Math.floor(info.height / 8)),
    last: at(info.width - 1 - Math.floor(info.width / 8), info.height - 1 - Math.floor(info.height / 8)),
  };
}

function expectColour(found: readonly number[], { r, g, b }: typeof RED, tolerance = 8): void {
  for (const [index, wanted] of [r, g, b].entries())
    expect(Math.abs((found[index] ?? -999) - wanted), `${found} for ${r},${g},${b}`).toBeLessThanOrEqual(tolerance);
}

const rows = ({ metadata, facts }: Awaited<ReturnType<typeof extracted>>) => ({ metadata, facts });

describe('HEIC', () => {
  it('is shown in its own colours and read with what the camera wrote', async () => {
    const { identity, found } = await read('a.heic', HEIC);
    expect(identity).toMatchObject({ mime: 'image/heic', kind: 'image' });
    expect(found).toMatchObject({
      width: 32,
      height: 16,
      facts: { camera: 'Agfa Box', taken: { local: '2024-05-01T10:00:00', zone: '+02:00' }, profile: 'sP3C' },
    });
    const { first, last } = await preview('a.heic', HEIC);
    expectColour(first, RED, 14);
    expectColour(last, GREEN, 14);
  });

  it('that is cut off or changed ends in a reason or a picture', async () => {
    expect(await refusal('a.heic', HEIC.subarray(0, 900))).toMatchObject({ refused: 'failed' });
    await fc.assert(
      fc.asyncProperty(fc.nat(HEIC.length - 1), fc.nat(255), async (at, value) => {
        const bytes = Buffer.from(HEIC);
        bytes[at] = value;
        const { found } = await read('a.heic', bytes);
        if ('refused' in found) expect(found.reason).toMatch(/\.$/);
      }),
      { numRuns: 40 },
    );
  });

  it('that holds AV1 is read by sharp', async () => {
    const avif = await halves(64, 32, (picture) => picture.avif({ quality: 80, effort: 0 }));
    avif.write('heic', 8, 'latin1');
    const { first } = await preview('a.heic', avif);
    expectColour(first, RED, 12);
  });
});

describe('a Photoshop picture', () => {
  const flat = (value: number) => Array.from({ length: 64 }, () => value);
  const size = { width: 8, height: 8 };

  it.each([
    ['plain', {}],
    ['packed', { packed: true }],
    ['of 16 bits', { depth: 16 as const, packed: true }],
    ['large (PSB)', { large: true, packed: true }],
  ])('%s is shown as it was merged', async (_, how) => {
    const psd = psdOf({ ...size, ...how, mode: 3, channels: [flat(200), flat(32), flat(32)] });
    expect(await extracted('a.psd', psd)).toMatchObject({ ...size, notes: [], pagesForOcr: [1] });
    expectColour((await preview('a.psd', psd)).first, RED, 6);
  });

  it('in inks or L*a*b* has its colours', async () => {
    const none = flat(255);
    const inks = psdOf({ ...size, mode: 4, channels: [none, none, none, flat(0)] });
    expectColour((await preview('a.psd', inks)).first, { r: 40, g: 38, b: 40 }, 45);
    const white = psdOf({ ...size, mode: 4, channels: [none, none, none, none] });
    expectColour((await preview('a.psd', white)).first, { r: 255, g: 255, b: 255 }, 6);
    const lab = psdOf({ ...size, mode: 9, channels: [flat(137), flat(128 + 80), flat(128 + 67)] });
    expectColour((await preview('a.psd', lab)).first, { r: 255, g: 0, b: 0 }, 30);
  });

  it('has the texts of its layers, what is written beside it, and its profile', async () => {
    const xmp = Buffer.from(
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>',
    );
    const { icc } = await sharp(await halves(8, 8, (picture) => picture.png().withIccProfile('p3'))).metadata();
    for (const large of [false, true]) {
      const psd = psdOf({
        ...size,
        large,
        mode: 3,
        channels: [flat(200), flat(32), flat(32)],
        texts: ['The lamp', 'Öl für 1931\rtwo lines'],
        resources: [
          [1060, xmp],
          [1039, icc ?? Buffer.alloc(0)],
        ],
      });
      const found = await extracted('a.psd', psd);
      expect(passagesText(found)).toBe('The lamp\nÖl für 1931\ntwo lines');
      expect(found.facts).toMatchObject({ rating: 4, profile: 'sP3C' });
      // Display P3's red of 200 lies outside of sRGB.
      expect((await preview('a.psd', psd)).first[0]).toBeGreaterThan(212);
    }
  });

  it('without a merged picture says what helps, or shows its small one', async () => {
    const none: [number, Buffer] = [1057, Buffer.from([0, 0, 0, 1, 0])];
    const channels = [flat(255), flat(255), flat(255)];
    expect((await refusal('a.psd', psdOf({ ...size, mode: 3, channels, resources: [none] }))).reason).toContain(
      'Maximize compatibility',
    );
    const thumbnail: [number, Buffer] = [1036, Buffer.concat([Buffer.alloc(28), await halves(160, 80)])];
    const psd = psdOf({ ...size, mode: 3, channels, resources: [none, thumbnail] });
    expectColour((await preview('a.psd', psd)).first, RED);
  });

  it('that is cut off is shown as far as it is there; of any bytes it ends in a reason', async () => {
    const psd = psdOf({ ...size, mode: 3, channels: [flat(200), flat(32), flat(32)] });
    expect((await extracted('a.psd', psd.subarray(0, -20))).notes).toHaveLength(1);
    const huge = Buffer.from(psd);
    huge.writeUInt32BE(250_000, 14);
    huge.writeUInt32BE(250_000, 18);
    expect((await refusal('a.psd', huge)).reason).toContain('250,000 × 250,000 pixels');
    await fc.assert(
      fc.asyncProperty(fc.nat(psd.length - 1), fc.nat(255), async (at, value) => {
        const bytes = Buffer.from(psd);
        bytes[at] = value;
        const { found } = await read('a.psd', bytes);
        if ('refused' in found) expect(found.reason).toMatch(/\.$/);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a camera’s raw picture', () => {
  const CFA = 32803;
  const sensor: TestDirectory = [
    [0x103, 1],
    [0x106, CFA],
  ];

  it('is shown by the largest picture that the camera put in it, lying as the camera says', async () => {
    const [small, large] = [await halves(32, 16), await halves(320, 160)];
    const content = Buffer.concat([small, large]);
    const raw = tiffAround(content, (offset) => [
      [
        [0x10f, 'NIKON CORPORATION'],
        [0x110, 'NIKON D850'],
        [0x112, 6],
        [0x201, offset],
        [0x202, small.length],
        [0x8769, [[0x9003, '2021:07:09 18:30:01']]],
      ],
      [
        [0x103, 7],
        [0x111, offset + small.length],
        [0x117, large.length],
      ],
      sensor,
    ]);
    const { identity, found } = await read('a.nef', raw);
    expect(identity).toMatchObject({ mime: 'image/x-nikon-nef', kind: 'image' });
    expect(found).toMatchObject({
      width: 160,
      height: 320,
      facts: { camera: 'NIKON D850', taken: { local: '2021-07-09T18:30:01', zone: '' } },
    });
    const { width, height, first, last } = await preview('a.nef', raw);
    expect([width, height]).toEqual([32, 64]);
    expectColour(first, RED);
    expectColour(last, GREEN);
  });

  it.each([
    ['.pef', 'image/x-pentax-pef'],
    ['.dng', 'image/x-adobe-dng'],
    ['', 'image/x-raw'],
  ])('is told by the sensor’s data in it: %s', async (extension, mime) => {
    const jpeg = await halves(64, 32);
    const raw = tiffAround(jpeg, (offset, length) => [
      [
        [0x14a, sensor],
        [0x201, offset],
        [0x202, length],
      ],
    ]);
    const { identity, found } = await read(`a${extension}`, raw);
    expect(identity.mime).toBe(mime);
    expect(found).toMatchObject({ width: 64, height: 32 });
  });

  it('of Olympus, Panasonic, Fujifilm and Canon is shown, too', async () => {
    const jpeg = await halves(64, 32);
    const olympus = tiffOf([[[0x8769, [[0x927c, olympusNote(jpeg)]]]]], 'IIRO');
    const panasonic = tiffOf(
      [
        [
          [0x2e, jpeg],
          [0x112, 1],
        ],
      ],
      'IIU\0',
    );
    const fuji = Buffer.concat([Buffer.alloc(160), jpeg]);
    fuji.write('FUJIFILMCCD-RAW 0201', 0, 'latin1');
    fuji.writeUInt32BE(160, 84);
    fuji.writeUInt32BE(jpeg.length, 88);
    const canon = canonRaw(jpeg);
    for (const [name, raw] of [
      ['a.orf', olympus],
      ['a.rw2', panasonic],
      ['a.raf', fuji],
      ['a.cr3', canon],
    ] as const) {
      expect(await extracted(name, raw), name).toMatchObject({ width: 64, height: 32 });
      expectColour((await preview(name, raw)).first, RED);
    }
    expect((await extracted('a.cr3', canon)).facts).toMatchObject({
      camera: 'Canon EOS R5',
      taken: { local: '2022-02-03T04:05:06', zone: '+09:00' },
      position: { latitude: 54.5, longitude: -9.25 },
    });
  });

  it('without a picture in it says so', async () => {
    expect((await refusal('a.dng', tiffOf([sensor]))).reason).toContain('raw picture without a preview');
  });

  it('with directories that lead in circles, or nowhere, comes to an end', async () => {
    const raw = tiffOf([sensor, sensor]);
    // The last directory is followed by the first.
    raw.writeUInt32LE(raw.readUInt32LE(4), raw.length - 4);
    expect(await refusal('a.dng', raw)).toMatchObject({ refused: 'failed' });
    const deep = tiffOf([sensor]);
    deep.writeUInt32LE(0xfffffff0, 4);
    expect(await read('a.dng', deep)).toBeDefined();
  });

  it('of any bytes ends in a picture or a reason', async () => {
    const jpeg = await halves(16, 8);
    const raw = tiffAround(jpeg, (offset, length) => [
      [
        [0x110, 'X'],
        [0x14a, sensor],
        [0x201, offset],
        [0x202, length],
        [0x8769, [[0x9286, Buffer.from('UNICODE\0a\0b\0')]]],
      ],
    ]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(150), fc.nat(255)), { maxLength: 4 }), async (changes) => {
        const bytes = Buffer.from(raw);
        for (const [at, value] of changes) bytes[at + 8] = value;
        const { found } = await read('a.dng', bytes);
        if ('refused' in found) expect(found.reason).toMatch(/\.$/);
      }),
      { numRuns: 60 },
    );
  });
});

/** A note of two directories whose places count from its start, with a JPEG behind them. */
function olympusNote(jpeg: Buffer): Buffer {
  const directory = (tag: number, ...values: readonly number[]) => {
    const bytes = Buffer.alloc(2 + values.length * 12 + 4);
    bytes.writeUInt16LE(values.length, 0);
    values.forEach((value, index) => {
      bytes.writeUInt16LE(tag + index, 2 + index * 12);
      bytes.writeUInt16LE(4, 4 + index * 12);
      bytes.writeUInt32LE(1, 6 + index * 12);
      bytes.writeUInt32LE(value, 10 + index * 12);
    });
    return bytes;
  };
  const name = Buffer.from('OLYMPUS\0II\x03\0', 'latin1');
  const camera = name.length + 18;
  const preview = camera + 30;
  return Buffer.concat([name, directory(0x2020, camera), directory(0x101, preview, jpeg.length), jpeg]);
}

/** A CR3 with its preview in the first track and what is written in Canon's boxes. */
function canonRaw(jpeg: Buffer): Buffer {
  const uuid = Buffer.from('85c0b687820f11e08111f4ce462b6a48', 'hex');
  const rational = (...values: readonly number[]) => {
    const bytes = Buffer.alloc(values.length * 8);
    values.forEach((value, index) => {
      bytes.writeUInt32LE(value, index * 8);
      bytes.writeUInt32LE(1, index * 8 + 4);
    });
    return bytes;
  };
  /** Its two rows of three fractions are written as bytes of no type: the type is set in place. */
  const gps = tiffOf([
    [
      [1, 'N'],
      [2, rational(54, 30, 0)],
      [3, 'W'],
      [4, rational(9, 15, 0)],
    ],
  ]);
  for (let entry = gps.readUInt32LE(4) + 2; entry < gps.length - 4; entry += 12) {
    if (gps.readUInt16LE(entry + 2) !== 7) continue;
    gps.writeUInt16LE(5, entry + 2);
    gps.writeUInt32LE(3, entry + 4);
  }
  const own = boxOf(
    'uuid',
    uuid,
    boxOf(
      'CMT1',
      tiffOf([
        [
          [0x10f, 'Canon'],
          [0x110, 'Canon EOS R5'],
        ],
      ]),
    ),
    boxOf(
      'CMT2',
      tiffOf([
        [
          [0x9003, '2022:02:03 04:05:06'],
          [0x9011, '+09:00'],
        ],
      ]),
    ),
    boxOf('CMT4', gps),
  );
  const words = (...values: readonly number[]) => {
    const bytes = Buffer.alloc(values.length * 4);
    values.forEach((value, index) => {
      bytes.writeUInt32BE(value, index * 4);
    });
    return bytes;
  };
  const around = (offset: number) =>
    Buffer.concat([
      boxOf('ftyp', Buffer.from('crx \0\0\0\x01crx isom', 'latin1')),
      boxOf(
        'moov',
        own,
        boxOf(
          'trak',
          boxOf(
            'mdia',
            boxOf(
              'minf',
              boxOf('stbl', boxOf('stsz', words(0, 0, 1, jpeg.length)), boxOf('co64', words(0, 1, 0, offset))),
            ),
          ),
        ),
      ),
    ]);
  const { length } = around(0);
  return Buffer.concat([around(length + 8), boxOf('mdat', jpeg)]);
}

describe('a Windows icon', () => {
  const iconOf = (...pictures: readonly { side: number; content: Buffer }[]) => {
    const head = Buffer.alloc(6 + pictures.length * 16);
    head.writeUInt16LE(1, 2);
    head.writeUInt16LE(pictures.length, 4);
    let offset = head.length;
    pictures.forEach(({ side, content }, index) => {
      const entry = 6 + index * 16;
      head[entry] = side % 256;
      head[entry + 1] = side % 256;
      head.writeUInt16LE(32, entry + 6);
      head.writeUInt32LE(content.length, entry + 8);
      head.writeUInt32LE(offset, entry + 12);
      offset += content.length;
    });
    return Buffer.concat([head, ...pictures.map(({ content }) => content)]);
  };

  it('is shown by its largest picture', async () => {
    const png = await halves(64, 64, (picture) => picture.png());
    const icon = iconOf({ side: 16, content: Buffer.alloc(60) }, { side: 64, content: png });
    const { identity, found } = await read('a.ico', icon);
    expect(identity).toMatchObject({ mime: 'image/x-icon', kind: 'image' });
    expect(found).toMatchObject({ width: 64, height: 64 });
    expectColour((await preview('a.ico', icon)).first, RED);
  });

  it('of a bitmap is shown, on white where its mask is', async () => {
    const pixel = [32, 32, 200];
    const row = Buffer.from([...pixel, ...pixel, 0, 0]);
    const bitmap = bmpAround({ width: 2, height: 4, bits: 24 }, Buffer.concat([row, row, Buffer.alloc(8)])).subarray(
      14,
    );
    // Of the mask's rows, from below, the first hides its left pixel.
    bitmap[40 + 16] = 0x80;
    const icon = iconOf({ side: 2, content: bitmap });
    const path = join(temporaryFolder(), 'a.ico');
    writeFileSync(path, icon);
    const output = join(temporaryFolder(), 'icon.webp');
    expect(
      await render({ path, identity: await identify({ path }), renditions: [{ longestSide: 64, output }] }),
    ).toEqual({
      width: 2,
      height: 2,
    });
    expect(await refusal('a.ico', iconOf({ side: 2, content: bitmap.subarray(0, 30) }))).toMatchObject({
      refused: 'failed',
    });
  });
});

describe('a drawing', () => {
  it('runs nothing and loads nothing from elsewhere', async () => {
    const folder = temporaryFolder();
    const secret = join(folder, 'secret.png');
    writeFileSync(secret, await halves(32, 32, (picture) => picture.png()));
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="64" height="64">
      <script>document.documentElement.setAttribute('fill', 'red')</script>
      <rect width="64" height="64" fill="#fff"/>
      <image href="file://${secret}" width="64" height="64"/><image xlink:href="secret.png" width="64" height="64"/>
      <image href="http://127.0.0.1:9/a.png" width="64" height="64"/></svg>`;
    const { first, last } = await preview('a.svg', Buffer.from(svg));
    for (const colour of [first, last]) expectColour(colour, { r: 255, g: 255, b: 255 }, 2);
  });

  it('unfolds no entities without end', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`,
    ).join('');
    const svg = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e0 "<rect width='9' height='9'/>">${levels}]><svg xmlns="http://www.w3.org/2000/svg" width="64" height="64">&e12;</svg>`;
    const { found } = await read('a.svg', svg);
    if ('refused' in found) expect(found.refused).toBe('failed');
  });

  it('is drawn in whatever way it is written', async () => {
    const red = 'width="40" height="20" fill="#f00"';
    const declared = '<!-- Made by hand -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd" [\n';
    const drawings = [
      // As Illustrator writes it: with its namespaces as entities, and those before all else.
      `<?xml version="1.0"?>${declared}${'<!ENTITY a "http://a.example/">\n'.repeat(60)}<!ENTITY ns "http://www.w3.org/2000/svg">]>
        <svg xmlns:a="&a;" xmlns="&ns;" viewBox="0 0 40 20"><rect ${red}/></svg>`,
      `<s:svg xmlns:s="http://www.w3.org/2000/svg" width="40" height="20"><s:rect ${red}/></s:svg>`,
      Buffer.from(
        `\ufeff<?xml version="1.0" encoding="UTF-16"?><svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect ${red}/></svg>`,
        'utf16le',
      ),
    ];
    for (const drawing of drawings) {
      const { width, height, first } = await preview('a.svg', Buffer.from(drawing));
      expect((width ?? 0) / (height ?? 1)).toBe(2);
      expectColour(first, { r: 255, g: 0, b: 0 });
    }
    for (const size of ['viewBox="0 0 200000000 100000000"', 'width="20000000" height="10000000"']) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}><rect width="100%" height="100%" fill="#f00"/></svg>`;
      expect(await extracted('a.svg', svg)).toMatchObject({ width: 4096, height: 2048 });
    }
    const broken = await refusal('a.svg', '<svg xmlns="http://www.w3.org/2000/svg"><g></svg>');
    expect(broken.reason).toMatch(/not well-formed/);
  });

  it('is drawn as large as it is wanted, and no larger than fits', async () => {
    const rect =
      '<rect width="10" height="10" fill="#c82020"/><title>A lamp</title><text>Pier <tspan>one</tspan></text>';
    const small = `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">${rect}</svg>`;
    const { width, height, first } = await preview('a.svg', Buffer.from(small), 200);
    expect([width, height]).toEqual([200, 200]);
    expectColour(first, RED, 10);
    const found = await extracted('a.svg', small);
    expect(found).toMatchObject({ width: 10, height: 10 });
    expect(passagesText(found)).toBe('A lamp\nPier one');
    const huge = `<svg xmlns="http://www.w3.org/2000/svg" width="90000" height="45000">${rect}</svg>`;
    expect(await extracted('a.svg', huge)).toMatchObject({ width: 4096, height: 2048 });
  });
});

describe('the colours of a preview', () => {
  it.each([
    ['Display P3', (picture: Sharp) => picture.png().withIccProfile('p3')],
    ['CMYK', (picture: Sharp) => picture.toColourspace('cmyk').tiff().withIccProfile('cmyk')],
    ['16 bits', (picture: Sharp) => picture.toColourspace('rgb16').png()],
  ])('are those of the picture: %s', async (_, encode) => {
    const bytes = await halves(64, 32, encode);
    const { first, last } = await preview('a.bin', bytes);
    expectColour(first, RED, 24);
    expectColour(last, GREEN, 24);
    expect(rows(await extracted('a.bin', bytes)).facts?.profile ?? '').toMatch(_ === '16 bits' ? /^$/ : /\w/);
  });

  it('are those of Adobe RGB where the camera flagged it so', async () => {
    const exif = tiffOf([[[0x8769, [[0xa005, [[1, 'R03']]]]]]]);
    const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), Buffer.from('Exif\0\0', 'latin1'), exif]);
    segment.writeUInt16BE(segment.length - 2, 2);
    const jpeg = await halves(64, 32, (picture) => picture.jpeg({ quality: 95 }));
    const flagged = Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
    // Adobe RGB (200, 32, 32) is sRGB (231, 12, 25), worked out from both spaces' primaries and gammas.
    expectColour((await preview('a.jpg', jpeg)).first, RED, 6);
    expect((await preview('a.jpg', flagged)).first[0]).toBeGreaterThan(222);
    expect((await extracted('a.jpg', flagged)).facts?.profile).toBe('Adobe RGB (1998)');
  });
});

it('what people wrote is read in the encoding that they wrote it in', async () => {
  const field = (number: number, value: Uint8Array) =>
    Buffer.concat([Buffer.from([0x1c, 2, number, 0, value.length]), value]);
  for (const [encoding, city] of [
    ['macintosh', 'Größe am Café'],
    ['windows-1251', 'Москва зимой'],
    ['iso-8859-2', 'Łódź Žluťoučký'],
    ['windows-1252', 'Köln – “Dom”'],
  ] as const) {
    const facts = iptcFacts(Buffer.concat([field(5, Buffer.from('Plain')), field(90, encode(city, encoding))]));
    expect(facts).toEqual({ title: 'Plain', place: city });
  }
});

it('a TIFF in L*a*b* of 8 bits has its colours and what is written in it', async () => {
  const short = (...values: number[]) => Buffer.from(Uint16Array.from(values).buffer);
  const tags: [number, number, Buffer][] = [
    [256, 3, short(64)],
    [257, 3, short(32)],
    [258, 3, short(8, 8, 8)],
    [259, 3, short(1)],
    [262, 3, short(8)],
    [271, 2, Buffer.from('Scanner\0')],
    [273, 4, Buffer.alloc(4)],
    [277, 3, short(3)],
    [278, 3, short(32)],
    [279, 4, Buffer.from([0, 0x18, 0, 0])],
  ];
  // Red and green as sRGB has them, by D50; a and b are signed.
  const row = Buffer.concat([
    Buffer.alloc(96, Buffer.from([139, 81, 70])),
    Buffer.alloc(96, Buffer.from([224, 177, 81])),
  ]);
  const pixels = Buffer.alloc(32 * 192, row);
  const head = Buffer.alloc(8 + 2 + tags.length * 12 + 4);
  head.write('II*\0\x08\0\0\0', 'latin1');
  head.writeUInt16LE(tags.length, 8);
  let behind = Buffer.alloc(0);
  for (const [index, [tag, type, value]] of tags.entries()) {
    const at = 10 + index * 12;
    const size = type === 3 ? 2 : type === 4 ? 4 : 1;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(value.length / size, at + 4);
    if (value.length <= 4) value.copy(head, at + 8);
    else {
      head.writeUInt32LE(head.length + behind.length, at + 8);
      behind = Buffer.concat([behind, value]);
    }
    if (tag === 273) head.writeUInt32LE(head.length + 6 + 8, at + 8);
  }
  const bytes = Buffer.concat([head, behind, pixels]);
  const { first, last } = await preview('a.tif', bytes);
  expectColour(first, { r: 255, g: 0, b: 0 }, 24);
  expectColour(last, { r: 0, g: 255, b: 0 }, 24);
  expect((await extracted('a.tif', bytes)).facts?.camera).toBe('Scanner');
});

it('the tags of a BigTIFF are read', async () => {
  const pixels = Buffer.alloc(60, 90);
  const plain = await sharp(pixels, { raw: { width: 5, height: 4, channels: 3 } })
    .tiff({ bigtiff: true })
    .toBuffer();
  // A directory of its own with one entry more than the picture's: the maker, whose text lies behind all.
  const at = Number(plain.readBigUInt64LE(8));
  const count = Number(plain.readBigUInt64LE(at));
  const entries = Array.from({ length: count }, (_, index) =>
    plain.subarray(at + 8 + index * 20, at + 28 + index * 20),
  );
  const maker = Buffer.alloc(20);
  maker.writeUInt16LE(0x010f, 0);
  maker.writeUInt16LE(2, 2);
  maker.writeBigUInt64LE(10n, 4);
  maker.writeBigUInt64LE(BigInt(plain.length), 12);
  const all = [...entries, maker].sort((one, other) => one.readUInt16LE(0) - other.readUInt16LE(0));
  const head = Buffer.alloc(8);
  head.writeBigUInt64LE(BigInt(all.length));
  const bytes = Buffer.concat([plain, Buffer.from('Phase One\0'), head, ...all, Buffer.alloc(8)]);
  bytes.writeBigUInt64LE(BigInt(plain.length + 10), 8);
  expect((await extracted('a.tif', bytes)).facts?.camera).toBe('Phase One');
});

it('a picture that moves says how long', async () => {
  const frames = await Promise.all([halves(20, 20, (p) => p.png()), halves(20, 20, (p) => p.negate().png())]);
  for (const format of ['gif', 'webp'] as const) {
    const bytes = await sharp(frames, { join: { animated: true } })
      [format]({ delay: [100, 250] })
      .toBuffer();
    expect((await extracted(`a.${format}`, bytes)).metadata).toEqual([
      { label: 'Frames', value: '2' },
      { label: 'Duration', value: '0.35 s' },
    ]);
  }
});

it('a sequence in AV1 is shown by its first picture, and of a TIFF that is cut off it is said', async () => {
  const still = await halves(32, 16, (p) => p.avif({ quality: 90 }));
  const sequence = Buffer.from(still);
  sequence.write('avis', 8, 'latin1');
  const { first, last } = await preview('a.avif', sequence);
  expectColour(first, RED, 24);
  expectColour(last, GREEN, 24);
  const tiff = await halves(400, 400, (p) => p.tiff({ compression: 'none' }));
  const { reason } = await refusal('a.tif', tiff.subarray(0, tiff.length / 2));
  expect(reason).toBe('The picture is damaged or cut off, and cannot be decoded. Get another copy of it.');
});

it('a picture of several pages is drawn page by page', async () => {
  const pages = await Promise.all([
    halves(20, 20, (p) => p.png()),
    halves(20, 20, (p) => p.negate({ alpha: false }).png()),
  ]);
  const path = join(temporaryFolder(), 'a.tif');
  writeFileSync(
    path,
    await sharp(pages, { join: { animated: true } })
      .tiff()
      .toBuffer(),
  );
  const output = join(temporaryFolder(), 'page.webp');
  expect(
    await render({ path, identity: await identify({ path }), renditions: [{ longestSide: 64, output }], page: 2 }),
  ).toEqual({
    width: 20,
    height: 20,
  });
  const [red] = await sharp(output).removeAlpha().raw().toBuffer();
  expect(red).toBeCloseTo(255 - RED.r, -1);
});
