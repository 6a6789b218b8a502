import { attribute, xmlTokens } from '../office/xml-tokens.ts';
import type { ZipArchive } from '../office/zip-archive.ts';
import { partText, resolvePath } from './epub-parts.ts';

/** Fonts are made unusable outside their book by these; such a book can be read all the same (EPUB 3.3, 4.3). */
const ofFonts = new Set(['http://www.idpf.org/2008/embedding', 'http://ns.adobe.com/pdf/enc#RC']);

/** Paths, in lower case, of the parts of a book that are encrypted. */
export function encryptedParts(archive: ZipArchive): ReadonlySet<string> {
  const parts = new Set<string>();
  let method = '';
  for (const token of xmlTokens(partText(archive, 'META-INF/encryption.xml') ?? '')) {
    if (token.type === 'text') continue;
    if (token.name === 'EncryptedData') method = '';
    else if (token.name === 'EncryptionMethod') method = attribute(token, 'Algorithm') ?? method;
    else if (token.name === 'CipherReference' && !ofFonts.has(method)) {
      const path = attribute(token, 'URI');
      if (path !== undefined) parts.add(resolvePath('', path).toLowerCase());
    }
  }
  return parts;
}
