/** A character and where it stands, with the room that its font gives it, in the space of its page. */
export interface PlacedCharacter {
  text: string;
  left: number;
  right: number;
  bottom: number;
  top: number;
}

// As shares of the height of a line. A space of print is a fifth of it or more; letters of a word are moved together or
// apart by much less, but for words that are spaced as a whole.
const LEAST_SPACE = 0.14;
const NO_SPACE = 0.06;
/** A character that reaches so far into the next one is of a font whose widths are not true. */
const MOST_OVERLAP = 0.15;
const TIMES_THE_USUAL = 3;

/**
 * A line with spaces where readers see them. The engine goes by what is written: a space that is drawn over, as programs do
 * that move letters together by it, would cut a word in two, and where they move words apart as they do letters, there
 * would be none.
 */
export function spacedAsShown(line: readonly PlacedCharacter[]): string {
  const usual = usualGap(line);
  let text = '';
  for (const [index, character] of line.entries()) {
    const [before, after] = [line[index - 1], line[index + 1]];
    if (isSpace(character)) {
      const gap = before && after && !isSpace(before) && !isSpace(after) ? gapBetween(before, after) : undefined;
      if (gap === undefined || gap >= NO_SPACE || gap < -MOST_OVERLAP) text += character.text;
      continue;
    }
    const gap = before && !isSpace(before) ? gapBetween(before, character) : undefined;
    text +=
      gap !== undefined && gap > LEAST_SPACE && gap > TIMES_THE_USUAL * usual ? ` ${character.text}` : character.text;
  }
  return text;
}

const isSpace = ({ text }: PlacedCharacter) => text === ' ' || text === '\u00A0';

/** How far two characters stand apart, as a share of their height; undefined where the next is not to the right of it. */
function gapBetween(one: PlacedCharacter, next: PlacedCharacter): number | undefined {
  const height = Math.min(one.top - one.bottom, next.top - next.bottom);
  const overlap = Math.min(one.top, next.top) - Math.max(one.bottom, next.bottom);
  if (height <= 0 || overlap < height / 2 || next.left <= one.left) return undefined;
  return (next.left - one.right) / height;
}

/** The middle one of the gaps between characters that no space stands between. */
function usualGap(line: readonly PlacedCharacter[]): number {
  const gaps = line.flatMap((character, index) => {
    const before = line[index - 1];
    if (!before || isSpace(before) || isSpace(character)) return [];
    return gapBetween(before, character) ?? [];
  });
  return gaps.sort((one, other) => one - other)[gaps.length >> 1] ?? 0;
}
