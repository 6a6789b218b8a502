import { describe, expect, it } from 'vitest';
import { queryNeedle } from '../find/needle.ts';
import { frameAt, lineAt, openingMoment, openingText } from './moments.ts';

const lines = [
  { start: 1000, end: 3000, text: 'The harbour was dredged.' },
  { start: 5000, end: 8000, text: 'And the lighthouse shone.' },
  { start: 70_000, end: 80_000, text: 'The lighthouse again.' },
];

describe('lineAt', () => {
  it.each([
    [0, -1],
    [1000, 0],
    [4000, 0],
    [5000, 1],
    [1_000_000, 2],
  ])('finds what was said at %i ms', (time, line) => expect(lineAt(lines, time)).toBe(line));
});

describe('openingMoment', () => {
  const anchor = { type: 'lines', start: 1, end: 2, time: { start: 1000, end: 8000 } } as const;
  it('opens before the words that were looked for, within the place', () =>
    expect(openingMoment(anchor, lines, queryNeedle('lighthouse'))).toBe(3000));
  it('opens at the place’s beginning where the words are not said in it', () =>
    expect(openingMoment(anchor, lines, queryNeedle('nothing'))).toBe(0));
  it('leaves a recording as a whole at its beginning', () =>
    expect(openingMoment({ type: 'asset' }, lines, null)).toBeNull());
});

describe('openingText', () => {
  const anchor = { type: 'lines', start: 1, end: 2, time: { start: 1000, end: 8000 } } as const;
  const texts = [{ lines: [{ start: 1000, end: 2000, text: 'Der Hafen.' }] }, { lines }];
  it('shows the text that has the words', () => expect(openingText(anchor, texts, queryNeedle('dredged'))).toBe(1));
  it('shows the first one else', () => expect(openingText(anchor, texts, queryNeedle('nothing'))).toBe(0));
});

describe('frameAt', () => {
  it('goes through the strip row by row and no further than its ends', () =>
    expect([0, 0.5, 0.99, 1, 2].map((share) => frameAt(share, 10, 6))).toEqual([
      { column: 0, row: 0 },
      { column: 5, row: 0 },
      { column: 3, row: 1 },
      { column: 3, row: 1 },
      { column: 3, row: 1 },
    ]));
});
