import { attribute, xmlTokens } from './xml-tokens.ts';
import { xpsPageText } from './xps-page.ts';
import type { ZipArchive } from './zip-archive.ts';

/** Parts that hold what a document says, by how their names begin, or end in an XPS document. */
const parts =
  /^(?:word\/(?:document|footnotes|endnotes|header|footer|comments)|ppt\/slides\/slide|visio\/pages\/page|content|contents\/section)[^/]*\.xml$|\.fpage$/;
/** Characters that are read: a window shows no more at once. */
const MOST_TEXT = 20 * 1024 * 1024;
const breaks = new Set(['p', 'h', 'br', 'cr', 'cm', 'tr', 'line-break', 'lineBreak', 'desc', 'title', 'Text']);

/** Which elements of a format have words in them, and which of those in them are passed over. */
interface TextElements {
  holders: ReadonlySet<string>;
  passedOver: ReadonlySet<string>;
}
/** Of Office Open XML and Hangul's; comments of slides have theirs in an element of its own, and so do Visio's shapes. */
const openXml: TextElements = { holders: new Set(['t', 'text', 'Text']), passedOver: new Set() };
/** Of OpenDocument, also descriptions of pictures; without what was deleted, and who wrote a comment, when. */
export const openDocument: TextElements = {
  holders: new Set(['p', 'h', 'desc', 'title']),
  passedOver: new Set([
    'tracked-changes',
    'creator',
    'creator-initials',
    'sender-initials',
    'date',
    'date-string',
    'note-citation',
    'binary-data',
  ]),
};

/**
 * All words of a document in the order of its parts, a paragraph a line, whatever else is said about them: for documents
 * that are written in a way that their reader does not know.
 */
export function packageText(archive: ZipArchive): string {
  const order = new Intl.Collator('en', { numeric: true });
  const texts = archive.names
    .filter((name) => parts.test(name))
    .sort(order.compare)
    .map((name) => partText(archive, name));
  return texts.filter((text) => text !== '').join('\n\n');
}

/** The words of a part, a paragraph a line. */
export function partText(archive: ZipArchive, name: string): string {
  if (name.endsWith('.fpage')) return xpsPageText(archive.text(name) ?? '');
  const { holders, passedOver } = /(?:^|\/)content\.xml$/.test(name) ? openDocument : openXml;
  let text = '';
  let isAtLineStart = true;
  let [held, passed] = [0, 0];
  for (const token of xmlTokens(archive.text(name) ?? '')) {
    if (text.length > MOST_TEXT) break;
    if (token.type === 'text') {
      if (held === 0 || passed > 0) continue;
      text += token.text;
      isAtLineStart &&= token.text.trim() === '';
      continue;
    }
    const step = token.type === 'open' ? 1 : token.type === 'close' ? -1 : 0;
    if (holders.has(token.name)) held += step;
    if (passedOver.has(token.name)) passed += step;
    if (breaks.has(token.name)) {
      // What begins within a line, such as a comment, is a line of its own.
      if (token.type !== 'open' || !isAtLineStart) text += '\n';
      isAtLineStart = true;
    } else if (token.name === 'tab' || token.name === 'tc') text += ' ';
    else if (token.name === 's') text += ' '.repeat(Math.min(100, Number(attribute(token, 'c') ?? 1)));
  }
  return text.replace(/\n{2,}/g, '\n\n').trim();
}

/**
 * Title, author and dates of an Office document (ECMA-376, part 2, 11) or an OpenDocument, by the names of their
 * elements.
 */
export function coreProperties(archive: ZipArchive): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  let open = '';
  for (const token of xmlTokens(archive.text('docProps/core.xml') ?? archive.text('meta.xml') ?? '')) {
    if (token.type === 'open') open = token.name;
    else if (token.type === 'text' && token.text.trim() !== '') properties.set(open, token.text.trim());
  }
  return properties;
}
