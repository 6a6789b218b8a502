import { posix } from 'node:path';
import type { ZipArchive } from '../office/zip-archive.ts';
import { declaredEncoding, decodeText } from '../text/decode-text.ts';

/** A part as text, in whatever encoding it says that it is; undefined where it is missing or damaged. */
export function partText(archive: ZipArchive, path: string): string | undefined {
  const bytes = archive.bytes(path);
  return bytes && decodeText(bytes, declaredEncoding(bytes)).text.replace(/^\uFEFF/, '');
}

/** The path of what a reference in a part points to; without what stands behind `#`. */
export function resolvePath(from: string, reference: string): string {
  const path = reference.replace(/[#?].*$/s, '');
  return path === '' ? from : posix.join(posix.dirname(from), decoded(path)).replace(/^(?:\.\.\/)+/, '');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
