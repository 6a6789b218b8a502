import { constants, inflateRawSync } from 'node:zlib';
import { memorySource } from '../identify/byte-source.ts';
import { readZipDirectory, type ZipEntry } from '../identify/zip-directory.ts';
import { readLocalEntries } from '../identify/zip-locals.ts';

/** What the parts of a document may unpack to, in bytes. */
export const UNPACKED_BYTES = 256 * 1024 * 1024;
/** What is said of one whose list is missing. */
export const CUT_SHORT = 'The file is damaged or cut short. What is left of it is shown and searched.';
const STORED = 0;
const DEFLATED = 8;
const LOCAL_HEADER = 30;

/** A document unpacks to more than fits into the reader's memory, as small files made for that purpose do. */
export class TooLargeUnpacked extends Error {
  override readonly name = 'TooLargeUnpacked';
}

/** The parts of a packed document, each unpacked when it is asked for. */
export class ZipArchive {
  readonly #bytes: Buffer;
  readonly #entries: Map<string, ZipEntry>;
  #left = UNPACKED_BYTES;

  private constructor(bytes: Buffer, entries: readonly ZipEntry[], isCut: boolean) {
    this.#bytes = bytes;
    this.isCut = isCut;
    this.#entries = new Map(entries.map((entry) => [folded(entry.name), entry]));
    this.hasDoubles = this.#entries.size < entries.length;
  }

  static async open(bytes: Buffer): Promise<ZipArchive> {
    const source = memorySource(bytes);
    const listed = await readZipDirectory(source);
    // Where the list is cut off, what it would list is mostly still there.
    return new ZipArchive(bytes, listed.length > 0 ? listed : await readLocalEntries(source), listed.length === 0);
  }

  /** Whether its list is missing, so that parts may be, too. */
  readonly isCut: boolean;
  /** Whether parts have the same name; the last of each is the one that is read. */
  readonly hasDoubles: boolean;

  /** The names of its parts in lower case, as case makes no difference between parts (OPC 6.2.2.3). */
  get names(): string[] {
    return [...this.#entries.keys()];
  }

  /** The names as they are written, too. */
  get parts(): { name: string; folded: string }[] {
    return Array.from(this.#entries, ([folded, { name }]) => ({ name, folded }));
  }

  /**
   * A part as text; undefined where it is missing or damaged.
   * @throws TooLargeUnpacked
   */
  text(name: string): string | undefined {
    const bytes = this.bytes(name);
    return bytes && new TextDecoder(encodingOf(bytes)).decode(bytes);
  }

  /**
   * A part as it is; undefined where it is missing or damaged.
   * @throws TooLargeUnpacked
   */
  bytes(name: string): Buffer | undefined {
    const entry = this.#entries.get(folded(name));
    const bytes = entry && this.#unpack(entry);
    if (bytes) this.#left -= bytes.length;
    return bytes;
  }

  #unpack({ offset, packedSize, method }: ZipEntry): Buffer | undefined {
    const header = this.#bytes.subarray(offset, offset + LOCAL_HEADER);
    if (header.length < LOCAL_HEADER) return undefined;
    const start = offset + LOCAL_HEADER + header.readUInt16LE(26) + header.readUInt16LE(28);
    const packed = this.#bytes.subarray(start, start + packedSize);
    if (method === STORED) return packed;
    if (method !== DEFLATED) return undefined;
    try {
      // Of a part that is cut short, what is there is read.
      return inflateRawSync(packed, {
        maxOutputLength: Math.max(1, this.#left),
        ...(this.isCut ? { finishFlush: constants.Z_SYNC_FLUSH } : {}),
      });
    } catch (error) {
      if (error instanceof RangeError) throw new TooLargeUnpacked();
      return undefined;
    }
  }
}

function folded(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\//, '').toLowerCase();
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
