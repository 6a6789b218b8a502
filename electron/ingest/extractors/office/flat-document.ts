import { strToU8, zipSync } from 'fflate';
import { declaredEncoding, decodeText } from '../text/decode-text.ts';
import { FLAT_XML, officeKind } from './office-types.ts';

/** The MIME type of a flat OpenDocument, by its root's tag; undefined for other XML. */
export function flatDocumentType(root: string): string | undefined {
  const [tag = ''] = /^<office:document\s[^>]*/.exec(root) ?? [];
  const mime = /\soffice:mimetype\s*=\s*["'](application\/vnd\.oasis\.opendocument\.\w+)/.exec(tag)?.[1];
  return mime !== undefined && officeKind(mime + FLAT_XML) !== undefined ? mime + FLAT_XML : undefined;
}

/**
 * The package (OpenDocument 1.3, part 2) of a document that is one XML file (part 3, 3.1.2), so that both are read by the
 * same rules. Pictures in it are left out.
 */
export function packageOfFlat(bytes: Buffer, mime: string): Buffer {
  const xml = decodeText(bytes, declaredEncoding(bytes)).text.replace(/(<office:binary-data\b[^>]*>)[^<]*/g, '$1');
  const names = /<office:document(\s[^>]*)>/.exec(xml)?.[1] ?? '';
  const part = (element: string, ...children: readonly string[]) => {
    const content = children.map((child) => childOf(xml, child)).join('');
    return strToU8(`<office:document-${element}${names}>${content}</office:document-${element}>`);
  };
  const parts = {
    mimetype: strToU8(mime.slice(0, -FLAT_XML.length)),
    'content.xml': part('content', 'automatic-styles', 'body'),
    'styles.xml': part('styles', 'styles', 'automatic-styles', 'master-styles'),
    'meta.xml': part('meta', 'meta'),
  };
  return Buffer.from(zipSync(parts, { level: 0 }));
}

/** A child of the root with all that is in it, to the end of the file where that is cut short. */
function childOf(xml: string, name: string): string {
  const start = xml.search(new RegExp(`<office:${name}[\\s>]`));
  if (start < 0) return '';
  const tag = `</office:${name}>`;
  // A document in the body has children of the same names.
  const end = name === 'body' ? xml.lastIndexOf(tag) : xml.indexOf(tag, start);
  return end < start ? xml.slice(start) : xml.slice(start, end + tag.length);
}
