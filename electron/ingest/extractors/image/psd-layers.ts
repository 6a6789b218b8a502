import { psdHeader } from './psd.ts';

/** Layers whose text is read, and characters of all of it. */
const MOST_LAYERS = 8000;
const MOST_TEXT = 1_000_000;
/** How a descriptor begins the text of a type layer: its key, its type, then its length. */
const TEXT_FIELD = Buffer.from('Txt TEXT', 'latin1');

/** What is written on the type layers of a PSD or PSB, from the lowest layer to the highest. */
export function psdTexts(bytes: Buffer): string[] {
  const header = psdHeader(bytes);
  if (!header) return [];
  const texts: string[] = [];
  let left = MOST_TEXT;
  for (const block of typeBlocks(bytes.subarray(header.layersAt, header.pictureAt), header.large)) {
    const text = textOf(block).slice(0, left);
    left -= text.length;
    if (text !== '') texts.push(text);
  }
  return texts;
}

function textOf(block: Buffer): string {
  const field = block.indexOf(TEXT_FIELD);
  const at = field + TEXT_FIELD.length + 4;
  if (field < 0 || at > block.length) return '';
  const length = block.readUInt32BE(at - 4);
  const units = Buffer.from(block.subarray(at, at + Math.min(length * 2, (block.length - at) & ~1)));
  return units
    .swap16()
    .toString('utf16le')
    .replace(/\0+$/, '')
    .replaceAll('\r', '\n')
    .replaceAll('\u0003', '\n')
    .trim();
}

/** The additional information of each layer that is its type tool's. */
function* typeBlocks(section: Buffer, large: boolean): Generator<Buffer> {
  const lengthSize = large ? 8 : 4;
  let at = lengthSize;
  if (at + 2 > section.length) return;
  const layers = Math.min(MOST_LAYERS, Math.abs(section.readInt16BE(at)));
  at += 2;
  for (let layer = 0; layer < layers; layer++) {
    if (at + 18 > section.length) return;
    // The rectangle, then the channels, each with its number and length.
    const channels = section.readUInt16BE(at + 16);
    const blend = at + 18 + channels * (2 + lengthSize);
    if (blend + 16 > section.length) return;
    const end = blend + 16 + section.readUInt32BE(blend + 12);
    yield* typeBlocksOf(section, blend + 16, Math.min(end, section.length), large);
    at = end;
  }
}

/** Passes over a layer's mask, blending ranges and name; then come blocks with a key and a length each. */
function* typeBlocksOf(section: Buffer, start: number, end: number, large: boolean): Generator<Buffer> {
  let at = start;
  for (let skipped = 0; skipped < 2; skipped++) {
    if (at + 4 > end) return;
    at += 4 + section.readUInt32BE(at);
  }
  if (at >= end) return;
  at += ((section[at] ?? 0) + 4) & ~3;
  while (at + 12 <= end) {
    const key = section.toString('latin1', at + 4, at + 8);
    const wide = large && section.toString('latin1', at, at + 4) === '8B64' ? 8 : 4;
    const length = wide === 8 ? Number(section.readBigUInt64BE(at + 8)) : section.readUInt32BE(at + 8);
    const content = at + 8 + wide;
    if (key === 'TySh') yield section.subarray(content, Math.min(content + length, end));
    at = content + length + (length & 1);
  }
}
