/** A decoded picture: its samples of 8 bits row by row from the top left, a pixel’s channels side by side. */
export interface Pixels {
  width: number;
  height: number;
  /** Grey; red, green, blue; the same with alpha – or inks. */
  channels: 1 | 3 | 4;
  pixels: Uint8Array;
  /** Whether a part of the picture was missing. */
  damaged: boolean;
  /** Where the four channels are inks, of which 255 is full. */
  colour?: 'cmyk';
  /** The ICC profile that says what the values mean. */
  profile?: Buffer | undefined;
}

export interface Size {
  width: number;
  height: number;
}

/** What is said of a picture of which a part is there. */
export const DAMAGED = 'The picture is damaged or cut off: parts of it are missing.';

/** Why a picture is not opened, as a sentence. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}
