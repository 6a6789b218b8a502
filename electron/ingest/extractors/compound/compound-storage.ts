const HEADER = 512;
const ENTRY = 128;
/** Larger sector numbers mean free, end of chain and the like. */
const LARGEST_SECTOR = 0xfffffffa;
const NOBODY = 0xffffffff;
const TABLE_SECTORS_IN_HEADER = 109;
const STORAGE = 1;
const ROOT = 5;

interface Entry {
  name: string;
  type: number;
  left: number;
  right: number;
  child: number;
  start: number;
  size: number;
}

/** A folder in a compound file: streams and other folders, by their names. */
export interface Storage {
  streams: Map<string, () => Buffer>;
  storages: Map<string, Storage>;
}

/** Folders in folders that are read. */
const DEEPEST = 40;

/** What is in an OLE2 compound file ([MS-CFB]), as far as it is sound; undefined where its header makes no sense. */
export function readCompoundFile(bytes: Buffer): Storage | undefined {
  const shift = bytes.length >= HEADER ? bytes.readUInt16LE(30) : 0;
  if (shift !== 9 && shift !== 12) return undefined;
  return new CompoundReader(bytes, 1 << shift).root();
}

class CompoundReader {
  readonly #bytes: Buffer;
  readonly #sectorSize: number;
  readonly #table: Buffer;
  readonly #smallTable: Buffer;
  readonly #entries: Entry[];
  readonly #smallSectors: Buffer;
  /** Streams below this size lie in small sectors. */
  readonly #cutoff: number;
  readonly #smallSize: number;

  constructor(bytes: Buffer, sectorSize: number) {
    this.#bytes = bytes;
    this.#sectorSize = sectorSize;
    this.#smallSize = 1 << Math.min(bytes.readUInt16LE(32), 12);
    this.#cutoff = bytes.readUInt32LE(56);
    this.#table = this.#readTable();
    this.#smallTable = this.#chain(bytes.readUInt32LE(60));
    const directory = this.#chain(bytes.readUInt32LE(48));
    this.#entries = Array.from({ length: Math.floor(directory.length / ENTRY) }, (_, index) =>
      entryOf(directory.subarray(index * ENTRY, (index + 1) * ENTRY)),
    );
    this.#smallSectors = this.#chain(this.#entries[0]?.start ?? NOBODY);
  }

  root(): Storage {
    return this.#storage(this.#entries[0]?.child ?? NOBODY, 0, new Set());
  }

  /** @param seen entries that have a place already: damaged trees lead back to themselves */
  #storage(first: number, depth: number, seen: Set<number>): Storage {
    const storage: Storage = { streams: new Map(), storages: new Map() };
    const waiting = [first];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const entry = this.#entries[id];
      if (!entry || seen.has(id)) continue;
      seen.add(id);
      waiting.push(entry.left, entry.right);
      if (entry.type !== STORAGE && entry.type !== ROOT) storage.streams.set(entry.name, () => this.#stream(entry));
      else if (depth < DEEPEST) storage.storages.set(entry.name, this.#storage(entry.child, depth + 1, seen));
    }
    return storage;
  }

  #stream({ start, size }: Entry): Buffer {
    if (size >= this.#cutoff) return this.#chain(start).subarray(0, size);
    const parts: Buffer[] = [];
    const most = Math.ceil(size / this.#smallSize);
    for (let sector = start; sector <= LARGEST_SECTOR && parts.length < most; sector = at(this.#smallTable, sector))
      parts.push(this.#smallSectors.subarray(sector * this.#smallSize, (sector + 1) * this.#smallSize));
    return Buffer.concat(parts).subarray(0, size);
  }

  /** The sectors of a chain; a chain is never longer than the file. */
  #chain(start: number): Buffer {
    const parts: Buffer[] = [];
    const most = this.#bytes.length / this.#sectorSize;
    for (let sector = start; sector <= LARGEST_SECTOR && parts.length <= most; sector = at(this.#table, sector))
      parts.push(this.#sector(sector));
    return Buffer.concat(parts);
  }

  #sector(sector: number): Buffer {
    return this.#bytes.subarray((sector + 1) * this.#sectorSize, (sector + 2) * this.#sectorSize);
  }

  /** Which sector follows which: the header lists the first sectors of that table, a chain of lists the others. */
  #readTable(): Buffer {
    const sectors: number[] = [];
    for (let index = 0; index < TABLE_SECTORS_IN_HEADER; index++) sectors.push(at(this.#bytes.subarray(76), index));
    const perList = this.#sectorSize / 4 - 1;
    const most = this.#bytes.length / this.#sectorSize;
    let list = this.#bytes.readUInt32LE(68);
    for (let count = 0; list <= LARGEST_SECTOR && count < most; count++) {
      const bytes = this.#sector(list);
      for (let index = 0; index < perList; index++) sectors.push(at(bytes, index));
      list = at(bytes, perList);
    }
    const used = sectors.filter((sector) => sector <= LARGEST_SECTOR && sector < most);
    return Buffer.concat(used.slice(0, Math.ceil(most)).map((sector) => this.#sector(sector)));
  }
}

/** The number at a place of a table; nobody's where it has no such place. */
function at(table: Buffer, index: number): number {
  return index * 4 + 4 <= table.length ? table.readUInt32LE(index * 4) : NOBODY;
}

function entryOf(entry: Buffer): Entry {
  const length = Math.min(64, entry.readUInt16LE(64));
  return {
    name: entry.subarray(0, Math.max(0, length - 2)).toString('utf16le'),
    type: entry[66] ?? 0,
    left: entry.readUInt32LE(68),
    right: entry.readUInt32LE(72),
    child: entry.readUInt32LE(76),
    start: entry.readUInt32LE(116),
    size: entry.readUInt32LE(120),
  };
}
