import type { StorageForTests } from '../compound/compound-for-tests.ts';

/** A property of MAPI: its id, its type and its value. */
type Property = readonly [id: number, type: number, value: Buffer];

export const unicode = (id: number, text: string): Property => [id, 0x1f, Buffer.from(`${text}\0`, 'utf16le')];
export const string8 = (id: number, text: string): Property => [id, 0x1e, Buffer.from(`${text}\0`, 'latin1')];
export const binary = (id: number, value: Buffer): Property => [id, 0x102, value];
export const object = (id: number, value: Buffer): Property => [id, 0x0d, Buffer.concat([Buffer.alloc(16), value])];
/** A time in milliseconds since 1970. */
export function time(id: number, at: number): Property {
  const value = Buffer.alloc(8);
  value.writeBigUInt64LE(BigInt(at + 11_644_473_600_000) * 10_000n);
  return [id, 0x40, value];
}
export function integer(id: number, number: number): Property {
  const value = Buffer.alloc(4);
  value.writeUInt32LE(number);
  return [id, 0x03, value];
}

const u16 = (number: number) => Buffer.from([number & 0xff, number >> 8]);
function u32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}
const padding = (length: number) => Buffer.alloc((4 - (length % 4)) % 4);

/** A list of properties as TNEF writes it. */
export function properties(...list: readonly Property[]): Buffer {
  const values = list.map(([id, type, value]) => {
    const isFixed = type === 0x40 || type === 0x03;
    const counted = isFixed ? [] : [u32(1), u32(value.length)];
    return Buffer.concat([u16(type), u16(id), ...counted, value, padding(value.length)]);
  });
  return Buffer.concat([u32(list.length), ...values]);
}

/** TNEF of these attributes: the lower half of an id, and the value. */
export function tnef(...attributes: readonly (readonly [id: number, value: Buffer])[]): Buffer {
  const written = attributes.map(([id, value]) =>
    Buffer.concat([
      Buffer.from([id >= 0x9000 && id !== 0x9003 ? 2 : 1]),
      u16(id),
      u16(0),
      u32(value.length),
      value,
      u16(0),
    ]),
  );
  return Buffer.concat([u32(0x223e9f78), u16(1), ...written]);
}

/** The streams of a message or an attachment as Outlook saves them. */
export function message(list: readonly Property[], header: 32 | 24 | 8, more: StorageForTests = {}): StorageForTests {
  const fixed = list.filter(([, type]) => type === 0x40 || type === 0x03);
  const entries = fixed.map(([id, type, value]) =>
    Buffer.concat([u16(type), u16(id), u32(6), value, Buffer.alloc(8 - value.length)]),
  );
  const hex = (number: number) => number.toString(16).toUpperCase().padStart(4, '0');
  return {
    '__properties_version1.0': Buffer.concat([Buffer.alloc(header), ...entries]),
    ...Object.fromEntries(
      list
        .filter((property) => !fixed.includes(property))
        .map(([id, type, value]) => [`__substg1.0_${hex(id)}${hex(type)}`, value]),
    ),
    ...more,
  };
}
