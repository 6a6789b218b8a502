import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reflowed } from './reflowed.ts';

test('joins what the width of a mail broke, and leaves paragraphs, lists and verses', () => {
  expect(
    reflowed('I took the plate off today, four brass screws; one of them was\nturned in crooked. It is dry.\n\nJonas'),
  ).toBe('I took the plate off today, four brass screws; one of them was turned in crooked. It is dry.\n\nJonas');
  for (const kept of [
    'Hallow Ness\n15 November',
    `${'a sentence that ends where its line ends, and fully so'} so.\nNext`,
  ])
    expect(reflowed(kept)).toBe(kept);
});

test('changes nothing but line ends', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 90 })), (lines) => {
      const text = lines.join('\n');
      expect(reflowed(text).replaceAll('\n', ' ')).toBe(text.replaceAll('\n', ' '));
    }),
  );
});
