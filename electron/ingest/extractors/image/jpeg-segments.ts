import type { Size } from './pixels.ts';

const START = 0xd8;
const SCAN = 0xda;
const END = 0xd9;
const EXIF = 0xe1;
const PROFILE = 0xe2;
/** Frames that decoders read: baseline, extended and progressive. 0xc3 is lossless, which is a sensor’s own data. */
const shownFrames = new Set([0xc0, 0xc1, 0xc2]);

interface Segment {
  marker: number;
  /** What follows its length. */
  content: Buffer;
}

/** The segments of a JPEG up to its scan; what is no JPEG has none. */
function* segments(bytes: Buffer): Generator<Segment> {
  if (bytes[0] !== 0xff || bytes[1] !== START) return;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === SCAN || marker === END) return;
    const length = bytes.readUInt16BE(at + 2);
    yield { marker, content: bytes.subarray(at + 4, at + 2 + length) };
    at += 2 + length;
  }
}

/** The size of a JPEG that can be shown; undefined for another one, and for what is none. */
export function jpegSize(bytes: Buffer): Size | undefined {
  for (const { marker, content } of segments(bytes)) {
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (!isFrame) continue;
    if (!shownFrames.has(marker) || content.length < 6 || content[0] !== 8) return undefined;
    return { width: content.readUInt16BE(3), height: content.readUInt16BE(1) };
  }
  return undefined;
}

/** Whether a JPEG says by itself how it lies. */
export function hasExif(bytes: Buffer): boolean {
  return [...segments(bytes)].some(
    ({ marker, content }) => marker === EXIF && content.toString('latin1', 0, 4) === 'Exif',
  );
}

/** A JPEG that says how it lies, as what it was taken out of said. */
export function withOrientation(jpeg: Buffer, orientation: number): Buffer {
  const content = Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0', 'latin1');
  content.writeUInt16BE(orientation, 24);
  return withSegment(jpeg, EXIF, content);
}

/** A JPEG with a colour profile, which is to be short. */
export function withProfile(jpeg: Buffer, profile: Buffer): Buffer {
  return withSegment(jpeg, PROFILE, Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), profile]));
}

function withSegment(jpeg: Buffer, marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, START, 0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 4);
  return Buffer.concat([head, content, jpeg.subarray(2)]);
}
