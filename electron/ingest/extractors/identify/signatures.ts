import { isPcx, isXwd } from '../image/header/simple-headers.ts';
import { isNetpbm } from '../image/netpbm.ts';
import { isRadiance } from '../image/radiance.ts';

interface Signature {
  mime: string;
  offset: number;
  bytes: readonly number[];
}

const at = (offset: number, mime: string, ...bytes: readonly (number | string)[]): Signature => ({
  mime,
  offset,
  bytes: bytes.flatMap((part) => (typeof part === 'number' ? [part] : [...Buffer.from(part, 'latin1')])),
});
const starts = (mime: string, ...bytes: readonly (number | string)[]) => at(0, mime, ...bytes);

/**
 * First bytes of formats that the file-type library does not tell, mostly from old programs.
 * By the signatures of PRONOM (The National Archives) and the formats' own specifications.
 */
const signatures: readonly Signature[] = [
  starts('application/vnd.wordperfect', 0xff, 'WPC'),
  starts('application/vnd.wordperfect', 0xcb, 0x0a, 0x01),
  starts('application/x-ami-pro', '[ver]'),
  starts('application/vnd.lotus-wordpro', 'WordPro'),
  starts('application/x-ibm-dca', 0x00, 0x05, 0xe1, 0x03),
  starts('application/x-ibm-dca', 0x2b, 0xd2, 0x04),
  starts('application/x-wordstar', 0x1d, 0x7d, 0x00, 0x00),
  starts('application/x-word-dos', 0x31, 0xbe, 0x00, 0x00),
  starts('application/x-word-dos', 0x32, 0xbe, 0x00, 0x00),
  starts('application/msword', 0x9b, 0xa5, 0x21, 0x00),
  starts('application/msword', 0xdb, 0xa5),
  starts('application/msword', 0xfe, 0x32),
  starts('application/msword', 0xfe, 0x34),
  starts('application/msword', 0xfe, 0x37, 0x00),
  starts('application/x-ms-works', 0x01, 0xfe, 0x00),
  starts('application/x-ms-works', 0xff, 0x00, 0x02, 0x00, 0x04, 0x04),
  starts('application/x-ms-works', 0x20, 0x54, 0x02, 0x00),
  at(4, 'application/x-appleworks', 'BOBO'),
  starts('application/x-framemaker', '<MakerFile'),
  starts('application/x-framemaker', '<MIFFile'),
  at(2, 'application/x-quark-xpress', 'MMXPR'),
  at(2, 'application/x-quark-xpress', 'IIXPR'),
  starts('application/x-mspublisher', 0xe7, 0xac, 0x2c, 0x00),
  starts('application/vnd.lotus-1-2-3', 0x00, 0x00, 0x02, 0x00, 0x06, 0x04),
  starts('application/vnd.lotus-1-2-3', 0x00, 0x00, 0x02, 0x00, 0x04, 0x04),
  starts('application/vnd.lotus-1-2-3', 0x00, 0x00, 0x02, 0x00, 0x05, 0x04),
  starts('application/vnd.lotus-1-2-3', 0x00, 0x00, 0x1a, 0x00),
  starts('application/x-quattro-pro', 0x00, 0x00, 0x02, 0x00, 0x20, 0x51),
  starts('application/x-quattro-pro', 0x00, 0x00, 0x02, 0x00, 0x21, 0x51),
  starts('application/x-quattro-pro', 0x00, 0x00, 0x02, 0x00, 0x01, 0x10),
  starts('application/x-quattro-pro', 0x00, 0x00, 0x02, 0x00, 0x02, 0x10),
  starts('application/x-quattro-pro', 0x00, 0x00, 0x02, 0x00, 0x07, 0x10),
  starts('application/vnd.ms-excel', 0x09, 0x00, 0x04, 0x00),
  starts('application/vnd.ms-excel', 0x09, 0x02, 0x06, 0x00),
  starts('application/vnd.ms-excel', 0x09, 0x04, 0x06, 0x00),
  starts('application/vnd.ms-excel', 0x09, 0x08, 0x08, 0x00),
  starts('application/vnd.ms-excel', 0x09, 0x08, 0x10, 0x00),
  starts('application/vnd.ms-powerpoint', 0xed, 0xde, 0xad, 0x0b),
  starts('application/vnd.ms-powerpoint', 0x0b, 0xad, 0xde, 0xed),
  at(4, 'application/x-msaccess', 'Standard Jet DB'),
  at(4, 'application/x-msaccess', 'Standard ACE DB'),
  at(14, 'application/x-filemaker', 'HBAM7'),
  starts('application/x-outlook-pst', '!BDN'),
  starts('application/vnd.ms-tnef', 0x78, 0x9f, 0x3e, 0x22),
  starts('application/x-outlook-express', 0xcf, 0xad, 0x12, 0xfe),
  starts('application/x-stuffit', 'SIT!'),
  starts('application/x-stuffit', 'StuffIt '),
  starts('application/x-appledouble', 0x00, 0x05, 0x16, 0x00),
  starts('application/x-appledouble', 0x00, 0x05, 0x16, 0x07),
  starts('application/x-ds-store', 0x00, 0x00, 0x00, 0x01, 'Bud1'),
  starts('application/winhlp', 0x3f, 0x5f, 0x03, 0x00),
  starts('application/x-ms-reader', 'ITOLITLS'),
  at(60, 'application/x-palm-document', 'TEXtREAd'),
  at(60, 'application/x-ereader-book', 'PNRdPPrs'),
  starts('application/x-sony-bbeb', 'L', 0x00, 'R', 0x00, 'F', 0x00),
  starts('application/x-topaz-ebook', 'TPZ'),
  starts('image/vnd.djvu', 'AT&TFORM'),
  starts('image/wmf', 0xd7, 0xcd, 0xc6, 0x9a),
  at(40, 'image/emf', ' EMF'),
  starts('image/x-sgi', 0x01, 0xda, 0x01),
  starts('image/x-sgi', 0x01, 0xda, 0x00),
  starts('image/x-sun-raster', 0x59, 0xa6, 0x6a, 0x95),
  starts('image/x-dpx', 'SDPX'),
  starts('image/x-dpx', 'XPDS'),
  starts('image/x-cineon', 0x80, 0x2a, 0x5f, 0xd7),
  starts('image/x-cineon', 0xd7, 0x5f, 0x2a, 0x80),
  starts('image/x-exr', 0x76, 0x2f, 0x31, 0x01),
  at(2048, 'image/x-photo-cd', 'PCD_IPI'),
  starts('image/fits', 'SIMPLE  ='),
  starts('image/vnd-ms.dds', 'DDS ', 0x7c, 0x00, 0x00, 0x00),
  starts('image/x-qoi', 'qoif', 0x00),
  starts('image/x-portable-floatmap', 'PF\n'),
  starts('image/x-portable-floatmap', 'Pf\n'),
  starts('image/x-panasonic-rw2', 'IIU', 0x00),
  starts('image/x-olympus-orf', 'IIRO', 0x08, 0x00),
  starts('image/x-olympus-orf', 'IIRS', 0x08, 0x00),
  starts('image/x-olympus-orf', 'MMOR', 0x00, 0x00),
  starts('image/j2c', 0xff, 0x4f, 0xff, 0x51),
  // The header block of a DV sequence, of 525 or 625 lines (IEC 61834-2).
  starts('video/x-dv', 0x1f, 0x07, 0x00, 0x3f),
  starts('video/x-dv', 0x1f, 0x07, 0x00, 0xbf),
  // Wave files above 4 GB (EBU Tech 3306), and Sony's.
  starts('audio/wav', 'RF64'),
  starts('audio/x-w64', 'riff', 0x2e, 0x91, 0xcf, 0x11),
  starts('audio/basic', '.snd', 0x00),
  starts('audio/x-tta', 'TTA1'),
  starts('audio/vnd.dts', 0x7f, 0xfe, 0x80, 0x01),
  starts('audio/vnd.dts', 0xfe, 0x7f, 0x01, 0x80),
  // A map packet of GXF (SMPTE 360M).
  starts('video/x-gxf', 0x00, 0x00, 0x00, 0x00, 0x01, 0xbc),
  starts('video/x-nut', 'nut/multimedia container'),
  starts('video/x-wtv', 0xb7, 0xd8, 0x00, 0x20, 0x37, 0x49, 0xda, 0x11, 0xa6, 0x4e),
  starts('video/x-lxf', 'LEITCH', 0x00, 0x00),
  // Streams without a container begin with how they are coded, or with a mark between frames (ITU-T H.264 and H.265).
  ...[0x09, 0x27, 0x47, 0x67].map((unit) => starts('video/h264', 0x00, 0x00, 0x00, 0x01, unit)),
  ...[0x40, 0x46].map((unit) => starts('video/h265', 0x00, 0x00, 0x00, 0x01, unit, 0x01)),
  at(4, 'audio/vnd.dolby.mlp', 0xf8, 0x72, 0x6f, 0xba),
  at(4, 'audio/x-mlp', 0xf8, 0x72, 0x6f, 0xbb),
  starts('image/x-arriraw', 'ARRI', 0x12, 0x34, 0x56, 0x78),
  starts('image/x-arriraw', 'ARRI', 0x78, 0x56, 0x34, 0x12),
  starts('application/x-dvd-ifo', 'DVDVIDEO-VMG', 0x00),
  starts('application/x-dvd-ifo', 'DVDVIDEO-VTS', 0x00),
  // What lies in each folder of a Blu-ray disc or an AVCHD card beside its recordings.
  ...['INDX', 'MOBJ', 'MPLS', 'HDMV'].flatMap((kind) =>
    ['0100', '0200', '0300'].map((version) => starts('application/x-bluray-list', kind, version, 0x00)),
  ),
  starts('video/x-ivf', 'DKIF'),
  starts('video/x-yuv4mpeg', 'YUV4MPEG2 '),
  starts('application/x-warc', 'WARC/'),
  starts('application/x-arc-web', 'filedesc://'),
  starts('application/x-expert-witness', 'EVF\t\r\n', 0xff, 0x00),
  starts('application/x-vmdk', 'KDMV'),
  starts('application/x-qcow', 'QFI', 0xfb),
  starts('application/x-hdf', 0x89, 'HDF'),
  starts('application/x-hdf', 0x0e, 0x03, 0x13, 0x01),
  starts('application/x-netcdf', 'CDF', 0x01),
  starts('application/x-netcdf', 'CDF', 0x02),
  starts('application/x-matlab', 'MATLAB 5.0'),
];

