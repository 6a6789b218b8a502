import { memorySource } from '../identify/byte-source.ts';
import { typeOf } from '../identify/identify.ts';
import { isReadableImage } from './open-image.ts';

/** A picture that lay in another file. */
export interface FoundPicture {
  bytes: Buffer;
  mime: string;
}

/** The first of what may be pictures that is one which can be read, told by its bytes; null where there is none. */
export async function firstPicture(candidates: readonly Buffer[]): Promise<FoundPicture | null> {
  for (const bytes of candidates) {
    const { mime } = await typeOf(memorySource(bytes), '');
    if (isReadableImage(mime)) return { bytes, mime };
  }
  return null;
}
