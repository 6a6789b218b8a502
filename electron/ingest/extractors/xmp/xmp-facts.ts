import type { Box } from '../../../../shared/anchors.ts';
import type { Face, PictureFacts, StatedFaces, Taken } from '../../picture-facts.ts';
import { cameraOf, known, positionAt, ratingOf } from '../image/exif.ts';
import { ns, parseXmp, XmpNode } from './xmp-document.ts';

/** Keywords and faces that are taken from a picture: more are not of people's making. */
const MOST = 1000;

/** digiKam's names of its colours, by their numbers; 0 is none. */
const digiKamLabels = ['', 'Red', 'Orange', 'Yellow', 'Green', 'Blue', 'Magenta', 'Gray', 'Black', 'White'];

/** What a packet of XMP says of a picture; undefined where it is no XMP. */
export function xmpFacts(text: string): PictureFacts | undefined {
  const document = parseXmp(text);
  if (!document) return undefined;
  const top = XmpNode.top(document);
  const { keywords, keywordPaths } = keywordsOf(top);
  const orientation = top.number(ns.tiff, 'Orientation');
  return {
    ...known({
      title: top.text(ns.dc, 'title'),
      headline: top.text(ns.photoshop, 'Headline'),
      caption: top.texts(ns.dc, 'description').join('\n'),
      rating: ratingOf(top.number(ns.xmp, 'Rating')),
      label: top.text(ns.xmp, 'Label') || (digiKamLabels[top.number(ns.digiKam, 'ColorLabel') ?? 0] ?? ''),
      taken: takenOf(top),
      camera: cameraOf(top.text(ns.tiff, 'Make'), top.text(ns.tiff, 'Model')),
      lens: top.text(ns.exifEx, 'LensModel') || top.text(ns.aux, 'Lens'),
      exposure: top.number(ns.exif, 'ExposureTime'),
      aperture: top.number(ns.exif, 'FNumber'),
      iso: isoOf(top),
      focalLength: top.number(ns.exif, 'FocalLength'),
      position: positionAt(degreesOf(top.text(ns.exif, 'GPSLatitude')), degreesOf(top.text(ns.exif, 'GPSLongitude'))),
      altitude: altitudeOf(top),
      place: placeOf(top),
      creator: top.list(ns.dc, 'creator').join(', '),
      copyright: top.text(ns.dc, 'rights'),
      people: top.list(ns.iptcExt, 'PersonInImage').slice(0, MOST),
      faces: facesOf(top),
      orientation: orientation !== undefined && orientation >= 1 && orientation <= 8 ? orientation : undefined,
    }),
    // An empty list is a statement: somebody took the keywords away.
    ...(keywords && { keywords }),
    ...(keywordPaths && { keywordPaths }),
  };
}

/** The flat keywords, and those in hierarchies as Lightroom, digiKam and Media Pro write them. */
function keywordsOf(top: XmpNode): { keywords?: string[]; keywordPaths?: string[][] } {
  const lists = [
    { namespace: ns.lr, name: 'hierarchicalSubject', between: '|' },
    { namespace: ns.digiKam, name: 'TagsList', between: '/' },
    { namespace: ns.mediapro, name: 'CatalogSets', between: '|' },
  ];
  const stated = lists.filter(({ namespace, name }) => top.has(namespace, name));
  const paths = stated.flatMap(({ namespace, name, between }) =>
    top.list(namespace, name).map((path) =>
      path
        .split(between)
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  );
  // What darktable notes for itself is no keyword of the owner's.
  const own = paths.filter((path) => path.length > 0 && path[0] !== 'darktable');
  const byText = new Map(own.map((path) => [path.join('\n').toLowerCase(), path]));
  return {
    ...(top.has(ns.dc, 'subject') && { keywords: top.list(ns.dc, 'subject').slice(0, MOST) }),
    ...(stated.length > 0 && { keywordPaths: [...byText.values()].filter((path) => path.length > 1).slice(0, MOST) }),
    ...(!top.has(ns.dc, 'subject') &&
      stated.length > 0 && { keywords: [...byText.values()].map((path) => path.at(-1) ?? '') }),
  };
}

function takenOf(top: XmpNode): Taken | undefined {
  const times: readonly (readonly [string, string])[] = [
    [ns.exif, 'DateTimeOriginal'],
    [ns.photoshop, 'DateCreated'],
    [ns.xmp, 'CreateDate'],
  ];
  for (const [namespace, name] of times) {
    const parts =
      /^(\d{4})[-:](\d\d)[-:](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d(?:\.\d{1,3})?))?)?\d*(Z|[+-]\d\d:\d\d)?$/.exec(
        top.text(namespace, name),
      );
    if (!parts) continue;
    const [, year, month, day, hour = '00', minute = '00', second = '00', zone = ''] = parts;
    const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
    if (Number.isFinite(new Date(local).getTime())) return { local, zone };
  }
  return undefined;
}

