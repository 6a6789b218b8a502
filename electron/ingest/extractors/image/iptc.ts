import { isUtf8 } from 'node:buffer';
import type { PictureFacts } from '../../picture-facts.ts';
import { guessEncoding } from '../text/guess-encoding.ts';
import { known } from './exif.ts';

/** The mark of a resource of Photoshop, and the number of the one that holds IPTC. */
const RESOURCE = '8BIM';
const IPTC = 0x0404;
const LINE = Buffer.from('\n');

/** What IPTC (Information Interchange Model 4.2, record 2) says, in a block of Photoshop's or by itself. */
export function iptcFacts(bytes: Buffer): PictureFacts {
  const fields = fieldsOf(iptcWithin(bytes));
  const text = (number: number) => fields.get(number)?.[0] ?? '';
  const [date, time] = [text(55), text(60)];
  const day = /^(\d{4})(\d\d)(\d\d)$/.exec(date);
  const clock = /^(\d\d)(\d\d)(\d\d)([+-]\d\d)?(\d\d)?$/.exec(time);
  return known({
    title: text(5),
    headline: text(105),
    caption: text(120),
    keywords: fields.get(25),
    creator: (fields.get(80) ?? []).join(', '),
    copyright: text(116),
    place: [text(92), text(90), text(95), text(101)].filter(Boolean).join(', '),
    taken: day
      ? {
          local: `${day[1]}-${day[2]}-${day[3]}T${clock ? `${clock[1]}:${clock[2]}:${clock[3]}` : '00:00:00'}`,
          zone: clock?.[4] ? `${clock[4]}:${clock[5] ?? '00'}` : '',
        }
      : undefined,
  });
}

function iptcWithin(bytes: Buffer): Buffer {
  const start = bytes.indexOf(RESOURCE);
  if (start < 0) return bytes;
  return resourcesOf(bytes.subarray(start)).get(IPTC) ?? Buffer.alloc(0);
}

/** The resources of a Photoshop block by their numbers (Adobe Photoshop File Formats, image resources). */
export function resourcesOf(bytes: Buffer): Map<number, Buffer> {
  const resources = new Map<number, Buffer>();
  for (let at = 0; at + 12 <= bytes.length && bytes.toString('latin1', at, at + 4) === RESOURCE; ) {
    const number = bytes.readUInt16BE(at + 4);
    // A name with its length before it, padded to an even number of bytes.
    const size = at + 6 + (((bytes[at + 6] ?? 0) + 2) & ~1);
    if (size + 4 > bytes.length) break;
    const length = bytes.readUInt32BE(size);
    if (!resources.has(number)) resources.set(number, bytes.subarray(size + 4, size + 4 + length));
    at = size + 4 + length + (length & 1);
  }
  return resources;
}

/**
 * Fields of record 2 by their numbers, in UTF-8 where they are that. Of other encodings the standard has names that hardly
 * any program writes: what they all are in is told from all of them together.
 */
function fieldsOf(bytes: Buffer): Map<number, string[]> {
  const values: { number: number; value: Buffer }[] = [];
  for (let at = 0; at + 5 <= bytes.length && bytes[at] === 0x1c; ) {
    const [record, number] = [bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
    const length = bytes.readUInt16BE(at + 3);
    // Lengths beyond 32,767 are written in another way, which no text of a picture needs.
    if (length > 0x7fff) break;
    if (record === 2) values.push({ number, value: bytes.subarray(at + 5, at + 5 + length) });
    at += 5 + length;
  }
  const texts = values.filter(({ value }) => !isUtf8(value)).flatMap(({ value }) => [value, LINE]);
  const decoder = new TextDecoder(texts.length === 0 ? 'utf-8' : guessEncoding(Buffer.concat(texts)));
  const fields = new Map<number, string[]>();
  for (const { number, value } of values) {
    const text = (isUtf8(value) ? value.toString('utf8') : decoder.decode(value)).replaceAll('\0', '').trim();
    if (text !== '') fields.set(number, [...(fields.get(number) ?? []), text]);
  }
  return fields;
}
