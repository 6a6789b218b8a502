import { closeSync, createReadStream, openSync, rmSync, writeSync } from 'node:fs';
import type { Readable, Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { ByteReader } from './byte-reader.ts';
import { cleanPath } from './entry-path.ts';
import { DAMAGED_PART } from './part-failures.ts';
import type { PartSink, PartWriter, UnpackTarget } from './part-sink.ts';
import { unpackBySevenZip } from './seven-zip.ts';
import { isTar, unpackTar } from './tar.ts';

const BLOCK = 512;
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
  return unpackStream(piped(packed, compression === 'gzip' ? createGunzip() : createZstdDecompress()), name, sink);
}

function piped(packed: Readable, unpacked: Transform): Transform {
  packed.on('error', (error) => unpacked.destroy(error));
  return packed.pipe(unpacked);
}

async function unpackStream(stream: Readable, name: string, sink: PartSink): Promise<boolean> {
  const reader = new ByteReader(stream);
  try {
    const head = await reader.peek(BLOCK).catch(() => undefined);
    if (head && isTar(head)) return await unpackTar(reader, sink);
    let whole = head !== undefined;
    await sink.keep({ path: unpackedName(name), rawPath: null, modified: null }, reader.take(), () => {
      whole = false;
      return DAMAGED_PART;
    });
    await sink.flush();
    return whole;
  } finally {
    stream.destroy();
  }
}

/** 7-Zip writes and does not stream, so what it unpacks lies on the disk for a while. */
async function unpackSpooled(handle: number, name: string, sink: PartSink): Promise<boolean> {
  const path = sink.temporaryPath();
  const spool = new Spool(path, sink);
  try {
    const sound = await unpackBySevenZip(handle, spool);
    const whole = await unpackStream(createReadStream(path), name, sink);
    return sound && whole;
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
