import { xmlTokens } from '../office/xml-tokens.ts';
import { decodeText } from '../text/decode-text.ts';

const LONGEST = 16 * 1024 * 1024;
/** Elements whose text is read: what is drawn, and what is said of it. */
const written = new Set(['text', 'title', 'desc']);

/** What is written in a drawing of SVG: its texts, titles and descriptions, in their order. */
export function drawingTexts(bytes: Buffer): string[] {
  const texts: string[] = [];
  let open = '';
  let depth = 0;
  for (const token of xmlTokens(decodeText(bytes.subarray(0, LONGEST)).text)) {
    if (token.type === 'text') {
      if (depth > 0) open += token.text;
      continue;
    }
    if (!written.has(token.name)) {
      if (depth > 0 && token.name === 'tspan' && token.type === 'close') open += ' ';
      continue;
    }
    if (token.type === 'open') depth++;
    if (token.type !== 'close' || depth === 0) continue;
    depth--;
    if (depth === 0) {
      const text = open.replace(/\s+/g, ' ').trim();
      if (text !== '') texts.push(text);
      open = '';
    }
  }
  return texts;
}
