import { fieldText, numberText, type PictureHeader, timecodeText } from './picture-header.ts';

/** Bytes of the header (SMPTE 268M), of which the first three parts are always there. */
const HEADER = 2048;
const LEAST_HEADER = 1664;
/** What fields hold that nobody filled in. */
const UNDEFINED = 0xffffffff;

/** Image elements by their descriptor, and what their values mean by their transfer characteristic (tables 1 and 5A). */
const descriptors: Readonly<Record<number, string>> = {
  1: 'red',
  2: 'green',
  3: 'blue',
  4: 'alpha',
  6: 'luma',
  7: 'chroma',
  8: 'depth',
  50: 'RGB',
  51: 'RGBA',
  52: 'ABGR',
  100: 'YCbCr 4:2:2',
  101: 'YCbCr 4:2:2 with alpha',
  102: 'YCbCr 4:4:4',
  103: 'YCbCr 4:4:4 with alpha',
};
const transfers: Readonly<Record<number, string>> = {
  1: 'printing density',
  2: 'linear',
  3: 'logarithmic',
  5: 'SMPTE 274M',
  6: 'BT.709',
  7: 'BT.601 (625 lines)',
  8: 'BT.601 (525 lines)',
  9: 'NTSC',
  10: 'PAL',
};

/** What a frame in DPX says of itself: how it was scanned or filmed, its time code, and the film that it is of. */
export function dpxHeader(head: Buffer, size: number): PictureHeader | undefined {
  const order = head.toString('latin1', 0, 4);
  if (head.length < LEAST_HEADER || (order !== 'SDPX' && order !== 'XPDS')) return undefined;
  const isBig = order === 'SDPX';
  const told = isBig ? head.readUInt32BE(4) : head.readUInt32LE(4);
  // The parts for film and television are missing where the pixels begin before them.
  const bytes = Buffer.alloc(HEADER, 0xff);
  head.copy(bytes, 0, 0, Math.min(HEADER, Math.max(LEAST_HEADER, told)));
  const long = (at: number) => (isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
  const real = (at: number) => (isBig ? bytes.readFloatBE(at) : bytes.readFloatLE(at));
  const text = (at: number, length: number) => fieldText(bytes, at, length);
  const code = (at: number) => ([0, UNDEFINED].includes(long(at)) ? '' : timecodeText(long(at)));
  const count = (at: number) => (long(at) === UNDEFINED ? '' : numberText(long(at)));
  const [width, height] = [long(772), long(776)];
  if (width === 0 || height === 0 || width > 1e6 || height > 1e6) return undefined;
  const [name, creator, project, copyright] = [text(36, 100), text(160, 100), text(260, 200), text(460, 200)];
  const [source, device, serial] = [text(1432, 100), text(1556, 32), text(1588, 32)];
  const [frameId, slate, format, element] = [text(1732, 32), text(1764, 100), text(1680, 32), text(820, 32)];
  const samples = [descriptors[bytes[800] ?? 0] ?? '', `${bytes[803]} bits`, transfers[bytes[801] ?? 0] ?? ''];
  const taken = timeOf(text(1532, 24)) ?? timeOf(text(136, 24));
  return {
    width,
    height,
    damaged: isCutShort(long(16), size),
    rows: [
      ['Samples', samples.filter((part) => part !== '').join(', ')],
      ['Time code', code(1920)],
      ['Frame rate', numberText(real(1724), ' frames/s') || numberText(real(1940), ' frames/s')],
      ['Frame', count(1712)],
      ['Frames of the sequence', count(1716)],
      ['Shutter', numberText(real(1728), '°')],
      ['Film edge code', edgeCode(text)],
      ['Film format', format],
      ['Frame name', frameId],
      ['Slate', slate],
      ['Project', project],
      ['Creator', creator],
      ['Input device', device],
      ['Serial number', serial],
      ['Source', source],
      ['Stored as', name],
      ['Element', element],
    ],
    facts: {
      ...(copyright && { copyright }),
      ...(taken && { taken }),
    },
    words: [project, slate, frameId, source, name, device, format, element],
  };
}

function isCutShort(told: number, size: number): boolean {
  return told !== UNDEFINED && told > size;
}

/** The code on a film's edge: manufacturer, type, offset in perforations, prefix and count (SMPTE 254). */
function edgeCode(text: (at: number, length: number) => string): string {
  const parts = [text(1664, 2), text(1666, 2), text(1670, 6), text(1676, 4)].filter((part) => part !== '');
  const offset = text(1668, 2);
  const isEmpty = /^0*$/.test(parts.join(''));
  return isEmpty ? '' : `${parts.join(' ')}${offset === '' ? '' : `+${offset}`}`;
}

/** A time as DPX writes it, `2024:05:01:10:00:00` with the zone behind it, as in `CEST`, `+02` or `Z`. */
function timeOf(text: string): { local: string; zone: string } | undefined {
  const found = /^(\d{4})[:/-](\d\d)[:/-](\d\d)[:T ](\d\d):(\d\d):(\d\d)\s*([+-]\d\d)?:?(\d\d)?(Z|GMT|UTC)?/i.exec(
    text,
  );
  if (!found || Number(found[1]) < 1900) return undefined;
  const [, year, month, day, hour, minute, second, zone, minutes = '00', isUtc] = found;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (!Number.isFinite(Date.parse(local))) return undefined;
  return { local, zone: zone ? `${zone}:${minutes}` : isUtc ? 'Z' : '' };
}
