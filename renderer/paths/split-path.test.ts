import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folderOf, nameOf, splitPath } from './split-path.ts';

describe('splitPath', () => {
  it.each([
    ['/home/mara', { parent: '/home', name: 'mara' }],
    ['/home', { parent: '/', name: 'home' }],
    ['/home/', { parent: '/', name: 'home' }],
    ['/', null],
    ['D:\\Papers', { parent: 'D:\\', name: 'Papers' }],
    ['D:\\', null],
    ['/odd\\name/x', { parent: '/odd\\name', name: 'x' }],
  ])('splits %j', (path, parts) => expect(splitPath(path)).toEqual(parts));

  it('gives back what was joined', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !text.includes('/'));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
        const parts = splitPath(`/${names.join('/')}`);
        expect(parts).toEqual({ parent: `/${names.slice(0, -1).join('/')}`, name: names.at(-1) });
      }),
    );
  });
});

it('names a file and its folder, or all of what has none', () => {
  expect([nameOf('/home/mara/a.txt'), folderOf('/home/mara/a.txt')]).toEqual(['a.txt', '/home/mara']);
  expect([nameOf('sample'), folderOf('sample')]).toEqual(['sample', '']);
});
