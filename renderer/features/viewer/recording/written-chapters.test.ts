import { expect, test } from 'vitest';
import type { WrittenOfAsset } from '../../../../shared/contract/derivations.ts';
import { chaptersOf } from './written-chapters.ts';

test('a recording has its own chapters, or those that a model wrote', () => {
  const written: WrittenOfAsset[] = [
    {
      modelId: '1',
      model: 'Clerk',
      time: 0,
      stale: '',
      shown: '',
      written: {
        kind: 'chapters',
        content: {
          chapters: [
            { start: 6000, title: 'The lamp' },
            { start: 0, title: 'The pier' },
          ],
        },
      },
    },
  ];
  const own = [{ start: 0, end: 9000, title: 'All of it' }];
  expect(chaptersOf({ chapters: own, duration: 9000 }, written)).toEqual({ chapters: own, model: null });
  expect(chaptersOf({ chapters: [], duration: 9000 }, written)).toEqual({
    chapters: [
      { start: 0, end: 6000, title: 'The pier' },
      { start: 6000, end: 9000, title: 'The lamp' },
    ],
    model: 'Clerk',
  });
  expect(chaptersOf({ chapters: [], duration: 9000 }, [])).toEqual({ chapters: [], model: null });
});
