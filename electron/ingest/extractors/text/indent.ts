/** Lines that are longer are no lines for people. */
const LONGEST_LINE = 1000;
/** Levels that are told apart by the space before a line. */
const DEEPEST = 40;

/** Whether a text has lines that people would not read as such, as programs write them for programs. */
export function hasEndlessLines(text: string): boolean {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    if ((end < 0 ? text.length : end) - start > LONGEST_LINE) return true;
    if (end < 0) break;
    start = end + 1;
  }
  return false;
}

/** JSON with a line for each member; nothing but white space between its signs is changed, whatever the text is. */
export function indentJson(text: string): string {
  const pieces: string[] = [];
  let depth = 0;
  const line = () => pieces.push('\n', '  '.repeat(Math.min(depth, DEEPEST)));
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[^\s"[\]{},:]+|[[\]{},:]/gs)) {
    if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1);
      if (!isOpening(pieces.at(-1))) line();
      pieces.push(token);
      continue;
    }
    if (isOpening(pieces.at(-1))) line();
    pieces.push(token === ':' ? ': ' : token);
    if (token === ',') line();
    else if (isOpening(token)) depth++;
  }
  return pieces.join('');
}

function isOpening(token: string | undefined): boolean {
  return token === '{' || token === '[';
}

/** XML with a line for each tag that follows another one; nothing else is changed. */
export function breakXml(text: string): string {
  return text.replace(/(?<=>)(?=<)/g, '\n');
}
