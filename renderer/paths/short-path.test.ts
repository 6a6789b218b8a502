import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortPath } from './short-path.ts';

test('keeps a short path', () => {
  expect(shortPath('/home/ada/notes.txt', 40)).toBe('/home/ada/notes.txt');
});

test('leaves out the middle', () => {
  expect(shortPath('/home/ada/projects/2024/harbour/survey/final/report.pdf', 40)).toBe(
    '/home/…/harbour/survey/final/report.pdf',
  );
  expect(shortPath('C:\\Users\\ada\\Documents\\a\\b\\c\\report.pdf', 26)).toBe('C:\\Users\\…\\b\\c\\report.pdf');
});

test('a long name keeps its extension', () => {
  const short = shortPath(`/x/${'very long name '.repeat(10)}.pdf`, 40);
  expect(short).toContain('…');
  expect(short.endsWith('.pdf')).toBe(true);
});

test('is never longer than asked for', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 30 })), fc.integer({ min: 12, max: 80 }), (parts, length) => {
      expect(shortPath(parts.join('/'), length).length).toBeLessThanOrEqual(length);
    }),
  );
});
