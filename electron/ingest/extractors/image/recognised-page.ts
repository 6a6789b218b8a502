/** A word as an engine read it. */
export interface RecognisedWord {
  text: string;
  /** 0–100. */
  confidence: number;
  /** In pixels of the picture. */
  bbox: { x0: number; y0: number; x1: number; y1: number };
}

/** What an engine read in a picture: paragraphs of lines of words. */
export type RecognisedPage = RecognisedWord[][][];

/** How an engine is to read a picture. */
export interface ReadingOptions {
  /** By Tesseract's codes. */
  languages: readonly string[];
  /** Dots an inch; undefined where they are not known and the engine is to estimate them. */
  dpi: number | undefined;
}
