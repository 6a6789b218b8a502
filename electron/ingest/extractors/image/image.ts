import { messageOf } from '../../../../shared/errors.ts';
import type { Extraction, Identity, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { unknownReason } from '../identify/unread-formats.ts';
import { readWhole } from '../read-whole.ts';
import { failed, unsupported } from '../refusal.ts';
import { isReadableImage, openImage } from './open-image.ts';
import { captionOf, dateOf, metadataRows, readTags, titleOf } from './picture-tags.ts';
import { ImageError } from './pixels.ts';

const ENGINE = { engine: 'sharp', engineVersion: '2' };
/** Pages of a multi-page TIFF that are read at most. */
const PAGES_READ = 500;
/** Tags stand near a file's start or end; those of larger ones are not looked for. */
const LARGEST_TAGGED = 256 * 1024 * 1024;
const DAMAGED = 'The picture is damaged or cut off: parts of it are missing.';

/** Size, metadata and caption of a picture; its text is OCR's concern. */
export async function extractImage(path: SourcePath, identity: Identity): Promise<Extraction | Refusal> {
  if (!isReadableImage(identity.mime)) return unsupported(unknownReason(identity.mime));
  let shape: Shape;
  try {
    shape = await shapeOf(path, identity);
  } catch (error) {
    if (error instanceof ImageError) return failed(error.message);
    return failed(`The picture is damaged and cannot be decoded: ${plainReason(error)}. Get another copy of it.`);
  }
  const { width, height, pages, damaged } = shape;
  const bytes = readWhole(path, LARGEST_TAGGED);
  const tags = bytes && identity.mime !== 'image/svg+xml' ? await readTags(bytes) : {};
  const caption = captionOf(tags);
  const read = Math.min(pages, PAGES_READ);
  return {
    ...ENGINE,
    title: titleOf(tags),
    date: dateOf(tags),
    width,
    height,
    pages: pages > 1 ? pages : 0,
    metadata: metadataRows(tags),
    notes: [
      ...(damaged ? [DAMAGED] : []),
      ...(read < pages ? [`It has ${pages} pages. The first ${read} are searched.`] : []),
    ],
    content: { type: 'none' },
    passages: caption === '' ? [] : [{ text: caption, anchor: { type: 'asset' } }],
    pagesForOcr: Array.from({ length: read }, (_, index) => index + 1),
  };
}

interface Shape {
  /** Pixels of the upright picture. */
  width: number;
  height: number;
  pages: number;
  damaged: boolean;
}

/** @throws when the picture cannot be decoded: its header alone proves nothing */
async function shapeOf(path: SourcePath, identity: Identity): Promise<Shape> {
  const image = await openImage(path, identity);
  const { width, height, orientation = 1, format, pages = 1 } = await image.metadata();
  const damaged = await decode(path, identity, true).then(
    () => false,
    () => true,
  );
  if (damaged) await decode(path, identity, false);
  const sideways = orientation >= 5;
  return {
    width: sideways ? height : width,
    height: sideways ? width : height,
    pages: format === 'tiff' ? pages : 1,
    damaged,
  };
}

async function decode(path: SourcePath, identity: Identity, strict: boolean): Promise<void> {
  const image = await openImage(path, identity, { strict });
  await image.resize(16, 16, { fit: 'inside' }).raw().toBuffer();
}

/** The decoder's reason in one line without its own prefixes. */
function plainReason(error: unknown): string {
  return (messageOf(error).split('\n')[0] ?? '').replace(/^Input (buffer|file) /, 'it ').replace(/[.:]\s*$/, '');
}
