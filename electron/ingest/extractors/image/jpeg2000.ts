import { PdfDocument } from '../pdf/pdf-document.ts';
import type { Embedded } from './embedded-metadata.ts';
import { boxAt, uuidBox } from './iso-boxes.ts';
import type { Pixels, Size } from './pixels.ts';

/** Markers of a codestream (ISO 15444-1, A): start with size, and end. */
const START = Buffer.from([0xff, 0x4f, 0xff, 0x51]);
const END = Buffer.from([0xff, 0xd9]);
/** METH 1 and EnumCS of the colour specification box (I.5.3.3): sRGB and greyscale. */
const SRGB = 16;
const GREYSCALE = 17;

interface Codestream {
  bytes: Buffer;
  width: number;
  height: number;
  components: number;
  /** As it stands in the header box: bits a sample less one, and whether they are signed. */
  depth: number;
}

/** The size in pixels that a JPEG 2000 picture states; undefined where it holds none. */
export function jpeg2000Size(bytes: Buffer): Size | undefined {
  return codestreamIn(bytes);
}

/**
 * Decodes JPEG 2000 in whichever file format it comes: its codestream is put, in the plainest format, on a page of a
 * PDF, as PDFium has a decoder for it. Undefined where it is damaged.
 */
export async function decodeJpeg2000(bytes: Buffer): Promise<Pixels | undefined> {
  const codestream = codestreamIn(bytes);
  if (!codestream) return undefined;
  const document = await PdfDocument.open(pageWith(codestream));
  try {
    const picture = document.page(1, (page) => (page.picturesDecode() ? page.render(1) : undefined));
    return picture && { ...picture, channels: 4, damaged: false, profile: rgbProfileIn(bytes) };
  } finally {
    document.close();
  }
}

/** Boxes of Adobe's and of EXIF's own in a file of boxes. */
const uuids = { xmp: 'be7acfcb97a942e89c71999491e3afac', exif: '4a706754696666457869662d3e4a5032' } as const;

/** What is written beside the picture in JP2 and JPX; a bare codestream has nothing beside it. */
export function jpeg2000Metadata(bytes: Buffer): Embedded {
  return {
    exif: uuidBox(bytes, uuids.exif),
    xmp: uuidBox(bytes, uuids.xmp)?.toString('utf8'),
    profile: profileIn(bytes),
    upright: true,
  };
}

/** The profile in the colour specification box, where it has one (METH 2 and 3). */
function profileIn(bytes: Buffer): Buffer | undefined {
  const colour = boxAt(bytes, 'jp2h', 'colr');
  return colour && (colour[0] === 2 || colour[0] === 3) ? colour.subarray(3) : undefined;
}

/** The profile, where the decoded picture's colours are still of its kind: greys and inks come out as RGB. */
function rgbProfileIn(bytes: Buffer): Buffer | undefined {
  const profile = profileIn(bytes);
  return profile?.toString('latin1', 16, 20) === 'RGB ' ? profile : undefined;
}

function codestreamIn(file: Buffer): Codestream | undefined {
  const start = file.indexOf(START);
  const size = start < 0 ? Buffer.alloc(0) : file.subarray(start + 4, start + 4 + 39);
  if (size.length < 39) return undefined;
  return {
    bytes: Buffer.concat([file.subarray(start), END]),
    width: size.readUInt32BE(4) - size.readUInt32BE(12),
    height: size.readUInt32BE(8) - size.readUInt32BE(16),
    components: size.readUInt16BE(36),
    depth: size.readUInt8(38),
  };
}

/** A file of boxes around a codestream (ISO 15444-1, I). */
function plainFile({ bytes, width, height, components, depth }: Codestream): Buffer {
  const header = Buffer.alloc(14);
  header.writeUInt32BE(height, 0);
  header.writeUInt32BE(width, 4);
  header.writeUInt16BE(components, 8);
  header.writeUInt8(depth, 10);
  header.writeUInt8(7, 11);
  const colour = Buffer.from([1, 0, 0, 0, 0, 0, components >= 3 ? SRGB : GREYSCALE]);
  return Buffer.concat([
    box('jP  ', Buffer.from([0x0d, 0x0a, 0x87, 0x0a])),
    box('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ', 'latin1')),
    box('jp2h', Buffer.concat([box('ihdr', header), box('colr', colour)])),
    box('jp2c', bytes),
  ]);
}

function box(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}

/** A PDF of one page that a picture fills; PDFium finds its objects without a table of them. */
function pageWith(codestream: Codestream): Buffer {
  const { width, height } = codestream;
  const picture = plainFile(codestream);
  const drawing = `q ${width} 0 0 ${height} 0 0 cm /Picture Do Q`;
  return Buffer.concat([
    Buffer.from(
      `%PDF-1.7
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents 4 0 R
/Resources << /XObject << /Picture 5 0 R >> >> >> endobj
4 0 obj << /Length ${drawing.length} >> stream
${drawing}
endstream endobj
5 0 obj << /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /Filter /JPXDecode /Length ${picture.length} >> stream
`,
    ),
    picture,
    Buffer.from('\nendstream endobj\ntrailer << /Root 1 0 R >>\n'),
  ]);
}
