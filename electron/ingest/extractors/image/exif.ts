import type { PictureFacts, Taken } from '../../picture-facts.ts';
import { decodeTagText, type Ifd, TiffStructure } from './tiff-structure.ts';

/** Tags by their numbers (EXIF 3.0, TIFF 6.0, and what Windows and Adobe add to them). */
const tag = {
  description: 0x010e,
  make: 0x010f,
  model: 0x0110,
  orientation: 0x0112,
  modified: 0x0132,
  artist: 0x013b,
  rating: 0x4746,
  copyright: 0x8298,
  exif: 0x8769,
  gps: 0x8825,
  exposure: 0x829a,
  aperture: 0x829d,
  iso: 0x8827,
  taken: 0x9003,
  digitized: 0x9004,
  zone: 0x9010,
  takenZone: 0x9011,
  digitizedZone: 0x9012,
  comment: 0x9286,
  focalLength: 0x920a,
  fraction: 0x9290,
  takenFraction: 0x9291,
  lensMake: 0xa433,
  lens: 0xa434,
  windowsTitle: 0x9c9b,
  windowsComment: 0x9c9c,
  windowsKeywords: 0x9c9e,
  colourSpace: 0xa001,
  interoperability: 0xa005,
} as const;

/** What the EXIF of a picture says. */
export function exifFacts(bytes: Buffer): PictureFacts {
  const tiff = TiffStructure.of(withoutName(bytes));
  const main = tiff?.chain()[0];
  return tiff && main ? factsOf(tiff, main, tiff.below(main, tag.exif)[0] ?? main, tiff.below(main, tag.gps)[0]) : {};
}

/** EXIF that lies in several blocks, as Canon's CR3 has it: what TIFF has in its main, EXIF and GPS directories. */
export function exifFactsOfParts(parts: { main?: Buffer; exif?: Buffer; gps?: Buffer }): PictureFacts {
  const open = (bytes: Buffer | undefined) => {
    const tiff = bytes && TiffStructure.of(bytes);
    const [ifd] = tiff?.chain() ?? [];
    return tiff && ifd ? { tiff, ifd } : undefined;
  };
  const [main, exif, gps] = [open(parts.main), open(parts.exif), open(parts.gps)];
  return {
    ...(main && mainFacts(main.tiff, main.ifd)),
    ...(exif && exposureFacts(exif.tiff, exif.ifd)),
    ...(gps && positionOf(gps.tiff, gps.ifd)),
  };
}

/** Whether a picture without a profile says that its colours are those of Adobe RGB (DCF 2.0, optional colour space). */
export function saysAdobeRgb(bytes: Buffer): boolean {
  const tiff = TiffStructure.of(withoutName(bytes));
  const main = tiff?.chain()[0];
  const exif = tiff && main && tiff.below(main, tag.exif)[0];
  if (!tiff || !exif) return false;
  const [interoperability] = tiff.below(exif, tag.interoperability);
  return (
    tiff.number(exif, tag.colourSpace) === 2 ||
    (interoperability !== undefined && tiff.text(interoperability, 1) === 'R03')
  );
}

/** Some containers put the name of the block before it. */
function withoutName(bytes: Buffer): Buffer {
  return bytes.subarray(0, 4).toString('latin1') === 'Exif' ? bytes.subarray(6) : bytes;
}

function factsOf(tiff: TiffStructure, main: Ifd, exif: Ifd, gps: Ifd | undefined): PictureFacts {
  return { ...mainFacts(tiff, main), ...exposureFacts(tiff, exif), ...(gps && positionOf(tiff, gps)) };
}

function mainFacts(tiff: TiffStructure, main: Ifd): PictureFacts {
  const keywords = utf16(main, tag.windowsKeywords)
    .split(';')
    .map((word) => word.trim());
  const modified = timeOf(tiff.text(main, tag.modified), '', '');
  const orientation = tiff.number(main, tag.orientation);
  return known({
    title: utf16(main, tag.windowsTitle),
    caption: tiff.text(main, tag.description) || utf16(main, tag.windowsComment),
    keywords: keywords.filter(Boolean),
    rating: ratingOf(tiff.number(main, tag.rating)),
    camera: cameraOf(tiff.text(main, tag.make), tiff.text(main, tag.model)),
    creator: tiff.text(main, tag.artist),
    copyright: tiff.text(main, tag.copyright),
    taken: modified,
    orientation: orientation !== undefined && orientation >= 1 && orientation <= 8 ? orientation : undefined,
  });
}

