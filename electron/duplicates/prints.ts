/** The fingerprints and their versions. */
export const PICTURE_PRINT = 'phash/1';
export const TEXT_PRINT = 'minhash/1';

/** Characters of a text that are looked at. */
const LONGEST_TEXT = 200_000;

/** What a text's fingerprint is made of: its passages in their order, up to a length; empty where there is nothing. */
export function printedText(passages: Iterable<{ text: string }>): string {
  let text = '';
  for (const passage of passages) {
    if (text.length >= LONGEST_TEXT) break;
    text += `${passage.text}\n`;
  }
  return text.slice(0, LONGEST_TEXT);
}
