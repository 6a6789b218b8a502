import { messageOf } from '../../../../shared/errors.ts';
import type { ExtractedPassage, Extraction, Identity, Refusal, SourcePath } from '../../../workers/media-protocol.ts';
import { type Block, chunkBlocks, cleanText } from '../../chunker.ts';
import { unknownReason } from '../identify/unread-formats.ts';
import { readWhole } from '../read-whole.ts';
import { extractors } from '../readers.ts';
import { failed, unsupported } from '../refusal.ts';
import { drawingTexts } from './drawing-text.ts';
import { factsOf } from './embedded-metadata.ts';
import { embeddedIn, isReadableImage, openImage } from './open-image.ts';
import { DAMAGED, ImageError } from './pixels.ts';
import { psdTexts } from './psd-layers.ts';

const ENGINE = extractors.image;
/** Pages of a multi-page TIFF that are read at most. */
const PAGES_READ = 500;
/** Files of which the written text is looked for: those of Photoshop may be large. */
const LARGEST_WITH_TEXT = 1024 ** 3;

/** Size, facts and written text of a picture; text that is drawn in it is OCR's concern. */
export async function extractImage(path: SourcePath, identity: Identity): Promise<Extraction | Refusal> {
  if (!isReadableImage(identity.mime)) return unsupported(unknownReason(identity.mime));
  try {
    return await read(path, identity);
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error;
    const reason = error instanceof ImageError ? error.message : damagedReason(error);
    return wordsAlone(path, identity, reason) ?? failed(reason);
  }
}

async function read(path: SourcePath, identity: Identity): Promise<Extraction> {
  const image = await openImage(path, identity);
  const metadata = await image.metadata();
  const { width, height, orientation = 1, format, pages = 1, delay } = metadata;
  const damaged = await isDamaged(path, identity);
  const facts = await factsOf(await embeddedIn(path, identity, metadata));
  const sideways = orientation >= 5;
  const sheets = format === 'tiff' ? pages : 1;
  const toRead = Math.min(sheets, PAGES_READ);
  return {
    ...ENGINE,
    title: '',
    date: null,
    width: sideways ? height : width,
    height: sideways ? width : height,
    pages: sheets > 1 ? sheets : 0,
    metadata: format === 'tiff' || pages === 1 ? [] : animationRows(pages, delay),
    // How the picture lies on the screen, sharp knows best: it also knows what decoders did already.
    facts: { ...facts, orientation },
    notes: [
      ...(damaged ? [DAMAGED] : []),
      ...(toRead < sheets ? [`It has ${sheets} pages. The first ${toRead} are searched.`] : []),
    ],
    content: { type: 'none' },
    passages: writtenText(path, identity),
    pagesForOcr: Array.from({ length: toRead }, (_, index) => index + 1),
  };
}

/** What is written in a picture that cannot be drawn; undefined where nothing is. */
function wordsAlone(path: SourcePath, identity: Identity, reason: string): Extraction | undefined {
  const passages = writtenText(path, identity);
  if (passages.length === 0) return undefined;
  return {
    ...ENGINE,
    title: '',
    date: null,
    width: 0,
    height: 0,
    pages: 0,
    metadata: [],
    notes: [reason, 'What is written in it is searched.'],
    content: { type: 'none' },
    passages,
    pagesForOcr: [],
  };
}

/** Whether a part of the picture is missing. @throws when nothing of it can be decoded: its header alone proves nothing */
async function isDamaged(path: SourcePath, identity: Identity): Promise<boolean> {
  try {
    await decode(path, identity, true);
    return false;
  } catch {
    await decode(path, identity, false);
    return true;
  }
}

async function decode(path: SourcePath, identity: Identity, strict: boolean): Promise<void> {
  const image = await openImage(path, identity, { strict });
  await image.resize(16, 16, { fit: 'inside' }).raw().toBuffer();
}

/** What is written in the picture as text: on the layers of Photoshop, and in a drawing. */
function writtenText(path: SourcePath, { mime }: Identity): ExtractedPassage[] {
  const textsOf = mime === 'image/vnd.adobe.photoshop' ? psdTexts : mime === 'image/svg+xml' ? drawingTexts : undefined;
  const bytes = textsOf && readWhole(path, LARGEST_WITH_TEXT);
  const blocks = (bytes ? textsOf(bytes) : []).map(
    (text): Block => ({ text: cleanText(text), anchor: { type: 'asset' } }),
  );
  return chunkBlocks(blocks);
}

/** How long a picture that moves goes on before it begins again. */
function animationRows(frames: number, delays: readonly number[] = []): Extraction['metadata'] {
  const seconds = delays.reduce((sum, delay) => sum + delay, 0) / 1000;
  return [
    { label: 'Frames', value: frames.toLocaleString('en') },
    ...(seconds > 0 ? [{ label: 'Duration', value: `${Number(seconds.toFixed(2))} s` }] : []),
  ];
}

/** What decoders say of files that make no sense to them, and that tells nobody more. */
const TELLS_NOTHING = /unsupported image format|bad seek|corrupt header|unable to parse/;

/** The decoder's reason in one line without its own prefixes, where there is something in it for people. */
function damagedReason(error: unknown): string {
  const line = (messageOf(error).split('\n')[0] ?? '').replace(/^Input (buffer|file) /, 'it ').replace(/[.:]\s*$/, '');
  const told = TELLS_NOTHING.test(line) ? ' or cut off, and cannot be decoded' : ` and cannot be decoded: ${line}`;
  return `The picture is damaged${told}. Get another copy of it.`;
}
