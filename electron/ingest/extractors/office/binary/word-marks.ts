/** What stands for marks and breaks in the text ([MS-DOC], 2.4.1 and 2.4.3); other control characters stand for nothing. */
const marks: Readonly<Record<string, string>> = {
  '\t': '\t',
  '\n': '\n',
  '\v': '\n',
  '\f': '\n\n',
  '\r': '\n\n',
  '\x0e': '\n',
  '\x1e': '-',
};
const CELL = '\x07';
const FIELD = '\x13';
const FIELD_RESULT = '\x14';
const FIELD_END = '\x15';

/** A part of a Word document as text: paragraphs with an empty line between, rows of tables as lines with tabs. */
export function plainText(characters: string): string {
  const tokens = characters.match(/\P{Cc}+|\p{Cc}/gu) ?? [];
  const instructions = instructionsIn(tokens);
  const text: string[] = [];
  let shownUntil = 0;
  for (const { start, end } of [...instructions, { start: tokens.length, end: tokens.length }]) {
    for (let at = shownUntil; at < start; at++) text.push(shown(tokens[at] ?? '', tokens[at - 1] ?? ''));
    shownUntil = Math.max(shownUntil, end);
  }
  return tidy(text.join(''));
}

interface Span {
  start: number;
  end: number;
}

/** What fields say of how they come to their results, in order; only of fields that end, as damage is not to hide text. */
function instructionsIn(tokens: readonly string[]): Span[] {
  const found: Span[] = [];
  const open: { start: number; result?: number }[] = [];
  tokens.forEach((token, at) => {
    const last = open.at(-1);
    if (token === FIELD) open.push({ start: at });
    else if (token === FIELD_RESULT && last) last.result ??= at;
    else if (token === FIELD_END && last) {
      open.pop();
      found.push({ start: last.start, end: last.result ?? at });
    }
  });
  return found.sort((one, other) => one.start - other.start);
}

/** A row ends with the mark of its last cell and one more. */
function shown(token: string, before: string): string {
  if (token === CELL) return before === CELL ? '\n' : '\t';
  return marks[token] ?? (token < ' ' ? '' : token);
}

function tidy(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd());
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
