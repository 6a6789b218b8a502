import type { Box } from '../../../../shared/anchors.ts';

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** How an image lies in its frame: its scale, and where its top left corner is, in CSS pixels. */
export interface Placement extends Point {
  scale: number;
}

const LARGEST_SCALE = 16;
/** Share of the frame that a region takes when it is opened to be read. */
const READING_SHARE = 0.8;
/** A region is not blown up beyond this, however small it is. */
const LARGEST_READING_SCALE = 2;
/** Room left around a fitted image, CSS pixels. */
const MARGIN = 16;

/** The scale at which the whole image is seen; never larger than life. */
export function fitScale(image: Size, frame: Size): number {
  const room = { width: Math.max(1, frame.width - 2 * MARGIN), height: Math.max(1, frame.height - 2 * MARGIN) };
  return Math.min(1, room.width / image.width, room.height / image.height);
}

/** The whole image in the middle of the frame. */
export function fittedPlacement(image: Size, frame: Size): Placement {
  return centredOn({ x: image.width / 2, y: image.height / 2 }, fitScale(image, frame), image, frame);
}

/** The image at life size, around the middle of what is seen now. */
export function lifeSize(placement: Placement, image: Size, frame: Size): Placement {
  return zoomAt(placement, 1 / placement.scale, { x: frame.width / 2, y: frame.height / 2 }, image, frame);
}

/** The image so that the given places can be read. */
export function readingPlacement(boxes: readonly Box[], image: Size, frame: Size): Placement {
  const region = boundsOf(boxes);
  if (!region) return fittedPlacement(image, frame);
  const wide = (frame.width * READING_SHARE) / Math.max(1, region.width * image.width);
  const high = (frame.height * READING_SHARE) / Math.max(1, region.height * image.height);
  const scale = Math.max(fitScale(image, frame), Math.min(wide, high, LARGEST_READING_SCALE));
  const middle = { x: (region.x + region.width / 2) * image.width, y: (region.y + region.height / 2) * image.height };
  return centredOn(middle, scale, image, frame);
}

/** The placement after zooming by a factor around a point of the frame, which stays where it is. */
export function zoomAt(placement: Placement, factor: number, point: Point, image: Size, frame: Size): Placement {
  const smallest = Math.min(fitScale(image, frame), 1);
  const scale = Math.min(LARGEST_SCALE, Math.max(smallest, placement.scale * factor));
  const change = scale / placement.scale;
  return settle(
    { scale, x: point.x - (point.x - placement.x) * change, y: point.y - (point.y - placement.y) * change },
    image,
    frame,
  );
}

/** The placement moved, as far as something of the image stays in sight. */
export function pan(placement: Placement, by: Point, image: Size, frame: Size): Placement {
  return settle({ ...placement, x: placement.x + by.x, y: placement.y + by.y }, image, frame);
}

/** The placement moved so that a point of the image (in its pixels) is in the middle. */
export function centredOn(point: Point, scale: number, image: Size, frame: Size): Placement {
  return settle({ scale, x: frame.width / 2 - point.x * scale, y: frame.height / 2 - point.y * scale }, image, frame);
}

/** The smallest box around boxes; undefined around none. */
export function boundsOf(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** A side that fits is centred; a longer one keeps the frame filled. */
function settle(placement: Placement, image: Size, frame: Size): Placement {
  const { scale } = placement;
  return {
    scale,
    x: settleSide(placement.x, image.width * scale, frame.width),
    y: settleSide(placement.y, image.height * scale, frame.height),
  };
}

function settleSide(at: number, length: number, room: number): number {
  if (length <= room) return (room - length) / 2;
  return Math.min(MARGIN, Math.max(room - length - MARGIN, at));
}
