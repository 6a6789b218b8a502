import { expect, test } from 'vitest';
import type { Box } from '../../../shared/anchors.ts';
import { anchorBlocks } from './anchor-blocks.ts';

const line = (x: number, y: number, width = 0.375): Box => ({ x, y, width, height: 0.0625 });

test('lines of a paragraph become one block', () => {
  expect(anchorBlocks([line(0, 0), line(0, 0.0625), line(0, 0.125, 0.25)])).toEqual([
    { x: 0, y: 0, width: 0.375, height: 0.1875 },
  ]);
});

test('columns and paragraphs apart stay apart', () => {
  expect(anchorBlocks([line(0, 0.5), line(0.5, 0)])).toHaveLength(2);
  expect(anchorBlocks([line(0, 0), line(0, 0.5)])).toHaveLength(2);
  expect(anchorBlocks([])).toEqual([]);
});
