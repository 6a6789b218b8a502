/** Numbers of a character's box: left, top, right and bottom, in the space of its page, with the room that its font gives it. */
export const BOX_NUMBERS = 4;

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
 * @param line characters of one unit each
 * @param boxes the box of each character, one after the other
 */
export function spacedAsShown(line: string, boxes: Float32Array): string {
  const { mayLackSpaces, mayHaveTooMany } = doubtsOf(line, boxes);
  if (!mayLackSpaces && !mayHaveTooMany) return line;
  const gaps = Float64Array.from({ length: line.length }, (_, index) => gapAt(line, boxes, index));
  const least = mayLackSpaces
    ? Math.max(LEAST_SPACE, TIMES_THE_USUAL * usualGap(line, gaps))
    : Number.POSITIVE_INFINITY;
  let text = '';
  for (let index = 0; index < line.length; index++) {
    const gap = gaps[index] ?? Number.NaN;
    if (isSpace(line, index)) {
      if (!isTooNarrow(gap)) text += line[index];
    } else text += gap > least ? ` ${line[index]}` : line[index];
  }
  return text;
}

/** Whether there is anything to change. Mostly there is not, so that no more is kept of any character. */
function doubtsOf(line: string, boxes: Float32Array): { mayLackSpaces: boolean; mayHaveTooMany: boolean } {
  let mayLackSpaces = false;
  let mayHaveTooMany = false;
  for (let index = 1; index < line.length; index++) {
    const gap = gapAt(line, boxes, index);
    if (isSpace(line, index)) mayHaveTooMany ||= isTooNarrow(gap);
    else mayLackSpaces ||= gap > LEAST_SPACE;
  }
  return { mayLackSpaces, mayHaveTooMany };
}

/** How far a letter stands from the one before it, or a space's neighbours from one another; NaN where that is no matter. */
function gapAt(line: string, boxes: Float32Array, index: number): number {
  if (index === 0 || isSpace(line, index - 1)) return Number.NaN;
  if (!isSpace(line, index)) return gapBetween(boxes, index - 1, index);
  if (index + 1 === line.length || isSpace(line, index + 1)) return Number.NaN;
  return gapBetween(boxes, index - 1, index + 1);
}

export function isSpace(line: string, index: number): boolean {
  const unit = line.charCodeAt(index);
  return unit === 0x20 || unit === 0xa0;
}

function isTooNarrow(gap: number): boolean {
  return gap < NO_SPACE && gap >= -MOST_OVERLAP;
}

/** How far two characters stand apart, as a share of their height; NaN where the next is not to the right of the one. */
function gapBetween(boxes: Float32Array, one: number, next: number): number {
  const at = one * BOX_NUMBERS;
  const nextAt = next * BOX_NUMBERS;
  const nextLeft = boxes[nextAt] ?? 0;
  if (nextLeft <= (boxes[at] ?? 0)) return Number.NaN;
  const top = boxes[at + 1] ?? 0;
  const bottom = boxes[at + 3] ?? 0;
  const nextTop = boxes[nextAt + 1] ?? 0;
  const nextBottom = boxes[nextAt + 3] ?? 0;
  const height = Math.min(top - bottom, nextTop - nextBottom);
  const overlap = Math.min(top, nextTop) - Math.max(bottom, nextBottom);
  if (!(height > 0) || overlap < height / 2) return Number.NaN;
  return (nextLeft - (boxes[at + 2] ?? 0)) / height;
}

/** The middle one of the gaps between characters that no space stands between. */
function usualGap(line: string, gaps: Float64Array): number {
  const between = gaps.filter((gap, index) => !isSpace(line, index) && !Number.isNaN(gap)).sort();
  return between[between.length >> 1] ?? 0;
}
