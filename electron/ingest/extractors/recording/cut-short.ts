import { FileEnds, FileWindow } from '../../../workers/file-window.ts';
import type { SourcePath } from '../../../workers/media-protocol.ts';

/** Boxes at the top of a file that are looked at: a long one in fragments has two for each second or so. */
const MOST_BOXES = 200_000;
/** Programs leave out what only fills up the last block. */
const PADDING = 16;
/** The object of Windows Media that says how long the file is, and bytes in which it is looked for. */
const FILE_PROPERTIES = Buffer.from('a1dcab8c47a9cf118ee400c00c205365', 'hex');
const LONGEST_ASF_HEADER = 64 * 1024;
/** Sizes from here on say that a recorder did not know, or did not come to write, how long its file was to be. */
const UNKNOWN_RIFF = 0x7fff_0000;

/**
 * How many bytes a recording's file lacks by what its container says of its own length; 0 where nothing is missing, or
 * that cannot be told.
 */
export function missingBytes(path: SourcePath, demuxer: string): number {
  const told = lengths[demuxer];
  if (!told) return 0;
  using file = new FileWindow(path);
  try {
    const missing = told(file) - file.size;
    return missing > PADDING ? missing : 0;
  } catch (error) {
    // What says how long the file is, is cut off itself; its reader says that.
    if (error instanceof FileEnds || error instanceof RangeError) return 0;
    throw error;
  }
}

/** By the names of ffmpeg's readers: the length in bytes that a file states of itself, 0 where it states none. */
const lengths: Readonly<Record<string, (file: FileWindow) => number>> = {
  mov: lengthOfBoxes,
  matroska: lengthOfSegment,
  avi: lengthOfRiff,
  wav: lengthOfRiff,
  aiff: (file) => file.read(0, 8).readUInt32BE(4) + 8,
  mxf: lengthOfPartitions,
  asf: lengthOfAsf,
  caf: lengthOfChunks,
  w64: (file) => Number(file.read(16, 8).readBigUInt64LE(0)),
};

/** Where the last box at the top ends (ISO 14496-12, 4.2). */
function lengthOfBoxes(file: FileWindow): number {
  let at = 0;
  for (let count = 0; count < MOST_BOXES && at + 8 <= file.size; count++) {
    const size = file.read(at, 8).readUInt32BE(0);
    // The last one may go on to the end, wherever that is.
    if (size === 0) return 0;
    at += size === 1 ? Number(file.read(at, 16).readBigUInt64BE(8)) : Math.max(8, size);
  }
  return at;
}

/** Where the segment ends behind EBML's header (RFC 8794); one that was recorded live does not say. */
function lengthOfSegment(file: FileWindow): number {
  const header = elementAt(file, 0);
  const segment = elementAt(file, header.end);
  return segment.isUnknown ? 0 : segment.end;
}

function elementAt(file: FileWindow, at: number): { end: number; isUnknown: boolean } {
  const idLength = Math.clz32(file.read(at, 1)[0] ?? 0) - 23;
  const first = file.read(at + idLength, 1)[0] ?? 0;
  const width = Math.clz32(first) - 23;
  if (idLength > 4 || width > 8) throw new FileEnds();
  const rest = file.read(at + idLength + 1, width - 1);
  const mask = 0xff >> width;
  const isUnknown = (first & mask) === mask && rest.every((byte) => byte === 0xff);
  const size = rest.reduce((sum, byte) => sum * 256 + byte, first & mask);
  return { end: at + idLength + width + size, isUnknown };
}

/** The blocks of RIFF one after the other: long AVI files have several (OpenDML), and long sound has its size in another one. */
function lengthOfRiff(file: FileWindow): number {
  let at = 0;
  while (at + 8 <= file.size) {
    const head = file.read(at, 8);
    if (head.toString('latin1', 0, 4) !== 'RIFF') break;
    const size = head.readUInt32LE(4);
    if (size === 0 || size >= UNKNOWN_RIFF) return 0;
    at += 8 + size + (size & 1);
  }
  return at;
}

/** Where the last chunk of Core Audio ends; that of the sound may be as long as the file. */
function lengthOfChunks(file: FileWindow): number {
  let at = 8;
  for (let count = 0; count < MOST_BOXES && at + 12 <= file.size; count++) {
    const size = Number(file.read(at, 12).readBigInt64BE(4));
    if (size < 0) return 0;
    at += 12 + size;
  }
  return at;
}

/** What the file properties of Windows Media say (ASF 3.2), unless it was sent as it was made. */
function lengthOfAsf(file: FileWindow): number {
  const head = file.read(0, Math.min(file.size, LONGEST_ASF_HEADER));
  const at = head.indexOf(FILE_PROPERTIES);
  if (at < 0 || at + 92 > head.length) return 0;
  const isLive = (head.readUInt32LE(at + 88) & 1) !== 0;
  return isLive ? 0 : Number(head.readBigUInt64LE(at + 40));
}

/** Where the last partition begins, as the first one says (SMPTE 377-1, 7.1); 0 where it was not written any more. */
function lengthOfPartitions(file: FileWindow): number {
  const first = file.read(16, 1)[0] ?? 0;
  const pack = 17 + (first > 0x80 ? first - 0x80 : 0);
  return Number(file.read(pack, 32).readBigUInt64BE(24));
}
