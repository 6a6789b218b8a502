import { attribute, xmlTokens } from './xml-tokens.ts';

/**
 * The words of a page of an XPS document (ECMA-388, 12.1), a line for each height at which they stand: a run of glyphs
 * says which text it is of.
 */
export function xpsPageText(page: string): string {
  const lines: { height: string; text: string }[] = [];
  for (const token of xmlTokens(page)) {
    if (token.type === 'text' || token.type === 'close' || token.name !== 'Glyphs') continue;
    // What would otherwise begin like the name of a resource is written after a pair of braces.
    const text = attribute(token, 'UnicodeString')?.replace(/^\{\}/, '') ?? '';
    const height = attribute(token, 'OriginY') ?? '';
    const line = lines.at(-1);
    if (line?.height !== height) lines.push({ height, text });
    else line.text += /\s$/.test(line.text) || /^\s/.test(text) ? text : ` ${text}`;
  }
  return lines
    .map(({ text }) => text.trim())
    .filter((text) => text !== '')
    .join('\n');
}
