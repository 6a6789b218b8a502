import { bmpSize, decodeBmp } from './bmp.ts';
import { ImageError, type Pixels, type Size } from './pixels.ts';

/** A picture of a Windows icon or cursor: several of them lie in a file, in several sizes. */
interface IconEntry {
  width: number;
  height: number;
  bits: number;
  content: Buffer;
}

const HEADER = 6;
const ENTRY = 16;
const FILE_HEADER = 14;
/** Pixels of a side of a bitmap in an icon: larger ones are kept as PNG. */
const LARGEST_SIDE = 2048;
const PNG = Buffer.from('89504e47', 'hex');

/** The pictures of an icon (Microsoft, "Icons"), the largest and finest first; none where it is damaged. */
function entriesOf(bytes: Buffer): IconEntry[] {
  if (bytes.length < HEADER) return [];
  return Array.from({ length: bytes.readUInt16LE(4) }, (_, index) => HEADER + index * ENTRY)
    .filter((at) => at + ENTRY <= bytes.length)
    .map((at): IconEntry => {
      const offset = bytes.readUInt32LE(at + 12);
      return {
        // 0 stands for 256, and for whatever the picture itself says where that is more.
        width: bytes[at] || 256,
        height: bytes[at + 1] || 256,
        bits: bytes.readUInt16LE(at + 6),
        content: bytes.subarray(offset, offset + bytes.readUInt32LE(at + 8)),
      };
    })
    .filter(({ content }) => content.length > 40)
    .sort((one, other) => other.width * other.height - one.width * one.height || other.bits - one.bits);
}

export function iconSize(bytes: Buffer): Size | undefined {
  return entriesOf(bytes)[0];
}

/** The best picture of an icon: a PNG as it is, a bitmap decoded. Undefined where there is none. */
export function openIcon(bytes: Buffer): Pixels | { encoded: Buffer } | undefined {
  const [best] = entriesOf(bytes);
  if (!best) return undefined;
  return best.content.subarray(0, 4).equals(PNG) ? { encoded: best.content } : decodeIconBitmap(best.content);
}

/** A bitmap without the header of its file, its height doubled by the mask of what is transparent. */
function decodeIconBitmap(content: Buffer): Pixels | undefined {
  const dib = Buffer.from(content);
  if (dib.readUInt32LE(0) < 40) throw new ImageError('It is an icon of a kind that Holdfast does not read.');
  const height = Math.trunc(dib.readInt32LE(8) / 2);
  dib.writeInt32LE(height, 8);
  const bits = dib.readUInt16LE(14);
  const colours = bits <= 8 ? dib.readUInt32LE(32) || 2 ** bits : 0;
  const header = Buffer.alloc(FILE_HEADER);
  header.write('BM', 0, 'latin1');
  header.writeUInt32LE(FILE_HEADER + dib.length, 2);
  header.writeUInt32LE(FILE_HEADER + dib.readUInt32LE(0) + colours * 4, 10);
  const bitmap = Buffer.concat([header, dib]);
  const size = bmpSize(bitmap);
  if (!size || size.width > LARGEST_SIDE || size.height > LARGEST_SIDE) return undefined;
  const picture = decodeBmp(bitmap);
  return picture && onWhite(picture, dib, bits, colours);
}

/** Lays the picture on white where its mask, or with 32 bits its alpha, leaves it transparent. */
function onWhite(picture: Pixels, dib: Buffer, bits: number, colours: number): Pixels {
  const { width, height, pixels } = picture;
  const stride = Math.floor((width * bits + 31) / 32) * 4;
  const start = dib.readUInt32LE(0) + colours * 4;
  const mask = dib.subarray(start + stride * height);
  const maskStride = Math.floor((width + 31) / 32) * 4;
  const alphas = bits === 32 ? dib.subarray(start, start + stride * height).filter((_, at) => at % 4 === 3) : [];
  const hasAlpha = alphas.some((alpha) => alpha > 0);
  for (let at = 0; at < width * height; at++) {
    const [row, x] = [height - 1 - Math.floor(at / width), at % width];
    const masked = ((mask[row * maskStride + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
    const alpha = hasAlpha ? (alphas[row * width + x] ?? 255) : masked ? 0 : 255;
    for (let channel = at * 3; channel < at * 3 + 3; channel++)
      pixels[channel] = Math.round(((pixels[channel] ?? 0) * alpha + 255 * (255 - alpha)) / 255);
  }
  return picture;
}
