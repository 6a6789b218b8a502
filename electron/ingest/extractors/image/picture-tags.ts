import exifr from 'exifr';
import type { Extraction } from '../../../workers/media-protocol.ts';

export type Tags = Record<string, unknown>;

/** EXIF, IPTC and XMP by their names; empty where there are none or they are broken. */
export async function readTags(bytes: Buffer): Promise<Tags> {
  try {
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

/** What people wrote about a picture, line by line; empty where they did not. */
export function captionOf(tags: Tags): string {
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

/** The tags that people look for, in the words of photography. */
export function metadataRows(tags: Tags): Extraction['metadata'] {
  const number = (name: string) => (typeof tags[name] === 'number' ? (tags[name] as number) : undefined);
  const exposure = number('ExposureTime');
  const [latitude, longitude] = [number('latitude'), number('longitude')];
  const rows: [string, string][] = [
    ['Camera', [text(tags.Make), text(tags.Model)].filter(Boolean).join(' ')],
    ['Lens', text(tags.LensModel)],
    ['Taken', localTime(dateOf(tags))],
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

/** A time as the camera wrote it, which was that of the place: cameras write no zone, and it is read as if it was here. */
function localTime(time: number | null): string {
  return time === null ? '' : new Date(time).toLocaleString('sv-SE').slice(0, 16);
}

/** When a picture was taken, in milliseconds since 1970; null where that is not known. */
export function dateOf(tags: Tags): number | null {
  for (const name of ['DateTimeOriginal', 'CreateDate', 'DateCreated', 'ModifyDate']) {
    const value = tags[name];
    if (value instanceof Date && Number.isFinite(value.getTime())) return value.getTime();
  }
  return null;
}

/** A tag's text: XMP wraps some of them with their language, and makes lists of others. */
function text(value: unknown): string {
  if (Array.isArray(value)) return value.map(text).filter(Boolean).join(', ');
  if (typeof value === 'string') return value.replaceAll('\0', '').trim();
  if (typeof value === 'object' && value !== null && 'value' in value) return text(value.value);
  return '';
}

/** The title that people gave a picture; empty where they did not. */
export function titleOf(tags: Tags): string {
  return text(tags.title) || text(tags.ObjectName);
}
