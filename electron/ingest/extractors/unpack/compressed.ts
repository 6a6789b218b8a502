import { closeSync, createReadStream, fstatSync, openSync, rmSync, writeSync } from 'node:fs';
import { Readable, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { fileSource } from '../identify/byte-source.ts';
import { ByteReader } from './byte-reader.ts';
import { cleanPath } from './entry-path.ts';
import { firstMember } from './gzip-member.ts';
import { DAMAGED_PART } from './part-failures.ts';
import type { PartSink, PartWriter, UnpackTarget } from './part-sink.ts';
import { unpackBySevenZip } from './seven-zip.ts';
import { isTar, unpackTar } from './tar.ts';

const BLOCK = 512;
/** Bytes of a file that are looked at for what is left of it, and what they may unpack to by deflate. */
const SMALL_FILE = 256 * 1024;
const MOST_RATIO = 1032;
/** What a name loses when its file is unpacked, and what it gains where the ending stood for two. */
const endings: readonly (readonly [ending: RegExp, instead: string])[] = [
  [/\.(tgz|tbz2?|txz|tlz|tzst|taz)$/i, '.tar'],
  [/\.(gz|bz2|xz|zst|z|lzma)$/i, ''],
];

/** A compressed file: unpacked as it comes by Node's own zlib where that can, else by 7-Zip. */
export type Compression = 'gzip' | 'zstd' | 'other';

/**
 * Unpacks a compressed file: what is in the TAR file that it holds, or else the one file. Answers whether it was whole.
 * @param name of the compressed file
 * @throws TooLargeUnpacked, NoRoom, ArchiveError
 */
export async function unpackCompressed(
  handle: number,
  compression: Compression,
  name: string,
  sink: PartSink,
): Promise<boolean> {
  if (compression === 'other') return unpackSpooled(handle, name, sink);
  const packed = createReadStream('', { fd: handle, autoClose: false, start: 0 });
  const unpacked = piped(packed, compression === 'gzip' ? createGunzip() : createZstdDecompress());
  return (await unpackStream(unpacked, name, sink)) ?? (await unpackRemains(handle, name, sink));
}

function piped(packed: Readable, unpacked: Transform): Transform {
  packed.on('error', (error) => unpacked.destroy(error));
  return packed.pipe(unpacked);
}

/** Undefined where nothing could be read of it. */
async function unpackStream(stream: Readable, name: string, sink: PartSink): Promise<boolean | undefined> {
  const reader = new ByteReader(stream);
  try {
    const head = await reader.peek(BLOCK).catch(() => undefined);
    if (!head) return undefined;
    if (isTar(head)) return await unpackTar(reader, sink);
    let whole = true;
    const bytes = async function* () {
      try {
        yield* reader.take();
      } catch {
        // What was read of it already is kept.
        whole = false;
      }
    };
    await sink.keep({ path: unpackedName(name), rawPath: null, modified: null }, bytes(), () => DAMAGED_PART);
    await sink.flush();
    return whole;
  } finally {
    stream.destroy();
  }
}

/**
 * Of a small gzip file with something behind it, or damaged early, Node's zlib gives nothing at all: then what its first
 * member has is read.
 */
async function unpackRemains(handle: number, name: string, sink: PartSink): Promise<boolean> {
  const bytes = await fileSource(handle, fstatSync(handle).size).read(0, SMALL_FILE);
  const found = firstMember(bytes, SMALL_FILE * MOST_RATIO);
  const entry = { path: unpackedName(name), rawPath: null, modified: null };
  if (found) await sink.keep(entry, Readable.from([found.content]), () => DAMAGED_PART);
  else sink.refuse(entry, DAMAGED_PART);
  await sink.flush();
  return found?.whole === true;
}

/** 7-Zip writes and does not stream, so what it unpacks lies on the disk for a while. */
async function unpackSpooled(handle: number, name: string, sink: PartSink): Promise<boolean> {
  const path = sink.temporaryPath();
  const spool = new Spool(path, sink);
  try {
    const sound = await unpackBySevenZip(handle, spool);
    const whole = await unpackStream(createReadStream(path), name, sink);
    return sound && whole === true;
  } finally {
    spool.close();
    rmSync(path, { force: true });
  }
}

/** Takes the one file that is in a compressed one. */
class Spool implements UnpackTarget {
  readonly #sink: PartSink;
  readonly #handle: number;
  readonly budget;

  constructor(path: string, sink: PartSink) {
    this.#sink = sink;
    this.budget = sink.budget.copy();
    this.#handle = openSync(path, 'wx');
  }

  open(): PartWriter {
    return {
      write: (bytes) => {
        this.budget.takeBytes(bytes.length);
        this.#sink.lookAtRoom(bytes.length);
        for (let written = 0; written < bytes.length; ) written += writeSync(this.#handle, bytes, written);
      },
      end: () => undefined,
      fail: () => undefined,
    };
  }

  refuse(): void {}

  async flush(): Promise<void> {}

  close(): void {
    closeSync(this.#handle);
  }
}

/** `notes.txt.gz` → `notes.txt`, `album.tgz` → `album.tar`; another name stays as it is. */
export function unpackedName(name: string): string {
  const found = endings.find(([ending]) => ending.test(name));
  return cleanPath(found ? name.replace(found[0], found[1]) : name);
}
