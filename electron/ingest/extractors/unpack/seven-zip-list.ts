import { readSync } from 'node:fs';

/** A file as 7-Zip lists it. */
export interface ListedFile {
  path: string;
  /** Bytes that it says it unpacks to; 0 where it does not say. */
  size: number;
  encrypted: boolean;
}

/** What follows the signature and version of a 7z file: where its header lies, and how long it is (7zFormat.txt). */
const HEADER_PLACE = 12;
const SIGNATURE_HEADER = 32;
const LONGEST_HEADER = 1 << 20;
/** The header's first byte where it is packed, and in what tells how: the coder 7zAES. */
const ENCODED_HEADER = 0x17;
const AES_CODER = Buffer.from([0x06, 0xf1, 0x07, 0x01]);

/** The files in what 7-Zip says with `l -slt -ba`: blocks of lines "Key = value", folders among them. */
export function listedFiles(lines: readonly string[]): ListedFile[] {
  const files: ListedFile[] = [];
  let current: ListedFile | undefined;
  for (const line of lines) {
    const [, key, value = ''] = /^(Path|Size|Attributes|Folder|Encrypted) = (.*)$/.exec(line) ?? [];
    // A compressed file has no path, and a size alone.
    if (key === 'Path' || (key === 'Size' && !current)) {
      current = { path: key === 'Path' ? value : '', size: 0, encrypted: false };
      files.push(current);
    }
    if (!current) continue;
    if (key === 'Size') current.size = Number(value) || 0;
    else if (key === 'Encrypted') current.encrypted = value === '+';
    else if ((key === 'Attributes' && value.startsWith('D')) || (key === 'Folder' && value === '+')) files.pop();
  }
  return files;
}

/** Whether a 7z file's list of names is encrypted: without its password, whatever is made of it is noise. */
export function hidesNames(handle: number): boolean {
  const start = Buffer.alloc(SIGNATURE_HEADER);
  readSync(handle, start, 0, start.length, 0);
  if (start.toString('latin1', 0, 2) !== '7z') return false;
  const [offset, size] = [start.readBigUInt64LE(HEADER_PLACE), start.readBigUInt64LE(HEADER_PLACE + 8)];
  if (size > LONGEST_HEADER || offset > Number.MAX_SAFE_INTEGER) return false;
  const header = Buffer.alloc(Number(size));
  readSync(handle, header, 0, header.length, SIGNATURE_HEADER + Number(offset));
  return header[0] === ENCODED_HEADER && header.includes(AES_CODER);
}
