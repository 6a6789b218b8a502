import sharp, { type Sharp } from 'sharp';
import { normal, randomFrom } from '../random.ts';

/** Ink, faint ink and wash of the drawings. */
export const ink = {
  line: '#25364a',
  faint: '#7d8894',
  red: '#a8442f',
  wash: '#dfe6e6',
  sea: '#cfe0e2',
  land: '#e9dcb9',
};

export interface Size {
  width: number;
  height: number;
}

/** A label; x and y are its anchor and baseline. */
export function label(
  text: string,
  x: number,
  y: number,
  look: {
    size?: number;
    anchor?: 'start' | 'middle' | 'end';
    italic?: boolean;
    bold?: boolean;
    fill?: string;
    turn?: number;
  } = {},
): string {
  const { size = 22, anchor = 'start', italic = false, bold = false, fill = ink.line, turn = 0 } = look;
  return `<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}" fill="${fill}" font-family="Liberation Sans"
    font-style="${italic ? 'italic' : 'normal'}" font-weight="${bold ? 'bold' : 'normal'}"
    transform="rotate(${turn} ${x} ${y})" xml:space="preserve">${text}</text>`;
}

/** A line from a label to the thing it names, with a dot at the thing. */
export function leader(fromX: number, fromY: number, toX: number, toY: number): string {
  return `<path d="M ${fromX} ${fromY} L ${toX} ${toY}" stroke="${ink.line}" stroke-width="1.4" fill="none"/>
    <circle cx="${toX}" cy="${toY}" r="4" fill="${ink.line}"/>`;
}

/** A dimension between two points on a vertical line. */
export function height(x: number, top: number, bottom: number, text: string): string {
  return `<path d="M ${x} ${top} V ${bottom} M ${x - 10} ${top} h 20 M ${x - 10} ${bottom} h 20" stroke="${ink.red}"
    stroke-width="1.6" fill="none"/>${label(text, x - 12, (top + bottom) / 2, { size: 22, anchor: 'middle', fill: ink.red, turn: -90 })}`;
}

/** The frame of a sheet with its title block at the lower right. */
export function frame({ width, height: tall }: Size, title: string, lines: readonly string[]): string {
  const block = { width: 520, height: 62 + lines.length * 30 };
  const [x, y] = [width - 40 - block.width, tall - 40 - block.height];
  return `<rect x="28" y="28" width="${width - 56}" height="${tall - 56}" fill="none" stroke="${ink.line}" stroke-width="1"/>
    <rect x="40" y="40" width="${width - 80}" height="${tall - 80}" fill="none" stroke="${ink.line}" stroke-width="3"/>
    <rect x="${x}" y="${y}" width="${block.width}" height="${block.height}" fill="#f6efdd" stroke="${ink.line}" stroke-width="2"/>
    ${label(title, x + 22, y + 42, { size: 28, bold: true })}
    ${lines.map((line, index) => label(line, x + 22, y + 76 + index * 30, { size: 20 })).join('')}`;
}

/** Draws on aged drawing linen. */
export async function drawn({ width, height: tall }: Size, content: string, seed: number): Promise<Sharp> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${tall}">
    <rect width="100%" height="100%" fill="#fff"/>${content}</svg>`;
  const random = randomFrom(seed);
  const coarse = Buffer.from(Array.from({ length: 16 * 12 }, () => 128 + normal(random) * 40));
  const blotches = await sharp(coarse, { raw: { width: 16, height: 12, channels: 1 } })
    .resize(width, tall, { fit: 'fill', kernel: 'cubic' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const linen = Buffer.alloc(width * tall * 3);
  for (let at = 0; at < width * tall; at += 1) {
    const shade = ((blotches[at] ?? 128) - 128) * 0.06;
    linen[at * 3] = 246 + shade;
    linen[at * 3 + 1] = 239 + shade * 1.2;
    linen[at * 3 + 2] = 221 + shade * 1.6;
  }
  const flat = await sharp(linen, { raw: { width, height: tall, channels: 3 } })
    .composite([{ input: Buffer.from(svg), blend: 'multiply' }])
    .removeAlpha()
    .png()
    .toBuffer();
  return sharp(flat);
}
