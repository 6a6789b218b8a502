import { readFile } from 'node:fs/promises';
import exifr from 'exifr';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { messageOf } from '../../../../shared/errors.ts';
import type { Extraction, Identity, Refusal, SourcePath } from '../../../workers/media-protocol.ts';

const ENGINE = { engine: 'sharp', engineVersion: '1' };
/** Pages of a multi-page TIFF that are read at most. */
const PAGES_READ = 500;

/** Formats that are pictures and that sharp does not decode. */
const undecodable: Record<string, string> = {
  'image/jp2': 'JPEG 2000',
  'image/jpx': 'JPEG 2000',
  'image/jpm': 'JPEG 2000',
  'image/j2c': 'JPEG 2000',
  'image/heic': 'HEIC',
  'image/heif': 'HEIC',
  'image/heic-sequence': 'HEIC',
  'image/vnd.adobe.photoshop': 'Photoshop',
  'image/bmp': 'Windows bitmap',
  'image/x-icon': 'Windows icon',
  'image/jxl': 'JPEG XL',
  'image/x-canon-cr2': 'camera raw (CR2)',
  'image/x-canon-cr3': 'camera raw (CR3)',
  'image/x-nikon-nef': 'camera raw (NEF)',
  'image/x-sony-arw': 'camera raw (ARW)',
  'image/x-adobe-dng': 'camera raw (DNG)',
  'image/x-fujifilm-raf': 'camera raw (RAF)',
  'image/x-olympus-orf': 'camera raw (ORF)',
  'image/x-panasonic-rw2': 'camera raw (RW2)',
};

/** A picture as sharp decodes it: broken ends are tolerated, decompression bombs are not. */
export async function openImage(path: SourcePath, page?: number): Promise<Sharp> {
  const bytes = await readFile(typeof path === 'string' ? path : Buffer.from(path));
  return sharp(bytes, {
    failOn: 'none',
    limitInputPixels: 1_000_000_000,
    ...(page === undefined ? {} : { page: page - 1 }),
  });
}

/** Size, metadata and caption of a picture; its text is OCR's concern. */
export async function extractImage(path: SourcePath, identity: Identity): Promise<Extraction | Refusal> {
  const format = undecodable[identity.mime];
  if (format !== undefined)
    return {
      refused: 'unsupported',
      reason: `There is no reader for ${format} pictures yet; save it as JPEG, PNG or TIFF.`,
    };
  let image: Metadata;
  try {
    const opened = await openImage(path);
    image = await opened.metadata();
    // The header alone proves nothing: a picture that cannot be decoded is no picture.
    await opened.clone().resize(16, 16, { fit: 'inside' }).raw().toBuffer();
  } catch (error) {
    return { refused: 'failed', reason: `The picture cannot be decoded: ${plainReason(error)}.` };
  }
  const sideways = (image.orientation ?? 1) >= 5;
  const [width, height] = sideways ? [image.height, image.width] : [image.width, image.height];
  const pages = image.format === 'tiff' ? (image.pages ?? 1) : 1;
  const tags = await readTags(path, identity.mime);
  const caption = captionOf(tags);
  return {
    ...ENGINE,
    title: text(tags.title) || text(tags.ObjectName),
    date: dateOf(tags),
    width,
    height,
    pages: pages > 1 ? pages : 0,
    metadata: metadataRows(tags),
    content: { type: 'none' },
    passages: caption === '' ? [] : [{ text: caption, anchor: { type: 'asset' } }],
    pagesForOcr: Array.from({ length: Math.min(pages, PAGES_READ) }, (_, index) => index + 1),
  };
}

type Tags = Record<string, unknown>;

/** EXIF, IPTC and XMP by their names; empty where there are none or they are broken. */
async function readTags(path: SourcePath, mime: string): Promise<Tags> {
  if (mime === 'image/svg+xml') return {};
  try {
    const bytes = await readFile(typeof path === 'string' ? path : Buffer.from(path));
    const tags: unknown = await exifr.parse(bytes, {
      tiff: true,
      exif: true,
      gps: true,
      iptc: true,
      xmp: true,
      icc: false,
      translateValues: true,
      reviveValues: true,
    });
    return (tags ?? {}) as Tags;
  } catch {
    return {};
  }
}

function captionOf(tags: Tags): string {
  const keywords = [tags.Keywords, tags.subject].flat().map(text).filter(Boolean);
  const parts = [
    text(tags.title),
    text(tags.Headline),
    text(tags.ImageDescription),
    text(tags.description),
    text(tags.Caption),
    text(tags.UserComment),
    keywords.join(', '),
  ];
  return [...new Set(parts.filter(Boolean))].join('\n');
}

function metadataRows(tags: Tags): Extraction['metadata'] {
  const number = (name: string) => (typeof tags[name] === 'number' ? (tags[name] as number) : undefined);
  const exposure = number('ExposureTime');
  const [latitude, longitude] = [number('latitude'), number('longitude')];
  const rows: [string, string][] = [
    ['Camera', [text(tags.Make), text(tags.Model)].filter(Boolean).join(' ')],
    ['Lens', text(tags.LensModel)],
    ['Taken', dateOf(tags) === null ? '' : new Date(dateOf(tags) ?? 0).toISOString().slice(0, 16).replace('T', ' ')],
    ['Exposure', exposure === undefined ? '' : exposure < 1 ? `1/${Math.round(1 / exposure)} s` : `${exposure} s`],
    ['Aperture', number('FNumber') === undefined ? '' : `f/${number('FNumber')}`],
    ['ISO', String(number('ISO') ?? '')],
    ['Focal length', number('FocalLength') === undefined ? '' : `${number('FocalLength')} mm`],
    [
      'Position',
      latitude === undefined || longitude === undefined ? '' : `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`,
    ],
    ['Artist', text(tags.Artist) || text(tags.creator)],
    ['Copyright', text(tags.Copyright) || text(tags.rights)],
    ['Description', text(tags.ImageDescription) || text(tags.description)],
    ['Keywords', [...new Set([tags.Keywords, tags.subject].flat().map(text).filter(Boolean))].join(', ')],
  ];
  return rows.filter(([, value]) => value !== '').map(([label, value]) => ({ label, value }));
}

function dateOf(tags: Tags): number | null {
  for (const name of ['DateTimeOriginal', 'CreateDate', 'DateCreated', 'ModifyDate']) {
    const value = tags[name];
    if (value instanceof Date && Number.isFinite(value.getTime())) return value.getTime();
  }
  return null;
}

/** A tag's text: XMP wraps some of them with their language. */
function text(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll('\0', '').trim();
  if (typeof value === 'object' && value !== null && 'value' in value) return text(value.value);
  return '';
}

/** The decoder's reason in one line without its own prefixes. */
function plainReason(error: unknown): string {
  return (messageOf(error).split('\n')[0] ?? '').replace(/^Input (buffer|file) /, 'it ').replace(/\.$/, '');
}
