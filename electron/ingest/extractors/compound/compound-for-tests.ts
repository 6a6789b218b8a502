/** A folder of a compound file. */
export interface StorageForTests {
  [name: string]: Buffer | StorageForTests;
}

const SECTOR = 512;
const SMALL = 64;
const END = 0xfffffffe;

function u32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}

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
  header.writeUInt16LE(0x3e, 24);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(tableSectors, 44);
  header.writeUInt32LE(directoryStart, 48);
  header.writeUInt32LE(4096, 56);
  header.writeUInt32LE(smallTableStart, 60);
  header.writeUInt32LE(Math.ceil((smallTable.length * 4) / SECTOR), 64);
  header.writeUInt32LE(END, 68);
  for (let index = 0; index < tableSectors; index++) header.writeUInt32LE(tableStart + index, 76 + index * 4);
  return Buffer.concat([header, ...sectors, tableBytes]);
}
