const longest = 200;

/** Somebody else's text as one line to show, without control characters and marks that turn its direction. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, longest);
}
