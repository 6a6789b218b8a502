const SECTOR = 512;
const END = 0xfffffffe;
const TABLE = 0xfffffffd;

/** An OLE2 compound file of one directory with these entries; `filler` comes before it. */
export function compoundFile(
  entries: readonly string[],
  { filler = Buffer.alloc(0), classId = Buffer.alloc(16), loop = false } = {},
): Buffer {
  const fillerSectors = Math.ceil(filler.length / SECTOR);
  const directory = Buffer.concat(
    ['Root Entry', ...entries].map((name, index) => {
      const entry = Buffer.alloc(128);
      entry.write(name, 0, 'utf16le');
      entry.writeUInt16LE((name.length + 1) * 2, 64);
      entry[66] = index === 0 ? 5 : 2;
      if (index === 0) classId.copy(entry, 80);
      return entry;
    }),
  );
  const directorySectors = Math.ceil(directory.length / SECTOR);
  const tableSectors = Math.ceil((fillerSectors + directorySectors + 20) / (SECTOR / 4));
  const directoryStart = tableSectors + fillerSectors;
  const table = Buffer.alloc(tableSectors * SECTOR, 0xff);
  for (let sector = 0; sector < tableSectors; sector++) table.writeUInt32LE(TABLE, sector * 4);
  for (let index = 0; index < directorySectors; index++) {
    const next = index + 1 < directorySectors ? directoryStart + index + 1 : loop ? directoryStart : END;
    table.writeUInt32LE(next, (directoryStart + index) * 4);
  }
  const header = Buffer.alloc(SECTOR, 0xff);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.fill(0, 8, 76);
  header.writeUInt16LE(9, 30);
  header.writeUInt32LE(directoryStart, 48);
  header.writeUInt32LE(END, 68);
  for (let sector = 0; sector < tableSectors; sector++) header.writeUInt32LE(sector, 76 + sector * 4);
  const padded = (bytes: Buffer, sectors: number) =>
    Buffer.concat([bytes, Buffer.alloc(sectors * SECTOR - bytes.length)]);
  return Buffer.concat([header, table, padded(filler, fillerSectors), padded(directory, directorySectors)]);
}
