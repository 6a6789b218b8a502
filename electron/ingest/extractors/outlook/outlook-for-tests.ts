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

/** A folder of a compound file. */
export interface StorageForTests {
  [name: string]: Buffer | StorageForTests;
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

const SECTOR = 512;
const SMALL = 64;
const END = 0xfffffffe;

/** A compound file with streams and folders in it, small streams in small sectors ([MS-CFB]). */
export function compound(root: StorageForTests): Buffer {
  const entries: Buffer[] = [];
  const sectors: Buffer[] = [];
  const table: number[] = [];
  const small: Buffer[] = [];
  const smallTable: number[] = [];
  const chain = (bytes: Buffer, size: number, into: Buffer[], follows: number[]) => {
    const start = into.length;
    for (let at = 0; at < bytes.length; at += size) {
      into.push(Buffer.concat([bytes.subarray(at, at + size), Buffer.alloc(size)]).subarray(0, size));
      follows.push(at + size < bytes.length ? into.length : END);
    }
    return bytes.length === 0 ? END : start;
  };
  const add = (name: string, type: number): Buffer => {
    const entry = Buffer.alloc(128);
    entry.write(name, 0, 'utf16le');
    entry.writeUInt16LE((name.length + 1) * 2, 64);
    entry[66] = type;
    for (const place of [68, 72, 76]) entry.writeUInt32LE(0xffffffff, place);
    entries.push(entry);
    return entry;
  };
  // Siblings hang one right of the other.
  const fill = (parent: Buffer, storage: StorageForTests) => {
    let link = { entry: parent, place: 76 };
    for (const [name, value] of Object.entries(storage)) {
      link.entry.writeUInt32LE(entries.length, link.place);
      const isStream = Buffer.isBuffer(value);
      const entry = add(name, isStream ? 2 : 1);
      link = { entry, place: 72 };
      if (!isStream) {
        fill(entry, value);
        continue;
      }
      const isSmall = value.length < 4096;
      entry.writeUInt32LE(isSmall ? chain(value, SMALL, small, smallTable) : chain(value, SECTOR, sectors, table), 116);
      entry.writeUInt32LE(value.length, 120);
    }
  };
  const rootEntry = add('Root Entry', 5);
  fill(rootEntry, root);
  const numbers = (list: readonly number[]) => Buffer.concat(list.map(u32));
  rootEntry.writeUInt32LE(chain(Buffer.concat(small), SECTOR, sectors, table), 116);
  const smallTableStart = chain(numbers(smallTable), SECTOR, sectors, table);
  const directoryStart = chain(Buffer.concat(entries), SECTOR, sectors, table);
  const tableSectors = Math.ceil((table.length + 32) / (SECTOR / 4));
  const tableStart = sectors.length;
  for (let index = 0; index < tableSectors; index++) table.push(0xfffffffd);
  const tableBytes = Buffer.alloc(tableSectors * SECTOR, 0xff);
  numbers(table).copy(tableBytes);
  const header = Buffer.alloc(SECTOR, 0xff);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.fill(0, 8, 76);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(directoryStart, 48);
  header.writeUInt32LE(4096, 56);
  header.writeUInt32LE(smallTableStart, 60);
  header.writeUInt32LE(END, 68);
  for (let index = 0; index < tableSectors; index++) header.writeUInt32LE(tableStart + index, 76 + index * 4);
  return Buffer.concat([header, ...sectors, tableBytes]);
}
