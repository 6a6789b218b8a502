import type { ExtractedPassage, Extraction, OpenableFile, Refusal } from '../../../workers/media-protocol.ts';
import { chunkBlocks, cleanText } from '../../chunker.ts';
import { extractors } from '../readers.ts';
import { failed } from '../refusal.ts';
import { ffmpegPictureName } from './ffmpeg-picture-types.ts';
import { pictureHeader } from './ffmpeg-pictures.ts';
import type { PictureHeader } from './header/picture-header.ts';
import { openImage } from './open-image.ts';
import { DAMAGED, ImageError, type Size } from './pixels.ts';

const { alone: withoutFfmpeg, ...withFfmpeg } = extractors.ffmpegImage;

const NOT_DRAWN =
  'Without ffmpeg it is not shown, and no text is looked for in it. Install ffmpeg, or name its place in Settings → Reading.';
const NO_PICTURE = 'There is no picture in it, but other data.';

/** Size, facts and words out of the header of a picture that ffmpeg draws, where it is there; text in the picture is OCR's concern. */
export async function extractFfmpegImage({
  path,
  identity,
  tools = null,
}: OpenableFile): Promise<Extraction | Refusal> {
  const header = await pictureHeader(path, identity.mime);
  if (!header)
    return failed(
      `The picture is damaged: its header (${ffmpegPictureName(identity.mime)}) makes no sense. Get another copy of it.`,
    );
  if (header.isBare) return extractionOf(header, { notes: [NO_PICTURE] });
  if (!tools) return { ...extractionOf(header, { notes: [...damage(header), NOT_DRAWN] }), ...withoutFfmpeg };
  try {
    const { width, height } = await (await openImage(path, identity, { tools })).metadata();
    const damaged = header.damaged || (await isDamaged({ path, identity, tools }));
    return extractionOf(header, { notes: damage({ damaged }), drawn: { width, height } });
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    const found = extractionOf(header, { notes: [error.message] });
    return found.passages.length > 0 ? found : failed(error.message);
  }
}

/** Whether a part of the picture, which was decoded before, is missing. */
async function isDamaged({ path, identity, tools }: OpenableFile): Promise<boolean> {
  try {
    await openImage(path, identity, { tools, strict: true });
    return false;
  } catch (error) {
    if (error instanceof ImageError) return true;
    throw error;
  }
}

function damage({ damaged = false }: Pick<PictureHeader, 'damaged'>): string[] {
  return damaged ? [DAMAGED] : [];
}

function extractionOf(header: PictureHeader, { notes, drawn }: { notes: string[]; drawn?: Size }): Extraction {
  const { width, height } = drawn ?? header;
  return {
    engine: withFfmpeg.engine,
    engineVersion: withFfmpeg.engineVersion,
    title: '',
    date: null,
    width,
    height,
    pages: 0,
    metadata: header.rows.filter(([, value]) => value !== '').map(([label, value]) => ({ label, value })),
    facts: header.facts ?? {},
    notes,
    content: { type: 'none' },
    passages: writtenIn(header),
    pagesForOcr: drawn ? [1] : [],
  };
}

function writtenIn({ words = [] }: PictureHeader): ExtractedPassage[] {
  const text = cleanText([...new Set(words)].filter((word) => word !== '').join('\n'));
  return text === '' ? [] : chunkBlocks([{ text, anchor: { type: 'asset' } }]);
}
