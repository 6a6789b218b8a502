import { zipSync } from 'fflate';
import { ZipArchive } from './zip-archive.ts';

/** Bytes of a package up to which it is unpacked at once; what is in it is in memory several times then. */
const MOST_PACKED = 1024 * 1024;
/** Folders of pictures, which are not read. */
const pictures = /(?:^|\/)(?:media|pictures|thumbnails)\//;

/**
 * A document's package for its parser, which unpacks by JavaScript, and the list of types once more by a stream: without
 * pictures, all else unpacked already, the list of types first. What cannot be made so stays as it is.
 */
export async function unpackedPackage(bytes: Buffer): Promise<Buffer> {
  if (bytes.length > MOST_PACKED) return bytes;
  const archive = await ZipArchive.open(bytes);
  if (archive.isCut || archive.hasDoubles) return bytes;
  try {
    const parts = partsOf(archive);
    return parts ? Buffer.from(zipSync(Object.fromEntries(parts), { level: 0 })) : bytes;
  } catch {
    // It unpacks to too much, or has names that no package can have, of which the parser has its own to say.
    return bytes;
  }
}

/** Undefined where one is damaged. */
function partsOf(archive: ZipArchive): [name: string, bytes: Buffer][] | undefined {
  const parts: [string, Buffer][] = [];
  for (const { name, folded } of archive.parts) {
    if (pictures.test(folded)) continue;
    const bytes = archive.bytes(folded);
    if (bytes === undefined) return undefined;
    if (name === '[Content_Types].xml') parts.unshift([name, bytes]);
    else parts.push([name, bytes]);
  }
  return parts;
}
