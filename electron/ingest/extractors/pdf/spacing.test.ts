import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spacedAsShown } from './spacing.ts';

interface PlacedCharacter {
  text: string;
  left: number;
  right: number;
  bottom: number;
  top: number;
}

function shown(line: readonly PlacedCharacter[]): string {
  const boxes = line.flatMap(({ left, top, right, bottom }) => [left, top, right, bottom]);
  return spacedAsShown(line.map(({ text }) => text).join(''), new Float32Array(boxes));
}

/** A line ten high of characters six wide, each moved by so much from the end of the one before it. */
function line(...parts: readonly (string | number)[]): PlacedCharacter[] {
  let at = 0;
  return parts.flatMap((part) => {
    if (typeof part === 'number') {
      at += part;
      return [];
    }
    return Array.from(part, (text) => {
      const left = at;
      at += text === ' ' ? 2.5 : 6;
      return { text, left, right: at, bottom: 0, top: 10 };
    });
  });
}

it.each([
  ['as it is', line('the lamp is lit'), 'the lamp is lit'],
  ['with a word that a space was drawn over in', line('ke ', -2.6, 'yboard is here'), 'keyboard is here'],
  ['with words that were moved apart', line('gives', 2.5, 'a', 2.6, 'good lamp'), 'gives a good lamp'],
  ['with letters that were moved a little', line('T', -0.8, 'o', 0.3, 'wer lamp'), 'Tower lamp'],
  ['that is spaced', line('L', 2, 'A', 2, 'M', 2, 'P'), 'LAMP'],
  ['of a font whose widths are not true', line('the ', -6, 'lamp ', -6, 'is lit'), 'the lamp is lit'],
])('a line %s', (_, characters, text) => {
  expect(shown(characters)).toBe(text);
});

it('lines from the right to the left or upwards stay as they are', () => {
  const back = line('lamp is').map((character) => ({ ...character, left: -character.right, right: -character.left }));
  expect(shown(back)).toBe('lamp is');
  const up = line('lamp is').map(({ text, left, right }) => ({ text, left: 0, right: 10, bottom: left, top: right }));
  expect(shown(up)).toBe('lamp is');
});

it('nothing but spaces is changed', () => {
  const character = fc.record({
    text: fc.constantFrom(' ', 'a', 'b'),
    left: fc.double(),
    right: fc.double(),
    bottom: fc.double(),
    top: fc.double(),
  });
  fc.assert(
    fc.property(fc.array(character), (characters) => {
      const letters = characters
        .map(({ text }) => text)
        .join('')
        .replaceAll(' ', '');
      expect(shown(characters).replaceAll(' ', '')).toBe(letters);
    }),
  );
});
