import SevenZip from '7z-wasm';
import { deflateSync, gzipSync, type Zippable, zipSync } from 'fflate';

/** A ZIP file with these files in it; an object is a folder. */
export function zip(files: Zippable): Buffer {
  return Buffer.from(zipSync(files, { level: 6 }));
}

export interface TarEntry {
  name: string | Uint8Array;
  bytes?: string | Uint8Array;
  /** POSIX's type: '0' a file, '2' a symbolic link, '5' a folder. */
  type?: string;
  link?: string;
}

/** A TAR file as POSIX.1-1988 has it, with these entries. */
export function tar(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(tarEntry), Buffer.alloc(1024)]);
}

function tarEntry({ name, bytes = '', type = '0', link = '' }: TarEntry): Buffer[] {
  const content = Buffer.from(bytes);
  const header = Buffer.alloc(512);
  header.set(Buffer.from(name).subarray(0, 100), 0);
  header.write('0000644\0', 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write(`${(1_600_000_000).toString(8).padStart(11, '0')}\0`, 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}

export function gzip(bytes: Uint8Array): Buffer {
  return Buffer.from(gzipSync(bytes));
}

/** One local file of a ZIP and its entry in the directory, by hand: what a library would not write. */
interface RawEntry {
  name: Uint8Array;
  packed: Uint8Array;
  size: number;
  crc: number;
  method: number;
  flags?: number;
  /** Unix's mode; 0 for an entry of DOS. */
  mode?: number;
  /** Where its local header starts, instead of after the one before. */
  offset?: number;
}

/** A ZIP file whose directory says what it is told to. */
export function rawZip(entries: readonly RawEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, packed, size, crc, method, flags = 0, mode = 0, offset } of entries) {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt16LE(0, 6);
    fields.writeUInt16LE(0x5721, 8);
    fields.writeUInt32LE(crc, 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(size, 18);
    fields.writeUInt16LE(name.length, 22);
    if (offset === undefined)
      locals.push(Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), Buffer.from(packed));
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset ?? at, 10);
    const madeBy = Buffer.from([20, mode === 0 ? 0 : 3]);
    directory.push(Buffer.from('PK\x01\x02', 'latin1'), madeBy, fields, tail, Buffer.from(name));
    if (offset === undefined) at += 30 + name.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, list, end]);
}

export function deflated(bytes: Uint8Array): Buffer {
  return Buffer.from(deflateSync(bytes, { level: 9 }));
}

/** An archive as 7-Zip makes it, by its switches: `-t7z`, `-txz`, `-psecret`. */
export async function sevenZip(files: Readonly<Record<string, Uint8Array>>, ...switches: string[]): Promise<Buffer> {
  const module = await SevenZip({ print: () => undefined });
  module.FS.mkdir('/files');
  module.FS.chdir('/files');
  for (const [name, bytes] of Object.entries(files)) module.FS.writeFile(`/files/${name}`, bytes);
  module.callMain(['a', ...switches, '/made', ...Object.keys(files)]);
  const [made] = module.FS.readdir('/').filter((name) => name.startsWith('made'));
  return Buffer.from(module.FS.readFile(`/${made}`));
}
