import { picturePrint } from './picture-print.ts';
import { textPrint } from './text-print.ts';

/** Fingerprints of pictures, by the paths of their renditions, and of texts; null where there is none. */
export async function fingerprint(request: {
  pictures: string[];
  texts: string[];
}): Promise<{ pictures: (Uint8Array | null)[]; texts: (Uint8Array | null)[] }> {
  const pictures: (Uint8Array | null)[] = [];
  // One after the other: what is decoded at a time would take memory.
  for (const path of request.pictures) pictures.push(await picturePrint(path).catch(() => null));
  return { pictures, texts: request.texts.map(textPrint) };
}
