import { attribute, xmlTokens } from '../office/xml-tokens.ts';

/** The picture that a FictionBook names as its cover; it stands at the book's end, in Base64. */
export function fictionBookCover(book: Buffer): Buffer | undefined {
  // Names of elements and pictures are ASCII in each of the encodings that such books are in.
  const xml = book.toString('latin1');
  const id = coverId(xml.slice(0, Math.max(0, xml.search(/<body[\s>]/))));
  if (id === undefined) return undefined;
  for (let at = xml.indexOf('<binary'); at >= 0; at = xml.indexOf('<binary', at + 1)) {
    const start = xml.indexOf('>', at) + 1;
    if (start === 0) return undefined;
    if (attribute({ attributes: xml.slice(at, start - 1) }, 'id') !== id) continue;
    const end = xml.indexOf('<', start);
    return Buffer.from(xml.slice(start, end < 0 ? undefined : end), 'base64');
  }
  return undefined;
}

function coverId(description: string): string | undefined {
  let isOnCover = false;
  for (const token of xmlTokens(description)) {
    if (token.type === 'text') continue;
    if (token.name === 'coverpage') isOnCover = token.type === 'open';
    else if (isOnCover && token.name === 'image' && token.type !== 'close') {
      return attribute(token, 'href')?.replace(/^#/, '');
    }
  }
  return undefined;
}
