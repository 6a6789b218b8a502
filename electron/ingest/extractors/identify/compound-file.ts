import type { ByteSource } from './byte-source.ts';

/** What stands in the directory of an OLE2 compound file: what the root says it is, and the names of all entries. */
export interface CompoundDirectory {
  /** Class of the program that wrote it, as GUIDs are written; all zeros where it does not say. */
  classId: string;
  names: ReadonlySet<string>;
}

const MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** Larger sector numbers mean free, end of chain and the like. */
const LARGEST_SECTOR = 0xfffffffa;
const TABLE_SECTORS_IN_HEADER = 109;
const ENTRY_SIZE = 128;
/** A directory that goes on for longer is a loop or not worth knowing. */
const MOST_DIRECTORY_SECTORS = 512;
const MOST_TABLE_LISTS = 4096;

export function isCompoundFile(head: Buffer): boolean {
  return head.subarray(0, MAGIC.length).equals(MAGIC);
}

/** Reads the directory by [MS-CFB], as far as it is sound. */
export async function readCompoundDirectory(source: ByteSource): Promise<CompoundDirectory> {
  const header = await source.read(0, 512);
  const names = new Set<string>();
  const directory: CompoundDirectory = { classId: '', names };
  const shift = header.length === 512 ? header.readUInt16LE(30) : 0;
  if (shift !== 9 && shift !== 12) return directory;
  const sectors = new Sectors(source, header, 1 << shift);
  let sector = header.readUInt32LE(48);
  for (let count = 0; sector <= LARGEST_SECTOR && count < MOST_DIRECTORY_SECTORS; count++) {
    const bytes = await sectors.read(sector);
    for (let start = 0; start + ENTRY_SIZE <= bytes.length; start += ENTRY_SIZE) {
      const entry = bytes.subarray(start, start + ENTRY_SIZE);
      const name = entryName(entry);
      if (name === undefined) continue;
      names.add(name);
      if (directory.classId === '') directory.classId = guid(entry.subarray(80, 96));
    }
    sector = await sectors.after(sector);
  }
  return directory;
}

/** The name of a directory entry; undefined for one that is not in use. */
function entryName(entry: Buffer): string | undefined {
  const length = entry.readUInt16LE(64);
  if (entry[66] === 0 || length < 2 || length > 64) return undefined;
  return entry.subarray(0, length - 2).toString('utf16le');
}

/** The sectors of a file and the table that says which follows which. */
class Sectors {
  readonly #source: ByteSource;
  readonly #header: Buffer;
  readonly #size: number;

  constructor(source: ByteSource, header: Buffer, size: number) {
    this.#source = source;
    this.#header = header;
    this.#size = size;
  }

  read(sector: number): Promise<Buffer> {
    return this.#source.read((sector + 1) * this.#size, this.#size);
  }

  async after(sector: number): Promise<number> {
    const perSector = this.#size / 4;
    const table = await this.#tableSector(Math.floor(sector / perSector));
    return this.#entry(table, sector % perSector);
  }

  /** Where a sector of the table lies: the header lists the first ones, a chain of lists the others. */
  async #tableSector(index: number): Promise<number> {
    if (index < TABLE_SECTORS_IN_HEADER) return this.#header.readUInt32LE(76 + index * 4);
    const perList = this.#size / 4 - 1;
    const list = Math.floor((index - TABLE_SECTORS_IN_HEADER) / perList);
    let sector = this.#header.readUInt32LE(68);
    for (let passed = 0; passed < Math.min(list, MOST_TABLE_LISTS); passed++)
      sector = await this.#entry(sector, perList);
    return this.#entry(sector, (index - TABLE_SECTORS_IN_HEADER) % perList);
  }

  /** A number in a sector; what ends a chain where there is none. */
  async #entry(sector: number, index: number): Promise<number> {
    if (sector > LARGEST_SECTOR) return sector;
    const bytes = await this.#source.read((sector + 1) * this.#size + index * 4, 4);
    return bytes.length === 4 ? bytes.readUInt32LE() : LARGEST_SECTOR + 1;
  }
}

/** Sixteen bytes as GUIDs are written: the first three parts are little-endian. */
function guid(bytes: Buffer): string {
  const part = (start: number, end: number) => bytes.subarray(start, end).toString('hex');
  const reversed = (start: number, end: number) => Buffer.from(bytes.subarray(start, end)).reverse().toString('hex');
  return [reversed(0, 4), reversed(4, 6), reversed(6, 8), part(8, 10), part(10, 16)].join('-');
}
