import { fieldText, type PictureHeader, plainText } from './picture-header.ts';

/** Whether bytes begin as a picture of PC Paintbrush, whose mark is a line feed alone. */
export function isPcx(head: Buffer): boolean {
  const [mark, version = 1, encoding, bits = 0] = head;
  return (
    mark === 0x0a &&
    version <= 5 &&
    version !== 1 &&
    encoding === 1 &&
    [1, 2, 4, 8].includes(bits) &&
    head[64] === 0 &&
    pcxHeader(head) !== undefined
  );
}

/** PC Paintbrush (ZSoft, PCX). */
export function pcxHeader(head: Buffer): PictureHeader | undefined {
  if (head.length < 128) return undefined;
  const [left, top, right, bottom] = [4, 6, 8, 10].map((at) => head.readUInt16LE(at)) as [
    number,
    number,
    number,
    number,
  ];
  const planes = head[65] ?? 0;
  if (right < left || bottom < top || planes < 1 || planes > 4) return undefined;
  return sized(right - left + 1, bottom - top + 1, `${(head[3] ?? 0) * planes} bits`);
}

/** Silicon Graphics (the SGI image file format, 1.0). */
export function sgiHeader(head: Buffer): PictureHeader | undefined {
  if (head.length < 512) return undefined;
  const name = fieldText(head, 24, 80);
  const [bytes = 0, channels] = [head[3], head.readUInt16BE(10)];
  const header = sized(head.readUInt16BE(6), head.readUInt16BE(8), `${channels} × ${bytes * 8} bits`);
  return header && { ...header, rows: [...header.rows, ['Name', name]], words: name === 'no name' ? [] : [name] };
}

/** Sun raster. */
export function sunHeader(head: Buffer): PictureHeader | undefined {
  if (head.length < 32) return undefined;
  return sized(head.readUInt32BE(4), head.readUInt32BE(8), `${head.readUInt32BE(12)} bits`);
}

/** The Quite OK Image Format. */
export function qoiHeader(head: Buffer): PictureHeader | undefined {
  if (head.length < 14) return undefined;
  return sized(head.readUInt32BE(4), head.readUInt32BE(8), head[12] === 4 ? 'RGBA' : 'RGB');
}

/** DirectDraw surface: a texture. */
export function ddsHeader(head: Buffer): PictureHeader | undefined {
  if (head.length < 128) return undefined;
  return sized(head.readUInt32LE(16), head.readUInt32LE(12), fieldText(head, 84, 4));
}

/** Dump of a window of X11 (XWDFile.h, version 7), with the window's name. */
export function xwdHeader(head: Buffer): PictureHeader | undefined {
  if (head.length < 100) return undefined;
  const header = sized(head.readUInt32BE(16), head.readUInt32BE(20), `${head.readUInt32BE(44)} bits`);
  const name = fieldText(head, 100, Math.min(256, head.readUInt32BE(0) - 100));
  return header && { ...header, rows: [...header.rows, ['Window', name]], words: [name] };
}

/** Whether bytes begin as a dump of a window: by the version, and a form and depth that there are. */
export function isXwd(head: Buffer): boolean {
  if (head.length < 100) return false;
  const [size, version, form, depth] = [0, 4, 8, 12].map((at) => head.readUInt32BE(at)) as [
    number,
    number,
    number,
    number,
  ];
  return version === 7 && form <= 2 && depth >= 1 && depth <= 32 && size >= 100 && size < 4096;
}

/** Pictures of the Amiga (EA IFF 85, ILBM), with what was written in them. */
export function ilbmHeader(head: Buffer): PictureHeader | undefined {
  const texts: [label: string, text: string][] = [];
  let header: PictureHeader | undefined;
  for (let at = 12; at + 8 <= head.length; ) {
    const [name, length] = [head.toString('latin1', at, at + 4), head.readUInt32BE(at + 4)];
    const content = head.subarray(at + 8, at + 8 + length);
    if (name === 'BMHD' && content.length >= 9)
      header = sized(content.readUInt16BE(0), content.readUInt16BE(2), `${content[8]} bits`);
    const label = ilbmTexts[name];
    if (label !== undefined) texts.push([label, plainText(content)]);
    at += 8 + length + (length & 1);
  }
  return header && { ...header, rows: [...header.rows, ...texts], words: texts.map(([, text]) => text) };
}

const ilbmTexts: Readonly<Record<string, string>> = {
  NAME: 'Name',
  AUTH: 'Artist',
  '(c) ': 'Copyright',
  ANNO: 'Note',
};

/** Portable float map: size and scale are figures behind the mark. */
export function floatMapHeader(head: Buffer): PictureHeader | undefined {
  const found = /^P[Ff]\s+(\d{1,7})\s+(\d{1,7})\s+-?[\d.]+(?:e[-+]?\d+)?\s/i.exec(head.toString('latin1', 0, 256));
  return found ? sized(Number(found[1]), Number(found[2]), 'floating, 32 bits') : undefined;
}

/** JPEG-LS (ITU-T T.87): a JPEG with a frame of its own kind. */
export function jpegLsHeader(head: Buffer): PictureHeader | undefined {
  for (let at = 2; at + 9 <= head.length && head[at] === 0xff; at += 2 + head.readUInt16BE(at + 2))
    if (head[at + 1] === 0xf7)
      return sized(head.readUInt16BE(at + 7), head.readUInt16BE(at + 5), `${head[at + 4]} bits`);
  return undefined;
}

/** Kodak's Photo CD has the same base picture in each file. */
export function photoCdHeader(): PictureHeader | undefined {
  return sized(768, 512, '');
}

function sized(width: number, height: number, samples: string): PictureHeader | undefined {
  return width > 0 && height > 0 ? { width, height, rows: [['Samples', samples]] } : undefined;
}
