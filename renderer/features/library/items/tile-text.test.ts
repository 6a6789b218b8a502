import { expect, test } from 'vitest';
import { excerptOf, kindOf } from './tile-text.ts';

test('an excerpt does not begin with the title that stands below it', () => {
  const title = 'The night the light stood still';
  expect(excerptOf({ title, excerpt: `# ${title}\n\nThis is the archive.` })).toBe('This is the archive.');
  expect(excerptOf({ title: '', excerpt: 'Dear Ines,' })).toBe('Dear Ines,');
  expect(excerptOf({ title: 'Only this', excerpt: 'Only this' })).toBe('Only this');
});

test('what has no kind of its own is named after its extension', () => {
  const names = { image: 'Image', other: 'Other' } as Parameters<typeof kindOf>[1];
  expect(kindOf({ kind: 'other', name: 'clip.mov' }, names)).toBe('MOV');
  expect(kindOf({ kind: 'other', name: 'README' }, names)).toBe('Other');
  expect(kindOf({ kind: 'image', name: 'a.png' }, names)).toBe('Image');
});