/** LZMA without a container begins with its properties, the size of its dictionary, and of what is in it, or none. */
function isLzma(head: Buffer): boolean {
  if (head.length < 14 || head[0] !== 0x5d || head[13] !== 0) return false;
  const dictionary = head.readUInt32LE(1);
  const isPower = dictionary >= 4096 && (dictionary & (dictionary - 1)) === 0;
  return isPower && (head.readBigUInt64LE(5) === 2n ** 64n - 1n || head.readUInt16LE(11) === 0);
}

/** Tables of dBase and its kin have no magic number: a version, a date and the size of their own header. */
function isDbase(head: Buffer): boolean {
  if (head.length < 32) return false;
  const [version, , month, day] = head;
  const versions = [0x03, 0x04, 0x30, 0x31, 0x43, 0x63, 0x83, 0x8b, 0xcb, 0xf5];
  const fields = (head.readUInt16LE(8) - 33) / 32;
  return (
    versions.includes(version ?? 0) &&
    (month ?? 0) >= 1 &&
    (month ?? 0) <= 12 &&
    (day ?? 0) >= 1 &&
    (day ?? 0) <= 31 &&
    fields >= 1 &&
    fields <= 1024 &&
    head[head.readUInt16LE(8) - 1] === 0x0d
  );
}