function exposureFacts(tiff: TiffStructure, exif: Ifd): PictureFacts {
  const taken =
    timeOf(tiff.text(exif, tag.taken), tiff.text(exif, tag.takenZone), tiff.text(exif, tag.takenFraction)) ??
    timeOf(tiff.text(exif, tag.digitized), tiff.text(exif, tag.digitizedZone), '');
  const positive = (name: number) => {
    const value = tiff.number(exif, name);
    return value !== undefined && value > 0 ? value : undefined;
  };
  const comment = userComment(exif);
  return known({
    exposure: positive(tag.exposure),
    aperture: positive(tag.aperture),
    iso: positive(tag.iso),
    focalLength: positive(tag.focalLength),
    lens: tiff.text(exif, tag.lens),
    taken,
    ...(comment !== '' && { caption: comment }),
  });
}

/** The camera by its maker and model; many models begin with the maker's name. */
export function cameraOf(make: string, model: string): string {
  const maker = make.split(/[\s,]/)[0]?.toLowerCase() ?? '';
  return maker !== '' && model.toLowerCase().startsWith(maker) ? model : [make, model].filter(Boolean).join(' ');
}

/** Stars, of which Windows and Adobe count up to five. */
export function ratingOf(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) && value >= -1 && value <= 5 ? Math.round(value) : undefined;
}

/** A time as EXIF writes it: `2024:05:01 10:00:00`, its zone and fraction apart. Zeros and blanks are none. */
function timeOf(text: string, zone: string, fraction: string): Taken | undefined {
  const parts = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(text);
  if (!parts || Number(parts[1]) === 0 || Number(parts[2]) === 0) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const decimals = /^\d{1,3}/.exec(fraction)?.[0];
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}${decimals === undefined ? '' : `.${decimals.padEnd(3, '0')}`}`;
  if (!Number.isFinite(new Date(local).getTime())) return undefined;
  return { local, zone: /^[+-]\d\d:\d\d$/.test(zone) ? zone : '' };
}

function positionOf(tiff: TiffStructure, gps: Ifd): PictureFacts {
  const degrees = (name: number, reference: number) => {
    const [whole, minutes = 0, seconds = 0] = tiff.numbers(gps, name);
    const value = (whole ?? Number.NaN) + minutes / 60 + seconds / 3600;
    return /^[SW]/i.test(tiff.text(gps, reference)) ? -value : value;
  };
  const [latitude, longitude] = [degrees(2, 1), degrees(4, 3)];
  const altitude = tiff.number(gps, 6);
  return known({
    position: positionAt(latitude, longitude),
    altitude: altitude === undefined ? undefined : tiff.number(gps, 5) === 1 ? -altitude : altitude,
  });
}

/** A position on the globe; what lies off it, and 0° 0° where receivers without a fix are, is none. */
export function positionAt(latitude: number, longitude: number): PictureFacts['position'] | undefined {
  const real = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && (latitude !== 0 || longitude !== 0);
  return real ? { latitude, longitude } : undefined;
}

/** UserComment begins with the name of its encoding. */
function userComment(exif: Ifd): string {
  const bytes = exif.get(tag.comment)?.bytes;
  if (!bytes || bytes.length <= 8) return '';
  const body = bytes.subarray(8);
  const name = bytes.subarray(0, 8).toString('latin1');
  if (name.startsWith('UNICODE'))
    return body[0] === 0 ? swapped(body) : body.toString('utf16le').replaceAll('\0', '').trim();
  if (name.startsWith('JIS')) return new TextDecoder('iso-2022-jp').decode(body).replaceAll('\0', '').trim();
  return decodeTagText(body).replaceAll('\0', '').trim();
}

function swapped(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le')
    .replaceAll('\0', '')
    .trim();
}

function utf16(ifd: Ifd, name: number): string {
  return (ifd.get(name)?.bytes ?? Buffer.alloc(0))
    .toString('utf16le')
    .replace(/\0[\s\S]*$/, '')
    .trim();
}

/** Facts without the fields that were not stated. */
export function known(facts: { [Key in keyof PictureFacts]: PictureFacts[Key] | undefined }): PictureFacts {
  return Object.fromEntries(
    Object.entries(facts).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  ) as PictureFacts;
}