function isoOf(top: XmpNode): number | undefined {
  const value = Number(top.list(ns.exif, 'ISOSpeedRatings')[0] ?? top.text(ns.exifEx, 'PhotographicSensitivity'));
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

/** Degrees as XMP writes them: `51,30.5N` or `51,30,30N`. */
function degreesOf(text: string): number {
  const parts = /^(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?(?:,(\d+(?:\.\d+)?))?\s*([NSEW])$/i.exec(text);
  if (!parts) return Number.NaN;
  const value = Number(parts[1]) + Number(parts[2] ?? 0) / 60 + Number(parts[3] ?? 0) / 3600;
  return /[SW]/i.test(parts[4] ?? '') ? -value : value;
}

function altitudeOf(top: XmpNode): number | undefined {
  const metres = top.number(ns.exif, 'GPSAltitude');
  return metres === undefined ? undefined : top.text(ns.exif, 'GPSAltitudeRef') === '1' ? -metres : metres;
}

function placeOf(top: XmpNode): string {
  return [
    top.text(ns.iptc, 'Location'),
    top.text(ns.photoshop, 'City'),
    top.text(ns.photoshop, 'State'),
    top.text(ns.photoshop, 'Country'),
  ]
    .filter(Boolean)
    .join(', ');
}

/** Faces by the Metadata Working Group (regions, 5.9), as Lightroom, digiKam and Picasa write them, or by Microsoft. */
function facesOf(top: XmpNode): StatedFaces | undefined {
  const stated = mwgFaces(top) ?? microsoftFaces(top);
  return stated && stated.regions.length > 0 ? { ...stated, regions: stated.regions.slice(0, MOST) } : undefined;
}

function mwgFaces(top: XmpNode): StatedFaces | undefined {
  const regions = top.struct(ns.mwgRegions, 'Regions');
  if (!regions) return undefined;
  const size = regions.struct(ns.mwgRegions, 'AppliedToDimensions');
  const faces = regions.structs(ns.mwgRegions, 'RegionList').flatMap((region): Face[] => {
    const type = region.text(ns.mwgRegions, 'Type');
    const area = region.struct(ns.mwgRegions, 'Area');
    if (!area || (type !== '' && type !== 'Face')) return [];
    const [x, y, w, h] = ['x', 'y', 'w', 'h'].map((name) => area.number(ns.area, name) ?? Number.NaN) as [
      number,
      number,
      number,
      number,
    ];
    return faceAt(region.text(ns.mwgRegions, 'Name'), { x: x - w / 2, y: y - h / 2, width: w, height: h });
  });
  return {
    upright: false,
    width: size?.number(ns.dimensions, 'w') ?? 0,
    height: size?.number(ns.dimensions, 'h') ?? 0,
    regions: faces,
  };
}

function microsoftFaces(top: XmpNode): StatedFaces | undefined {
  const info = top.struct(ns.mp, 'RegionInfo');
  if (!info) return undefined;
  const faces = info.structs(ns.mpRegionInfo, 'Regions').flatMap((region): Face[] => {
    const [x, y, w, h] = region
      .text(ns.mpRegion, 'Rectangle')
      .split(',')
      .map((part) => Number(part.trim() || Number.NaN)) as [number, number, number, number];
    return faceAt(region.text(ns.mpRegion, 'PersonDisplayName'), { x, y, width: w, height: h });
  });
  return { upright: false, width: 0, height: 0, regions: faces };
}

/** A face as far as it lies on the picture; none where its place makes no sense. */
function faceAt(name: string, { x, y, width, height }: Box): Face[] {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(1, x + width), Math.min(1, y + height)];
  if (!(right > left && bottom > top)) return [];
  return [{ name, box: { x: left, y: top, width: right - left, height: bottom - top } }];
}
