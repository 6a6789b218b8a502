import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { packageOf } from '../../../../build/sample-library/office/package.ts';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import { identify } from '../identify/identify.ts';
import { render } from '../render.ts';
import { mobi } from './books-for-tests.ts';

const colour = { r: 200, g: 30, b: 60 };
const picture = await sharp({ create: { width: 300, height: 400, channels: 3, background: colour } })
  .png()
  .toBuffer();

const grey = () => sharp(picture).greyscale().png().toBuffer();

/** The size of the thumbnail that is drawn of a file, and its red; null where there is none. */
async function drawn(name: string, bytes: Uint8Array | string) {
  const folder = temporaryFolder();
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const output = join(folder, 'thumbnail.webp');
  const size = await render({ path, identity: await identify({ path }), renditions: [{ longestSide: 200, output }] });
  if (size === null) return null;
  const { channels } = await sharp(output).stats();
  return { ...size, red: Math.round(channels[0]?.mean ?? 0) };
}

function book({ metadata = '', items, more }: { metadata?: string; items: string; more: Record<string, Uint8Array> }) {
  return packageOf(
    {
      mimetype: 'application/epub+zip',
      'META-INF/container.xml': '<container><rootfiles><rootfile full-path="b/book.opf"/></rootfiles></container>',
      'b/book.opf': `<package><metadata>${metadata}</metadata><manifest>${items}<item id="p" href="p.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="p"/></spine></package>`,
      'b/p.xhtml': '<html><body>The lamp</body></html>',
      ...more,
    },
    ['mimetype'],
  );
}

function fictionBook(binary: string, cover = '<coverpage><image l:href="#c.png"/></coverpage>'): string {
  return `<?xml version="1.0"?><FictionBook xmlns:l="l"><description><title-info>${cover}</title-info></description><body><section><p>The lamp</p></section></body><binary id="x.png" content-type="image/png">AAAA</binary><binary content-type="image/png" id="c.png">${binary}</binary></FictionBook>`;
}

const shown = { width: 150, height: 200, red: expect.closeTo(colour.r, -1) };
const image = (id: string, href: string, more = '') =>
  `<item id="${id}" href="${href}" media-type="image/png"${more}/>`;

describe('the cover of a book', () => {
  it.each([
    ['by its property', { items: image('a', 'i/a%20b.png', ' properties="cover-image"') }],
    ['by what EPUB 2 says', { items: image('a', 'i/a%20b.png'), metadata: '<meta name="cover" content="a"/>' }],
    ['by its name', { items: image('Cover', 'i/a%20b.png') }],
  ])('is drawn of an EPUB: %s', async (_, parts) => {
    expect(await drawn('a.epub', book({ ...parts, more: { 'b/i/a b.png': picture } }))).toEqual(shown);
  });

  it('is drawn of a FictionBook, packed or not', async () => {
    const text = fictionBook(picture.toString('base64').replace(/.{76}/g, '$&\n'));
    expect(await drawn('a.fb2', text)).toEqual(shown);
    expect(await drawn('a.fb2.zip', packageOf({ 'a.fb2': text }))).toEqual(shown);
  });

  it.each([
    ['by its number', [[201, Buffer.from([0, 0, 0, 1])]]],
    [
      'by that of the small one, where the other leads to nothing',
      [
        [201, Buffer.from([0, 0, 9, 9])],
        [202, Buffer.from([0, 0, 0, 1])],
      ],
    ],
  ] as const)('is drawn of a Mobipocket or Kindle book: %s', async (_, about) => {
    const pictures = [await grey(), picture];
    expect(await drawn('a.azw3', mobi('<p>The lamp</p>', { about, pictures }))).toEqual(shown);
  });

  it('of a Mobipocket book that names none is its first picture', async () => {
    expect(await drawn('a.mobi', mobi('<p>The lamp</p>', { pictures: [picture, await grey()] }))).toEqual(shown);
    expect(await drawn('a.mobi', mobi('<p>The lamp</p>', { about: [[201, Buffer.from([0, 0, 0, 0])]] }))).toBeNull();
  });

  it('is none where there is none, or what is said to be one is no picture', async () => {
    expect(await drawn('a.epub', book({ items: '', more: {} }))).toBeNull();
    expect(await drawn('a.epub', book({ items: image('cover', 'missing.png'), more: {} }))).toBeNull();
    const words = { 'b/c.png': Buffer.from('No picture at all.') };
    expect(await drawn('a.epub', book({ items: image('cover', 'c.png'), more: words }))).toBeNull();
    expect(await drawn('a.fb2', fictionBook('AAAA'))).toBeNull();
    expect(await drawn('a.fb2', fictionBook('', ''))).toBeNull();
  });
});
