import fc from 'fast-check';
import { expect, test } from 'vitest';
import { headerRows, rowOfLine, textRows } from './text-rows.ts';

test('every kind of line break ends a line', () => {
  expect(textRows('a\r\nb\rc\nd').map(({ line, text }) => `${line}${text}`)).toEqual(['1a', '2b', '3c', '4d']);
  expect(textRows('')).toEqual([{ line: 1, continued: false, text: '' }]);
});

test('a very long line comes in pieces of one line', () => {
  const rows = textRows(`${'word '.repeat(1000)}\nend`);
  expect(rows.length).toBeGreaterThan(2);
  expect(rows.slice(0, -1).every(({ line }) => line === 1)).toBe(true);
  expect(rows.slice(0, -1).every(({ text }) => text.length <= 2000)).toBe(true);
  expect(rows[0]?.continued).toBe(false);
  expect(rows[1]?.continued).toBe(true);
});

test('rows hold the whole text, and lines are found in them', () => {
  const line = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.integer({ min: 1900, max: 6000 }).map((length) => '🙂'.repeat(length)),
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), (given) => {
      const lines = given.map((text) => text.replace(/[\r\n]/g, ''));
      const rows = textRows(lines.join('\n'));
      const joined = lines.map((_, index) =>
        rows
          .filter((row) => row.line === index + 1)
          .map(({ text }) => text)
          .join(''),
      );
      expect(joined).toEqual(lines);
      lines.forEach((_, index) => {
        const row = rows[rowOfLine(rows, index + 1)];
        expect(row).toMatchObject({ line: index + 1, continued: false });
      });
      expect(rowOfLine(rows, lines.length + 10)).toBe(rows.length - 1);
    }),
  );
});

test('the headers of a mail end with an empty line', () => {
  const headers = (text: string) => headerRows(textRows(text));
  expect(headers('Subject: The plate\nFrom: Jonas <j@example>\nReply-To: x\n\nDear Ines:\n')).toBe(3);
  expect(headers('Subject: The plate\nand no empty line')).toBe(0);
  expect(headers('Dear Ines,\n\nplease sit down.')).toBe(0);
  expect(headers('')).toBe(0);
});