/** A clip of REDCODE begins with the size of its first block, which is small. */
function isRedcode(head: Buffer): boolean {
  return head[0] === 0 && head[1] === 0 && /^RED[12]$/.test(head.toString('latin1', 4, 8));
}

/** Subtitles of Blu-ray discs: a mark, two times of four bytes, and the segment that says what is shown. */
function isPgs(head: Buffer): boolean {
  return head.toString('latin1', 0, 2) === 'PG' && head.length > 13 && head[10] === 0x16 && head.readUInt16BE(11) >= 11;
}

/** The type that the first bytes of an old format tell; undefined where none does. */
export function typeBySignature(head: Buffer): string | undefined {
  const found = signatures.find(({ offset, bytes }) => bytes.every((byte, index) => head[offset + index] === byte));
  if (found) return found.mime;
  if (isPcx(head)) return 'image/x-pcx';
  if (isXwd(head)) return 'image/x-xwindowdump';
  if (/^FORM[\s\S]{4}(?:ILBM|PBM )/.test(head.toString('latin1', 0, 12))) return 'image/x-ilbm';
  if (isRadiance(head)) return 'image/vnd.radiance';
  if (isNetpbm(head)) return 'image/x-portable-anymap';
  if (isPgs(head)) return 'application/x-pgs';
  if (isRedcode(head)) return 'video/x-red-r3d';
  if (isDbase(head)) return 'application/x-dbf';
  return isLzma(head) ? 'application/x-lzma' : undefined;
}
