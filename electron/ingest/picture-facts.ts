import type { Box } from '../../shared/anchors.ts';

/**
 * What a picture's own metadata, or a sidecar's, says of it. A field that is missing was not stated, so that what a
 * sidecar states goes before what the file does.
 */
export interface PictureFacts {
  title?: string;
  headline?: string;
  caption?: string;
  keywords?: string[];
  /** Keywords that lie in a hierarchy, from the outermost to the keyword itself. */
  keywordPaths?: string[][];
  /** 0 to 5 stars; −1 for rejected. */
  rating?: number;
  /** The colour label, as the program that set it names it. */
  label?: string;
  taken?: Taken;
  camera?: string;
  lens?: string;
  /** Seconds. */
  exposure?: number;
  aperture?: number;
  iso?: number;
  /** Millimetres. */
  focalLength?: number;
  /** Degrees, north and east positive. */
  position?: { latitude: number; longitude: number };
  /** Metres above the sea. */
  altitude?: number;
  /** From the spot to the country, as far as known. */
  place?: string;
  creator?: string;
  copyright?: string;
  people?: string[];
  faces?: StatedFaces;
  /** The name of the colour profile that comes with the picture. */
  profile?: string;
  /** 1 to 8, as EXIF tells how the stored picture is to be turned. */
  orientation?: number;
}

/** A time by the clock of the place, and that clock's distance from UTC (`+02:00`); empty where it is not stated. */
export interface Taken {
  /** `2024-05-01T10:00:00`, with a fraction of the second where one is known. */
  local: string;
  zone: string;
}

/** Regions of faces, in fractions of the picture as it is stored or, where `upright`, as it is seen. */
export interface StatedFaces {
  upright: boolean;
  /** Size in pixels of the picture that they were marked on; 0 where it is not told. */
  width: number;
  height: number;
  regions: Face[];
}

export interface Face {
  /** Empty where nobody named it. */
  name: string;
  box: Box;
}

/** The facts of a picture with those of a sidecar, whose fields go first. */
export function withSidecar(file: PictureFacts, sidecar: PictureFacts): PictureFacts {
  const merged = { ...file, ...sidecar };
  // A sidecar that lists keywords lists all of them, in whichever form it knows.
  if (sidecar.keywords !== undefined && sidecar.keywordPaths === undefined) delete merged.keywordPaths;
  // How the picture lies is a matter of its own file.
  if (file.orientation !== undefined) merged.orientation = file.orientation;
  return merged;
}

/** The moment of a time: exact where its zone is known, else as if it was of this machine's zone. */
export function momentOf({ local, zone }: Taken): number | null {
  const time = new Date(zone === '' ? local : `${local}${zone}`).getTime();
  return Number.isFinite(time) ? time : null;
}

/** What people wrote about a picture, line by line; empty where they did not. */
export function captionOf(facts: PictureFacts): string {
  const lines = [
    facts.title,
    facts.headline,
    facts.caption,
    allKeywords(facts).join(', '),
    peopleOf(facts).join(', '),
    facts.place,
  ];
  return [...new Set(lines.filter((line) => line))].join('\n');
}

/** Everybody who is named as being in the picture. */
export function peopleOf({ people = [], faces }: PictureFacts): string[] {
  return unique([...people, ...(faces?.regions ?? []).map(({ name }) => name)]);
}

/** The keywords with those that stand in a hierarchy alone, each by its own name. */
export function allKeywords({ keywords = [], keywordPaths = [] }: PictureFacts): string[] {
  return unique([...keywords, ...keywordPaths.map((path) => path.at(-1) ?? '')]);
}

function unique(texts: readonly string[]): string[] {
  const byFold = new Map<string, string>();
  for (const text of texts) {
    const known = text.trim();
    if (known !== '' && !byFold.has(known.toLowerCase())) byFold.set(known.toLowerCase(), known);
  }
  return [...byFold.values()];
}

/** The facts that people look for, in the words of photography. */
export function metadataRows(facts: PictureFacts): { label: string; value: string }[] {
  const { exposure, aperture, iso, focalLength, position, altitude, rating } = facts;
  const rows: [string, string | undefined][] = [
    ['Rating', rating === undefined || rating === 0 ? '' : rating < 0 ? 'Rejected' : '★'.repeat(rating)],
    ['Label', facts.label],
    ['Headline', facts.headline],
    ['Description', facts.caption],
    ['Taken', facts.taken && takenText(facts.taken)],
    ['Camera', facts.camera],
    ['Lens', facts.lens],
    ['Exposure', exposure === undefined ? '' : exposureText(exposure)],
    ['Aperture', aperture === undefined ? '' : `f/${plain(aperture, 1)}`],
    ['ISO', iso === undefined ? '' : String(iso)],
    ['Focal length', focalLength === undefined ? '' : `${plain(focalLength, 1)} mm`],
    ['Position', position && `${position.latitude.toFixed(5)}, ${position.longitude.toFixed(5)}`],
    ['Altitude', altitude === undefined ? '' : `${Math.round(altitude)} m`],
    ['Place', facts.place],
    ['People', peopleOf(facts).join(', ')],
    ['Keywords', allKeywords(facts).join(', ')],
    ['Hierarchy', (facts.keywordPaths ?? []).map((path) => path.join(' › ')).join(', ')],
    ['Artist', facts.creator],
    ['Copyright', facts.copyright],
    ['Colour profile', facts.profile],
  ];
  return rows.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}

function exposureText(seconds: number): string {
  return seconds < 0.3 && seconds > 0 ? `1/${Math.round(1 / seconds)} s` : `${plain(seconds, 1)} s`;
}

function plain(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

function takenText({ local, zone }: Taken): string {
  return `${local.slice(0, 16).replace('T', ' ')}${zone === '' ? '' : ` (UTC${zone === 'Z' ? '' : zone})`}`;
}

/** The faces on the upright picture, whose size in pixels is given. */
export function uprightFaces(
  { faces, orientation = 1 }: PictureFacts,
  size: { width: number; height: number },
): Face[] {
  if (!faces) return [];
  const lies = orientation >= 5 && orientation <= 8;
  const marked = faces.width - faces.height;
  const seen = size.width - size.height;
  // Some programs mark on the picture as it is seen; its shape gives them away.
  const asSeen = faces.upright || (lies && marked !== 0 && Math.sign(marked) === Math.sign(seen));
  return faces.regions.map(({ name, box }) => ({ name, box: asSeen ? box : turned(box, orientation) }));
}

/** A box of a stored picture as it lies on the upright one. */
function turned({ x, y, width, height }: Box, orientation: number): Box {
  const [right, bottom] = [1 - x - width, 1 - y - height];
  switch (orientation) {
    case 2:
      return { x: right, y, width, height };
    case 3:
      return { x: right, y: bottom, width, height };
    case 4:
      return { x, y: bottom, width, height };
    case 5:
      return { x: y, y: x, width: height, height: width };
    case 6:
      return { x: bottom, y: x, width: height, height: width };
    case 7:
      return { x: bottom, y: right, width: height, height: width };
    case 8:
      return { x: y, y: right, width: height, height: width };
    default:
      return { x, y, width, height };
  }
}
