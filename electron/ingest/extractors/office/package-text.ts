import { attribute, xmlTokens } from './xml-tokens.ts';
import type { ZipArchive } from './zip-archive.ts';

/** Parts that hold what a document says, by how their names begin. */
const parts = /^(?:word\/(?:document|footnotes|endnotes|header|footer|comments)|ppt\/slides\/slide|content)[^/]*\.xml$/;
/** Characters that are read: a window shows no more at once. */
const MOST_TEXT = 20 * 1024 * 1024;
const breaks = new Set(['p', 'h', 'br', 'cr', 'tr', 'line-break']);

/**
 * All words of a document in the order of its parts, a paragraph a line, whatever else is said about them: for documents
 * that are written in a way that their reader does not know.
 */
export function packageText(archive: ZipArchive): string {
  const order = new Intl.Collator('en', { numeric: true });
  const texts = archive.names
    .filter((name) => parts.test(name))
    .sort(order.compare)
    .map((name) => partText(archive.text(name) ?? '', name === 'content.xml' ? 'body' : 't'));
  return texts.filter((text) => text !== '').join('\n\n');
}

/** The words in all elements of a name, a paragraph a line. */
export function partText(xml: string, holder: string): string {
  let text = '';
  let depth = 0;
  for (const token of xmlTokens(xml)) {
    if (text.length > MOST_TEXT) break;
    if (token.type === 'text') {
      if (depth > 0) text += token.text;
      continue;
    }
    if (token.name === holder) depth += token.type === 'open' ? 1 : token.type === 'close' ? -1 : 0;
    if (breaks.has(token.name) && token.type !== 'open') text += '\n';
    else if (token.name === 'tab' || token.name === 'tc') text += ' ';
    else if (token.name === 's') text += ' '.repeat(Math.min(100, Number(attribute(token, 'c') ?? 1)));
  }
  return text.replace(/\n{2,}/g, '\n\n').trim();
}

/** Title, author and dates of an Office document (ECMA-376, part 2, 11), by the names of their elements. */
export function coreProperties(archive: ZipArchive): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  let open = '';
  for (const token of xmlTokens(archive.text('docProps/core.xml') ?? '')) {
    if (token.type === 'open') open = token.name;
    else if (token.type === 'text' && token.text.trim() !== '') properties.set(open, token.text.trim());
  }
  return properties;
}
