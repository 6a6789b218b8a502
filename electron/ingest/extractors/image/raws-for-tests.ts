/** An entry of a directory: its tag, and numbers, a text, or another directory that it points to. */
export type TestEntry = readonly [tag: number, value: number | string | Buffer | TestDirectory];
export type TestDirectory = readonly TestEntry[];

/** A TIFF of little-endian directories, one after the other, with anything placed in it by `Buffer`. */
export function tiffOf(directories: readonly TestDirectory[], mark = 'II*\0'): Buffer {
  const head = Buffer.alloc(8);
  head.write(mark, 0, 'latin1');
  const parts: Buffer[] = [head];
  let size = 8;
  const append = (bytes: Buffer) => {
    const at = size;
    parts.push(bytes);
    size += bytes.length;
    return at;
  };
  const write = (directory: TestDirectory): { at: number; bytes: Buffer } => {
    const bytes = Buffer.alloc(2 + directory.length * 12 + 4);
    // Written to when the places of what follows it are known.
    const at = append(bytes);
    bytes.writeUInt16LE(directory.length, 0);
    directory.forEach(([tag, value], index) => {
      const entry = 2 + index * 12;
      bytes.writeUInt16LE(tag, entry);
      if (typeof value === 'number') {
        bytes.writeUInt16LE(4, entry + 2);
        bytes.writeUInt32LE(1, entry + 4);
        bytes.writeUInt32LE(value, entry + 8);
      } else if (typeof value === 'string' || Buffer.isBuffer(value)) {
        const content = typeof value === 'string' ? Buffer.from(`${value}\0`) : value;
        bytes.writeUInt16LE(typeof value === 'string' ? 2 : 7, entry + 2);
        bytes.writeUInt32LE(content.length, entry + 4);
        if (content.length <= 4) content.copy(bytes, entry + 8);
        else bytes.writeUInt32LE(append(content), entry + 8);
      } else {
        bytes.writeUInt16LE(4, entry + 2);
        bytes.writeUInt32LE(1, entry + 4);
        bytes.writeUInt32LE(write(value).at, entry + 8);
      }
    });
    return { at, bytes };
  };
  let link: { bytes: Buffer; at: number } = { bytes: head, at: 4 };
  for (const directory of directories) {
    const { at, bytes } = write(directory);
    link.bytes.writeUInt32LE(at, link.at);
    link = { bytes, at: bytes.length - 4 };
  }
  return Buffer.concat(parts);
}

/** A TIFF whose first directory points by two numbers to bytes that lie behind all directories. */
export function tiffAround(
  content: Buffer,
  directoriesFor: (offset: number, length: number) => readonly TestDirectory[],
  mark?: string,
): Buffer {
  const { length: offset } = tiffOf(directoriesFor(0, content.length), mark);
  return Buffer.concat([tiffOf(directoriesFor(offset, content.length), mark), content]);
}

/** A box of ISO 14496-12. */
export function boxOf(type: string, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}
