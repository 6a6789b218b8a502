import type { Anchor, Box } from '../../../../shared/anchors.ts';
import type { OcrWord } from '../../../../shared/contract/library.ts';
import { messageOf } from '../../../../shared/errors.ts';
import type {
  Identity,
  NativeOcr,
  OcrReading,
  OcrResult,
  OpenableFile,
  PageToRead,
  Refusal,
} from '../../../workers/media-protocol.ts';
import { type Block, chunkBlocks } from '../../chunker.ts';
import { liesIn } from '../boxes.ts';
import type { SectionsOf } from '../pdf/pdf-outline.ts';
import { recogniser } from '../readers.ts';
import { asGreymap, type PagePicture, pagePicture, scaledDown, turned } from './page-picture.ts';
import type { RecognisedPage, RecognisedWord } from './recognised-page.ts';
import { SharedRuns } from './shared-runs.ts';
import { tesseract, UnusableLanguage } from './tesseract.ts';

/** Nothing can be read in pictures smaller than this on a side. */
const SMALLEST_SIDE = 24;
/** Mean confidence (0–100, by letters) from which a page or line is taken to be text and not noise. */
const TRUSTED = 60;
/** A page that reads worse may lie on its side: with so many words, and no more than this share of them sure ones. */
const WORDS_WORTH_TURNING = 8;
const SURE_SHARE = 0.05;
/** Pixels of the longer side when only the direction is wanted. */
const TURNING_SIDE = 1200;
/** Pixels of the longer side at which it shows whether there is text on a photograph. */
const GLIMPSE_SIDE = 2000;
/** Fewer words that could be any, none of which is trusted, are what pictures without text read as. */
const WORDS_OF_TEXT = 8;

/** Who reads. */
interface Engine {
  about: { engine: string; engineVersion: string };
  read(picture: PagePicture): Promise<RecognisedPage>;
}

interface Recognition {
  page: RecognisedPage;
  /** Size in pixels of the picture that was read, as it was turned. */
  width: number;
  height: number;
  /** Degrees clockwise that it was turned for reading. */
  rotation: 0 | 90 | 180 | 270;
}

interface Line {
  words: { text: string; confidence: number; box: Box }[];
  paragraph: number;
  confidence: number;
}

/** The text of a picture or PDF page with the place and confidence of each word. */
export async function recognise(request: PageToRead, runs = new SharedRuns(1)): Promise<OcrResult | Refusal> {
  const { data, native, languages } = request;
  if (native) {
    const found = await recogniseBy(nativeEngine(native, languages, runs), request);
    if (!('refused' in found)) return found;
  }
  // Also where the system's own engine failed: it may be broken, or may not read what this one does.
  const missing = languages.find((language) => data[language] === undefined);
  if (missing === undefined) return recogniseBy(engineThatShips({ languages, data }), request);
  return {
    refused: 'failed',
    reason: `No OCR data for the language “${missing}” are there; add them in the settings, or choose other languages.`,
  };
}

function nativeEngine(native: NativeOcr, languages: readonly string[], runs: SharedRuns): Engine {
  return {
    about: { engine: 'tesseract', engineVersion: native.version },
    read: (picture) => runs.read(native, picture, languages),
  };
}

function engineThatShips(reading: Pick<OcrReading, 'languages' | 'data'>): Engine {
  return { about: recogniser, read: (picture) => tesseract(asGreymap(picture), { ...reading, dpi: picture.dpi }) };
}

async function recogniseBy(
  engine: Engine,
  request: OpenableFile & Pick<PageToRead, 'page' | 'turned'>,
): Promise<OcrResult | Refusal> {
  const { identity, page } = request;
  try {
    const { picture, known, isPhoto, sectionsOf } = await pagePicture(request);
    if (Math.min(picture.width, picture.height) < SMALLEST_SIDE)
      return { ...toResult(engine, [], 0, anchorFor(identity, page)), confidence: null };
    const readPage = isPhoto ? readPhoto : readUpright;
    const recognition = await readPage(picture, engine, request.turned ?? 0);
    const trusted = trustedLines(recognition);
    const unknown = trusted.filter((line) => !known.some((box) => liesIn(lineBox(line), box)));
    const confidence = hasText(recognition, trusted) ? confidenceOf(recognition.page) : null;
    return { ...toResult(engine, unknown, recognition.rotation, anchorFor(identity, page, sectionsOf)), confidence };
  } catch (error) {
    // The engine that draws pages broke down, which is more than this file's affair.
    if (error instanceof WebAssembly.RuntimeError) throw error;
    if (error instanceof UnusableLanguage) return { refused: 'failed', reason: error.message };
    return {
      refused: 'failed',
      reason: `The picture cannot be read: ${(messageOf(error).split('\n')[0] ?? '').replace(/\.$/, '')}.`,
    };
  }
}

/** Reads a photograph, most of which have no text: all of its pixels only where some text shows at a glimpse. */
async function readPhoto(
  picture: PagePicture,
  engine: Engine,
  expected: Recognition['rotation'],
): Promise<Recognition> {
  if (Math.max(picture.width, picture.height) <= GLIMPSE_SIDE) return readUpright(picture, engine, expected);
  const glimpse = await readUpright(await scaledDown(picture, GLIMPSE_SIDE), engine, expected);
  return trustedLines(glimpse).length > 0 ? read(picture, glimpse.rotation, engine) : glimpse;
}

