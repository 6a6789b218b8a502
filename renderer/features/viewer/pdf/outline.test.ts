import type { PDFDocumentProxy } from 'pdfjs-dist';
import { expect, test } from 'vitest';
import { entryAt, readOutline } from './outline.ts';

test('an outline has the entries that lead to a page and a place on it, and the reader is at the last one that has begun', async () => {
  const document = {
    getOutline: async () => [
      { title: 'The pier', dest: [0], items: [{ title: ' Its lamp ', dest: 'lamp', items: [] }] },
      { title: 'A web page', dest: null, items: [] },
      { title: 'Torn', dest: 'nowhere', items: [] },
      { title: 'The wreck', dest: [4, { name: 'XYZ' }, null, 150, 0], items: [] },
      { title: 'Its cargo', dest: [4, { name: 'FitH' }, 50], items: [] },
    ],
    getDestination: async (name: string) =>
      name === 'lamp' ? [2, { name: 'Fit' }] : Promise.reject(new Error('gone')),
    getPage: async () => ({
      getViewport: () => ({ height: 200, convertToViewportPoint: (x: number, y: number) => [x, 200 - y] }),
    }),
  } as unknown as PDFDocumentProxy;
  const entries = await readOutline(document);
  expect(entries).toEqual([
    { title: 'The pier', depth: 0, page: 1 },
    { title: 'Its lamp', depth: 1, page: 3 },
    { title: 'The wreck', depth: 0, page: 5, down: 0.25 },
    { title: 'Its cargo', depth: 0, page: 5, down: 0.75 },
  ]);
  expect([0, 1, 4, 9].map((page) => entryAt(entries, { page }))).toEqual([-1, 0, 1, 3]);
  expect([0.2, 0.25, 0.7, 0.8].map((down) => entryAt(entries, { page: 5, down }))).toEqual([1, 2, 2, 3]);
});
