/** A decoded picture: its samples row by row from the top left, red, green, blue, and alpha where there are four. */
export interface Pixels {
  width: number;
  height: number;
  channels: 3 | 4;
  pixels: Uint8Array;
  /** Whether a part of the picture was missing. */
  damaged: boolean;
}

export interface Size {
  width: number;
  height: number;
}

/** Why a picture is not opened, as a sentence. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}
