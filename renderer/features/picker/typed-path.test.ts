import { describe, expect, it } from 'vitest';
import { extensionOf, typeAhead, typedPath } from './typed-path.ts';

const unix = { current: '/home/mara/papers', home: '/home/mara' };
const windows = { current: 'D:\\Papers', home: 'C:\\Users\\Mara' };

describe('typedPath', () => {
  it.each([
    ['/mnt/stick', '/mnt/stick'],
    ['  /mnt/stick\n', '/mnt/stick'],
    ['"/mnt/my stick"', '/mnt/my stick'],
    ["'/mnt/my stick'", '/mnt/my stick'],
    ['file:///mnt/my%20stick', '/mnt/my stick'],
    ['file:///mnt/100%', 'file:///mnt/100%'],
    ['~', '/home/mara'],
    ['~/letters', '/home/mara/letters'],
    ['1931', '/home/mara/papers/1931'],
    ['', '/home/mara/papers'],
  ])('reads %j', (text, path) => {
    // What cannot be decoded is taken as a name, for which the host then says that it is not there.
    expect(typedPath(text, unix)).toBe(path.startsWith('file:') ? `/home/mara/papers/${path}` : path);
  });

  it.each([
    ['E:', 'E:\\'],
    ['E:\\models', 'E:\\models'],
    ['\\\\server\\share', '\\\\server\\share'],
    ['file:///E:/my%20models', 'E:\\my models'],
    ['~\\letters', 'C:\\Users\\Mara\\letters'],
    ['1931', 'D:\\Papers\\1931'],
  ])('reads %j on Windows', (text, path) => {
    expect(typedPath(text, windows)).toBe(path);
  });
});

describe('extensionOf', () => {
  it.each([
    ['scan.PDF', 'pdf'],
    ['archive.tar.gz', 'gz'],
    ['.profile', null],
    ['folder', null],
    ['odd.', null],
  ])('of %j', (name, extension) => expect(extensionOf(name)).toBe(extension));
});

describe('typeAhead', () => {
  const names = ['Alpha', 'beta', 'Bronze', 'Ärger', 'bread'];

  it('goes on to the next with the same letter, and around', () => {
    expect(typeAhead(names, -1, 'b')).toBe(1);
    expect(typeAhead(names, 1, 'b')).toBe(2);
    expect(typeAhead(names, 4, 'b')).toBe(1);
  });

  it('stays while a longer prefix fits', () => {
    expect(typeAhead(names, 2, 'br')).toBe(2);
    expect(typeAhead(names, 2, 'bre')).toBe(4);
    expect(typeAhead(names, 0, 'är')).toBe(3);
  });

  it('finds nothing where nothing fits', () => {
    expect(typeAhead(names, 0, 'z')).toBe(-1);
    expect(typeAhead([], -1, 'a')).toBe(-1);
  });
});
