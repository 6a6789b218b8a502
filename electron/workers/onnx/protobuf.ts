import { FileEnds, type FileWindow } from '../file-window.ts';

/** One field of a protobuf message: its number, and its value or where its bytes lie. */
export type ProtobufField =
  | { number: number; type: 'integer'; value: number }
  | { number: number; type: 'bytes'; start: number; end: number };

const mostVarintBytes = 10;

/** The fields of the message that lies from `start` to `end`, in order; what is in them is not read. */
export function* fieldsOf(file: FileWindow, start: number, end: number): Generator<ProtobufField> {
  let offset = start;
  const varint = (): number => {
    // Integers above 2^53 lose digits; none of those that are looked at is as large.
    let value = 0;
    for (let index = 0; index < mostVarintBytes; index++) {
      if (offset >= end) throw new FileEnds();
      const byte = file.read(offset++, 1)[0] ?? 0;
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return value;
    }
    throw new FileEnds();
  };
  while (offset < end) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (number === 0) throw new FileEnds();
    if (wire === 0) {
      yield { number, type: 'integer', value: varint() };
      continue;
    }
    const length = wire === 1 ? 8 : wire === 5 ? 4 : wire === 2 ? varint() : Number.NaN;
    if (!(offset + length <= end)) throw new FileEnds();
    const from = offset;
    offset += length;
    yield { number, type: 'bytes', start: from, end: offset };
  }
}
