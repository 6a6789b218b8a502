import { isUtf8 } from 'node:buffer';
import { guessEncoding } from '../text/guess-encoding.ts';

/** How a container names something in it: text, and the bytes of the name where they are not UTF-8. */
export interface EntryPath {
  path: string;
  rawPath: Uint8Array | null;
}

/** Characters of a path that are kept; the rest of a longer one says nothing to anybody. */
const LONGEST_PATH = 1000;

/**
 * The path of something in a container: segments with a slash between them, none of which leads anywhere else. It names a
 * place in the catalog and is never opened.
 */
export function cleanPath(given: string): string {
  const segments = given
    .replaceAll('\\', '/')
    .replace(/^[a-z]:/i, '')
    .split('/')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: names of archives hold any byte.
    .map((segment) => segment.replace(/[\x00-\x1f\x7f]/g, '\uFFFD'))
    .filter((segment) => segment !== '' && segment !== '.')
    .map((segment) => (segment === '..' ? '__' : segment));
  const path = segments.join('/').slice(0, LONGEST_PATH).toWellFormed().replace(/\/$/, '');
  return path === '' ? 'unnamed' : path;
}

/** The path that bytes spell, whose encoding is guessed where they are not UTF-8. */
export function decodedPath(raw: Uint8Array, encoding = () => guessEncoding(raw)): EntryPath {
  if (isUtf8(raw)) return { path: cleanPath(new TextDecoder().decode(raw)), rawPath: null };
  return { path: cleanPath(new TextDecoder(encoding()).decode(raw)), rawPath: Uint8Array.from(raw) };
}
