import { expect, test } from 'vitest';
import { imageRenditions } from './image-source.ts';

test('a rendition is asked for only where there is one', () => {
  expect(imageRenditions({ mime: 'image/jpeg', hasThumbnail: true })).toEqual(['original', 'preview']);
  expect(imageRenditions({ mime: 'image/jpeg', hasThumbnail: false })).toEqual(['original']);
  expect(imageRenditions({ mime: 'image/tiff', hasThumbnail: true })).toEqual(['preview']);
  expect(imageRenditions({ mime: 'image/tiff', hasThumbnail: true }, 3)).toEqual(['page3']);
  expect(imageRenditions({ mime: 'image/jp2', hasThumbnail: false })).toEqual([]);
});
