import { messageOf } from '../../../../shared/errors.ts';
import { type Sharp, sharp } from '../sharp.ts';
import { decodeText } from '../text/decode-text.ts';
import { ImageError, type Size } from './pixels.ts';

/** Pixels of a drawing at most; it is drawn no larger than the side, whatever size it states. */
const MOST_PIXELS = 400_000_000;
const LARGEST_DRAWING = 4096;
/** Dots an inch at which a drawing has the size in pixels that it states. */
const USUAL_DENSITY = 72;
/** Sides that are beyond what the library can be asked for, even at the lowest density. */
const LARGEST_STATED = 100_000;
/** Bytes at its start in which the library wants to see that something is a drawing. */
const LOOKED_AT = 1000;
/** How many times as long the text of a drawing may become by its own entities. */
const MOST_GROWTH = 4;

/**
 * A drawing. What it refers to beside itself is not loaded: there is no place that it could be loaded from; and no script
 * of it is run.
 * @param side pixels of the longer side, in place of those that it states
 * @throws ImageError
 */
export async function openDrawing(bytes: Buffer, side: number | undefined): Promise<Sharp> {
  const svg = isPlain(bytes) ? bytes : plainDrawing(bytes);
  const size = await statedSize(svg);
  if (!size) {
    const bounded = withSize(svg, side);
    if (!bounded) throw new ImageError('The drawing states a size that is beyond all measure, and cannot be drawn.');
    return sharp(bounded, { limitInputPixels: MOST_PIXELS });
  }
  const longest = Math.max(size.width, size.height);
  const wanted = Math.min(side ?? longest, LARGEST_DRAWING);
  const density = Math.min(100_000, Math.max(1, (USUAL_DENSITY * wanted) / longest));
  return sharp(svg, { limitInputPixels: MOST_PIXELS, density });
}

/** Undefined where it is too large to be drawn as it is. */
async function statedSize(svg: Buffer): Promise<Size | undefined> {
  try {
    const { width, height } = await sharp(svg, { limitInputPixels: false, density: USUAL_DENSITY }).metadata();
    return Math.max(width, height) <= LARGEST_STATED ? { width, height } : undefined;
  } catch (error) {
    if (/limit|exceed|too large/i.test(messageOf(error))) return undefined;
    throw new ImageError('The drawing is not well-formed, and cannot be drawn. Get another copy of it.');
  }
}

/** Whether a drawing can be handed on as it is: in an encoding that begins like ASCII, and soon to be seen as one. */
function isPlain(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, LOOKED_AT);
  return start.includes('<svg') && !/<!doctype[^>]*\[/i.test(start);
}

/**
 * A drawing in UTF-8 that begins with its first element. Entities that it declares itself, as Illustrator does for its
 * namespaces, are put in place where they are plain text.
 * @throws ImageError where they would unfold to very much more
 */
export function plainDrawing(bytes: Buffer): Buffer {
  const { text } = decodeText(bytes);
  const start = text.search(/<(?:[\w-]+:)?svg[\s>]/);
  if (start < 0) return bytes;
  const entities = new Map(
    Array.from(text.slice(0, start).matchAll(/<!ENTITY\s+([\w.-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>/g), (found) => [
      found[1] ?? '',
      found[2] ?? found[3] ?? '',
    ]),
  );
  const drawing = text.slice(start);
  let room = drawing.length * MOST_GROWTH;
  const unfolded = drawing.replace(/&([\w.-]+);/g, (whole, name: string) => {
    const value = entities.get(name);
    if (value === undefined || /[&<]/.test(value)) return whole;
    room -= value.length;
    if (room < 0) throw new ImageError('The drawing unfolds to very much more than it is, and is not drawn.');
    return value;
  });
  // The library looks for these letters, whatever prefix the elements have.
  return Buffer.from(`<!--<svg/-->${unfolded}`);
}

/** A drawing of which the longer side has so many pixels, whatever its first element says; undefined where it has no shape. */
function withSize(svg: Buffer, side = LARGEST_DRAWING): Buffer | undefined {
  const text = svg.toString('utf8');
  const size = rootSize(text);
  if (!size) return undefined;
  const scale = Math.min(side, LARGEST_DRAWING) / Math.max(size.width, size.height);
  const [width, height] = [size.width, size.height].map((length) => Math.max(1, Math.round(length * scale)));
  const box = size.hasBox ? '' : ` viewBox="0 0 ${size.width} ${size.height}"`;
  const root = size.root.replace(/\s(?:width|height)\s*=\s*(?:"[^"]*"|'[^']*')/g, '');
  return Buffer.from(
    text.replace(size.root, () => root.replace(/svg/, () => `svg width="${width}" height="${height}"${box}`)),
  );
}

/** The first element of a drawing, and the size by its box or, without one, its sides. */
function rootSize(text: string): (Size & { root: string; hasBox: boolean }) | undefined {
  const root = /<(?:[\w-]+:)?svg\s[^>]*>/.exec(text)?.[0];
  if (root === undefined) return undefined;
  const box = /\sviewBox\s*=\s*["']\s*([^"']+)/
    .exec(root)?.[1]
    ?.trim()
    .split(/[\s,]+/)
    .map(Number);
  const side = (name: string) => Number.parseFloat(new RegExp(`\\s${name}\\s*=\\s*["']([^"']+)`).exec(root)?.[1] ?? '');
  const [width, height] = box ? [box[2], box[3]] : [side('width'), side('height')];
  return width && height && width > 0 && height > 0 && Number.isFinite(width * height)
    ? { root, hasBox: box !== undefined, width, height }
    : undefined;
}
