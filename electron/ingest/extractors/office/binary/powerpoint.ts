import type { Extraction, Refusal } from '../../../../workers/media-protocol.ts';
import { cleanText } from '../../../chunker.ts';
import { readCompoundFile } from '../../compound/compound-storage.ts';
import { summaryOf } from '../../compound/summary-information.ts';
import { extractors } from '../../readers.ts';
import { DOCUMENT_DAMAGED, failed, PASSWORD_NEEDED } from '../../refusal.ts';
import { presentation } from '../office-slides.ts';
import { type PowerPointSlide, readSlides } from './powerpoint-document.ts';

/** Where a file for PowerPoint 95 as well has what PowerPoint 97 reads. */
const DUAL = 'PP97_DUALSTORAGE';
/** What the stream “Current User” says of an encrypted presentation ([MS-PPT], 2.3.2). */
const ENCRYPTED = 0xf3d1c4df;
/** Stands for the number of the slide, or the date. */
const PLACEHOLDER = '*';

/** A presentation of PowerPoint 97 to 2003 (.ppt); undefined where it is of an earlier version, which this does not read. */
export function readPowerPoint(bytes: Buffer): Extraction | Refusal | undefined {
  const root = readCompoundFile(bytes);
  const folder = root?.storages.get(DUAL) ?? root;
  const stream = folder?.streams.get('PowerPoint Document')?.();
  if (!root || !folder || !stream) return undefined;
  const user = folder.streams.get('Current User')?.() ?? Buffer.alloc(0);
  if (user.length >= 16 && user.readUInt32LE(12) === ENCRYPTED) return failed(PASSWORD_NEEDED);
  const slides = readSlides(stream);
  if (!slides) return failed(DOCUMENT_DAMAGED);
  return presentation(slides.map(toSlide), { ...extractors.oldPowerPoint.alone, ...summaryOf(root) });
}

function toSlide({ texts, notes, comments }: PowerPointSlide) {
  const title = texts.find(({ isTitle, text }) => isTitle && linesOf(text).length > 0);
  const others = texts.filter((text) => text !== title).flatMap(({ text }) => linesOf(text));
  const lines = [...others, ...comments.flatMap(linesOf)];
  const [first = '', ...rest] = title ? [linesOf(title.text).join(' '), ...lines] : lines;
  return { title: first, text: rest.join('\n'), notes: notes.flatMap(linesOf).join('\n') };
}

/** Paragraphs end in `\r`, lines in them in `\v`. */
function linesOf(text: string): string[] {
  return text
    .split(/[\r\n\v\u2028\u2029]/)
    .map((line) => cleanText(line).trim())
    .filter((line) => line !== '' && line !== PLACEHOLDER);
}
