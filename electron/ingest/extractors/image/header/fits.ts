import { known } from '../exif.ts';
import type { PictureHeader } from './picture-header.ts';

/** A line of the header, and the lines that stand together (FITS 4.0, 3.1). */
const CARD = 80;
const BLOCK = 2880;
/** Extensions are looked through for the first picture. */
const MOST_HEADERS = 20;

interface Header {
  values: ReadonlyMap<string, string>;
  /** Lines of prose, by the names of their fields. */
  remarks: string[];
  end: number;
}

/** Fields that people look for (FITS 4.0, 4.4.2), with what they are called. */
const labels: readonly (readonly [label: string, field: string])[] = [
  ['Object', 'OBJECT'],
  ['Telescope', 'TELESCOP'],
  ['Instrument', 'INSTRUME'],
  ['Filter', 'FILTER'],
  ['Observer', 'OBSERVER'],
  ['Author', 'AUTHOR'],
  ['Reference', 'REFERENC'],
  ['Origin', 'ORIGIN'],
  ['Right ascension', 'RA'],
  ['Declination', 'DEC'],
  ['Equinox', 'EQUINOX'],
  ['Unit', 'BUNIT'],
  ['Software', 'CREATOR'],
];

/** What a file of astronomers (FITS) says of itself, and the size of the first picture in it. */
export function fitsHeader(head: Buffer, size: number): PictureHeader | undefined {
  if (head.toString('latin1', 0, 9) !== 'SIMPLE  =') return undefined;
  const first = headerAt(head, 0);
  if (!first) return undefined;
  const pictured = firstPicture(head, first);
  const own = pictured ?? first;
  const field = (name: string) => first.values.get(name) ?? own.values.get(name) ?? '';
  const exposure = Number(field('EXPTIME') || field('EXPOSURE'));
  return {
    width: pictured ? axis(pictured, 1) : 0,
    height: pictured ? axis(pictured, 2) : 0,
    isBare: pictured === undefined,
    damaged: pictured !== undefined && pictured.end + dataBytes(pictured) > size,
    rows: [
      ['Samples', pictured ? `${(pictured.values.get('BITPIX') ?? '').replace('-', 'floating, ')} bits` : ''],
      ...labels.map(([label, name]): [string, string] => [label, field(name)]),
    ],
    facts: known({
      taken: takenOf(field('DATE-OBS'), field('TIME-OBS')),
      exposure: exposure > 0 ? exposure : undefined,
    }),
    words: [...labels.map(([, name]) => field(name)), first.remarks.join('\n')],
  };
}

/** The header that begins at an offset; undefined where none is, or it is cut off. */
function headerAt(head: Buffer, start: number): Header | undefined {
  const values = new Map<string, string>();
  const remarks: string[] = [];
  for (let at = start; at + CARD <= head.length; at += CARD) {
    const card = head.toString('latin1', at, at + CARD);
    const name = card.slice(0, 8).trimEnd();
    if (name === 'END') return { values, remarks, end: start + Math.ceil((at + CARD - start) / BLOCK) * BLOCK };
    if (!/^[A-Z0-9_-]*$/.test(name)) return undefined;
    if (card.startsWith('= ', 8)) values.set(name, valueIn(card.slice(10)));
    else if (['COMMENT', 'HISTORY', ''].includes(name) && card.slice(8).trim() !== '')
      remarks.push(card.slice(8).trim());
  }
  return undefined;
}

/** A text in quotes, or what stands before a remark. */
function valueIn(text: string): string {
  const quoted = /^\s*'((?:[^']|'')*)'/.exec(text)?.[1];
  return (quoted === undefined ? (text.split('/')[0] ?? '') : quoted.replaceAll("''", "'")).trim();
}

/** The first header of what is a picture, and no table or nothing at all. */
function firstPicture(head: Buffer, first: Header): Header | undefined {
  let header: Header | undefined = first;
  for (let count = 0; header && count < MOST_HEADERS; count++) {
    const kind = header.values.get('XTENSION') ?? 'IMAGE';
    if (kind === 'IMAGE' && axis(header, 1) > 0 && axis(header, 2) > 0) return header;
    header = headerAt(head, header.end + Math.ceil(dataBytes(header) / BLOCK) * BLOCK);
  }
  return undefined;
}

/** Values along an axis, counted from 1; 0 where there is none such. */
function axis({ values }: Header, number: number): number {
  if (number > Number(values.get('NAXIS') ?? 0)) return 0;
  const length = Number(values.get(`NAXIS${number}`));
  return Number.isSafeInteger(length) && length > 0 ? length : 0;
}

/** Bytes of the data behind a header (4.4.1). */
function dataBytes(header: Header): number {
  const axes = Math.min(999, Number(header.values.get('NAXIS')) || 0);
  if (axes === 0) return 0;
  let values = 1;
  for (let number = 1; number <= axes; number++) values *= axis(header, number);
  const [groups, parameters] = ['GCOUNT', 'PCOUNT'].map((name) => Number(header.values.get(name)));
  return ((Math.abs(Number(header.values.get('BITPIX'))) || 0) / 8) * (groups || 1) * ((parameters || 0) + values);
}

/** A time in ISO 8601, which is UTC; before 2000 days were written as `31/12/99`. */
function takenOf(date: string, time: string): { local: string; zone: string } | undefined {
  const old = /^(\d\d)\/(\d\d)\/(\d\d)$/.exec(date);
  const day = old ? `19${old[3]}-${old[2]}-${old[1]}` : date.slice(0, 10);
  const clock = /T(\d\d:\d\d:\d\d)/.exec(date)?.[1] ?? /^\d\d:\d\d:\d\d/.exec(time)?.[0];
  const local = `${day}T${clock ?? '00:00:00'}`;
  if (!/^\d{4}-/.test(day) || !Number.isFinite(Date.parse(local))) return undefined;
  return { local, zone: clock === undefined ? '' : 'Z' };
}
