import type { Extraction, Refusal } from '../../../../workers/media-protocol.ts';
import { readCompoundFile, type Storage } from '../../compound/compound-storage.ts';
import { summaryOf } from '../../compound/summary-information.ts';
import { extractors } from '../../readers.ts';
import { DOCUMENT_DAMAGED, failed, PASSWORD_NEEDED } from '../../refusal.ts';
import { textExtraction } from '../../text/text.ts';
import { readWordText, type WordPart } from './word-document.ts';
import { plainText } from './word-marks.ts';

/** In which order the parts are read, what stands at the top and bottom of pages last. */
const order: readonly WordPart[] = [
  'text',
  'textBoxes',
  'footnotes',
  'endnotes',
  'comments',
  'headers',
  'headerTextBoxes',
];
const margins: ReadonlySet<WordPart> = new Set(['headers', 'headerTextBoxes']);

/** A document of Word 2 to 2003 (.doc); undefined where it is of a version that this does not read. */
export function readWord(bytes: Buffer): Extraction | Refusal | undefined {
  const root: Storage = readCompoundFile(bytes) ?? {
    streams: new Map([['WordDocument', () => bytes]]),
    storages: new Map(),
  };
  const document = root.streams.get('WordDocument')?.();
  if (!document) return failed(DOCUMENT_DAMAGED);
  const parts = readWordText(document, (name) => root.streams.get(name)?.());
  if (parts === 'unknown version') return undefined;
  if (parts === 'encrypted') return failed(PASSWORD_NEEDED);
  if (parts === 'damaged') return failed(DOCUMENT_DAMAGED);
  const texts = order.map((part) => (margins.has(part) ? linesOnce(plainText(parts[part])) : plainText(parts[part])));
  return textExtraction({
    ...extractors.oldWord.alone,
    ...summaryOf(root),
    text: texts.filter((text) => text !== '').join('\n\n'),
    format: 'plain',
    notes: [],
  });
}

/** What stands on many pages, once; page numbers and rules are left out. */
function linesOnce(text: string): string {
  return [...new Set(text.split('\n'))].filter((line) => /\p{L}/u.test(line)).join('\n');
}
