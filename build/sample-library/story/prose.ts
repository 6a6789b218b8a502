/** A piece of a written document, whatever its format. */
export type Piece =
  | { type: 'heading'; text: string }
  | { type: 'paragraph'; text: string }
  | { type: 'table'; rows: readonly (readonly string[])[] }
  | { type: 'figure'; picture: 'lens-section' | 'tower-elevation'; caption: string };

/** A document: its title, a line about who wrote it for whom and when, and its pieces. */
export interface Prose {
  title: string;
  byline: string;
  author: string;
  /** ISO 8601 with a zone. */
  created: string;
  language: 'en' | 'de' | 'fr';
  pieces: readonly Piece[];
}

export const heading = (text: string): Piece => ({ type: 'heading', text });
export const paragraph = (text: string): Piece => ({ type: 'paragraph', text: text.replace(/\s*\n\s*/g, ' ').trim() });
/** The first row is the head of the table. */
export const table = (...rows: readonly (readonly string[])[]): Piece => ({ type: 'table', rows });
export const figure = (picture: 'lens-section' | 'tower-elevation', caption: string): Piece => ({
  type: 'figure',
  picture,
  caption,
});