/** Reads a picture as it should lie, and turned otherwise by quarters where that makes no sense. */
async function readUpright(
  picture: PagePicture,
  engine: Engine,
  expected: Recognition['rotation'],
): Promise<Recognition> {
  const asItLies = await read(picture, expected, engine);
  if (!mayLieOnItsSide(asItLies.page)) return asItLies;
  const small = await scaledDown(picture, TURNING_SIDE);
  let best: { rotation: Recognition['rotation']; confidence: number } | undefined;
  for (const rotation of ([0, 90, 270, 180] as const).filter((other) => other !== expected)) {
    const confidence = confidenceOf((await read(small, rotation, engine)).page);
    if (confidence > (best?.confidence ?? 0)) best = { rotation, confidence };
    if (confidence >= TRUSTED) break;
  }
  return best && best.confidence >= TRUSTED ? read(picture, best.rotation, engine) : asItLies;
}

function mayLieOnItsSide(page: RecognisedPage): boolean {
  const words = wordsOf(page);
  if (meanConfidence(words) >= TRUSTED || words.length < WORDS_WORTH_TURNING) return false;
  const sure = words.filter(({ text, confidence }) => confidence >= TRUSTED && hasWord(text));
  return sure.length <= words.length * SURE_SHARE;
}

async function read(picture: PagePicture, rotation: Recognition['rotation'], engine: Engine): Promise<Recognition> {
  const upright = await turned(picture, rotation);
  const { width, height } = upright;
  return { page: await engine.read(upright), width, height, rotation };
}

function wordsOf(page: RecognisedPage): RecognisedWord[] {
  return page.flat(2);
}

/** Mean confidence of words, each counting by its length. */
function confidenceOf(page: RecognisedPage): number {
  return meanConfidence(wordsOf(page));
}

function meanConfidence(words: readonly { text: string; confidence: number }[]): number {
  const letters = words.reduce((sum, { text }) => sum + text.length, 0);
  return letters === 0 ? 0 : words.reduce((sum, { text, confidence }) => sum + text.length * confidence, 0) / letters;
}

/** The lines that are text: all of a page that reads well, only the good ones of a page that is mostly noise. */
function trustedLines(recognition: Recognition): Line[] {
  const lines = linesOf(recognition).filter(({ words }) => words.some(({ text }) => /[\p{L}\p{N}]/u.test(text)));
  if (confidenceOf(recognition.page) >= TRUSTED) return lines;
  return lines.filter(({ confidence, words }) => confidence >= TRUSTED && words.some(({ text }) => hasWord(text)));
}

/** Whether there is text on a page, well read or badly. */
function hasText({ page }: Recognition, trusted: readonly Line[]): boolean {
  return trusted.length > 0 || wordsOf(page).filter(({ text }) => hasWord(text)).length >= WORDS_OF_TEXT;
}

/** Whether a text is more than the stray letters that noise reads as. */
function hasWord(text: string): boolean {
  return /[\p{L}\p{N}]{3}/u.test(text);
}

function linesOf({ page, width, height, rotation }: Recognition): Line[] {
  return page.flatMap((lines, paragraph) =>
    lines.map((words) => ({
      paragraph,
      confidence: meanConfidence(words),
      words: words.map(({ text, confidence, bbox }) => ({
        text,
        confidence,
        box: turnBack(
          {
            x: bbox.x0 / width,
            y: bbox.y0 / height,
            width: (bbox.x1 - bbox.x0) / width,
            height: (bbox.y1 - bbox.y0) / height,
          },
          rotation,
        ),
      })),
    })),
  );
}

/** A box on a picture that was turned clockwise, as it lies on the picture before. */
export function turnBack({ x, y, width, height }: Box, rotation: Recognition['rotation']): Box {
  switch (rotation) {
    case 0:
      return { x, y, width, height };
    case 90:
      return { x: y, y: 1 - x - width, width: height, height: width };
    case 180:
      return { x: 1 - x - width, y: 1 - y - height, width, height };
    case 270:
      return { x: 1 - y - height, y: x, width: height, height: width };
  }
}

/** Pages of PDFs and of pictures with several are told by number; other pictures have regions alone. */
function anchorFor(identity: Identity, page: number, sectionsOf?: SectionsOf): (boxes: Box[]) => Anchor {
  if (identity.kind !== 'pdf' && page === 1) return (boxes) => ({ type: 'region', boxes });
  return (boxes) => {
    const section = sectionsOf?.(boxes.map((box) => ({ box })))[0];
    return { type: 'page', page, boxes, ...(section === undefined ? {} : { section }) };
  };
}

function toResult(
  { about }: Engine,
  lines: readonly Line[],
  rotation: number,
  anchor: (boxes: Box[]) => Anchor,
): Omit<OcrResult, 'confidence'> {
  const words: OcrWord[] = lines.flatMap((line, index) => line.words.map((word) => ({ ...word, line: index })));
  const paragraphs = [...Map.groupBy(lines, ({ paragraph }) => paragraph).values()];
  const blocks = paragraphs.map(
    (own): Block => ({ text: joinLines(own.map(lineText)), anchor: anchor(own.map(lineBox)) }),
  );
  return {
    ...about,
    rotation,
    text: paragraphs.map((own) => own.map(lineText).join('\n')).join('\n\n'),
    words,
    passages: chunkBlocks(blocks),
  };
}

function lineText({ words }: Line): string {
  return words.map(({ text }) => text).join(' ');
}

function lineBox({ words }: Line): Box {
  const left = Math.min(...words.map(({ box }) => box.x));
  const top = Math.min(...words.map(({ box }) => box.y));
  const right = Math.max(...words.map(({ box }) => box.x + box.width));
  const bottom = Math.max(...words.map(({ box }) => box.y + box.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Lines of a paragraph as running text; a word broken at a line's end is joined again. */
function joinLines(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replace(/(\p{Ll})[-‐]\n(?=\p{Ll})/gu, '$1')
    .replaceAll('\n', ' ');
}
