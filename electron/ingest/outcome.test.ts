import { describe, expect, it } from 'vitest';
import { outcomeOf } from './outcome.ts';

describe('outcomeOf', () => {
  it.each([
    [
      { kind: 'pdf', size: 9, pages: 2, parts: 0, passages: 3, failedPages: [], notes: [] },
      { state: 'ready', reason: '' },
    ],
    [
      { kind: 'pdf', size: 9, pages: 1, parts: 0, passages: 0, failedPages: [], notes: [] },
      { state: 'empty', reason: 'No text was found on its page.' },
    ],
    [
      { kind: 'pdf', size: 9, pages: 3, parts: 0, passages: 0, failedPages: [], notes: [] },
      { state: 'empty', reason: 'No text was found on its 3 pages.' },
    ],
    [
      {
        kind: 'pdf',
        size: 9,
        pages: 3,
        parts: 0,
        passages: 9,
        failedPages: [],
        notes: ['It is damaged.', 'Page 2 was not read.'],
      },
      { state: 'ready', reason: 'It is damaged. Page 2 was not read.' },
    ],
    [
      { kind: 'image', size: 9, pages: 0, parts: 0, passages: 0, failedPages: [], notes: [] },
      { state: 'ready', reason: 'No text was found in the picture.' },
    ],
    [
      { kind: 'video', size: 9, pages: 0, parts: 0, passages: 0, failedPages: [], notes: [] },
      { state: 'ready', reason: '' },
    ],
    [
      { kind: 'text', size: 9, pages: 0, parts: 0, passages: 0, failedPages: [], notes: [] },
      { state: 'empty', reason: 'No text was found in it.' },
    ],
    [
      { kind: 'other', size: 0, pages: 0, parts: 0, passages: 0, failedPages: [], notes: [] },
      { state: 'empty', reason: 'The file is empty (0 bytes).' },
    ],
    [
      {
        kind: 'pdf',
        size: 9,
        pages: 9,
        parts: 0,
        passages: 2,
        failedPages: [{ page: 4, reason: 'It took too long.' }],
        notes: [],
      },
      { state: 'ready', reason: 'The text of page 4 could not be recognised: It took too long.' },
    ],
    [
      {
        kind: 'pdf',
        size: 9,
        pages: 9,
        parts: 0,
        passages: 0,
        failedPages: [
          { page: 1, reason: 'No.' },
          { page: 2, reason: 'No.' },
        ],
        notes: ['It is damaged.'],
      },
      { state: 'failed', reason: 'The text of 2 pages (1, 2) could not be recognised: No. It is damaged.' },
    ],
  ])('%o', (found, expected) => {
    expect(outcomeOf(found)).toEqual(expected);
  });
});
