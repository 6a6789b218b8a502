/** A line this long was broken by its width, as mail and plain text are, and not by its writer. Characters. */
const BROKEN_BY_WIDTH = 56;

/** Puts the lines of hard-wrapped prose together again, to be wrapped where they are read. */
export function reflowed(text: string): string {
  const lines = text.split('\n');
  return lines.reduce((joined, line, index) => {
    const before = lines[index - 1] ?? '';
    return joined + (goesOn(before, line) ? ' ' : '\n') + line;
  });
}

/** Whether a sentence goes over from a line to the next one. */
function goesOn(before: string, line: string): boolean {
  return before.length >= BROKEN_BY_WIDTH && /[\p{L}\p{N},;–-]$/u.test(before) && /^[\p{L}\p{N}"'“«(]/u.test(line);
}
