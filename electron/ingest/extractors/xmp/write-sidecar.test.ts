import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { sidecars } from './sidecars-for-tests.ts';
import { writeSidecar } from './write-sidecar.ts';
import { xmpFacts } from './xmp-facts.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-test-'));
afterAll(() => rmSync(folder, { recursive: true }));
let path = '';
let number = 0;
beforeEach(() => {
  path = join(folder, `${number++}.jpg.xmp`);
});

const write = (added: string[], removed: string[] = [], tags = added) => writeSidecar({ path, tags, added, removed });
const read = () => readFileSync(path, 'utf8');

describe('a sidecar', () => {
  it('is made with all tags, in the lists of every program', async () => {
    expect(await write(['fog'], [], ['fog', 'Pier & <lamp>'])).toBe(true);
    const facts = xmpFacts(read());
    expect(facts).toEqual({ keywords: ['fog', 'Pier & <lamp>'], keywordPaths: [] });
    for (const list of ['dc:subject', 'lr:hierarchicalSubject', 'digiKam:TagsList'])
      expect(read()).toContain(`<${list}`);
    expect(await write([], ['fog', 'Pier & <lamp>'])).toBe(true);
    expect(xmpFacts(read())).toMatchObject({ keywords: [] });
  });

  it.each(['lightroom', 'digiKam', 'darktable'] as const)('of %s keeps all else that is in it', async (program) => {
    writeFileSync(path, sidecars[program]);
    expect(await write(['gulls', 'new'], ['FOG', 'lamp'], ['gulls', 'new'])).toBe(true);
    const before = xmpFacts(sidecars[program]) ?? {};
    const after = xmpFacts(read()) ?? {};
    const withoutKeywords = ({ keywords, keywordPaths, ...rest }: typeof before) => rest;
    expect(withoutKeywords(after)).toEqual(withoutKeywords(before));
    expect(after.keywordPaths).toEqual(before.keywordPaths);
    expect(after.keywords?.filter((keyword) => ['gulls', 'new'].includes(keyword)).toSorted()).toEqual([
      'gulls',
      'new',
    ]);
    expect(after.keywords).not.toContain('fog');
    expect(after.keywords).not.toContain('lamp');
    // What is not understood stands as it stood.
    const others = /(?:crs|darktable|digiKam:(?:Pick|Color)Label|mwg-rs|stArea|stDim|photoshop|tiff)[\w:]*="[^"]*"/g;
    expect(read().match(others)).toEqual(sidecars[program].match(others));
    expect(read().match(/<\?xpacket[^>]*>/g)).toEqual(sidecars[program].match(/<\?xpacket[^>]*>/g));
    // Once more changes nothing, byte by byte.
    const written = read();
    expect(await write(['gulls', 'new'], ['fog'])).toBe(false);
    expect(read()).toBe(written);
  });

  it('in a hierarchy loses the keyword and not its place, and gains keywords at the top', async () => {
    writeFileSync(path, sidecars.lightroom);
    await write(['Kiel'], ['Husum']);
    expect(xmpFacts(read())).toMatchObject({ keywords: ['fog', 'Kiel'], keywordPaths: [] });
    expect(read()).toContain('<rdf:li>Kiel</rdf:li>');
    expect(read()).not.toContain('Husum</rdf:li>');
    // The city is a fact of another kind.
    expect(read()).toContain('photoshop:City="Husum"');
  });

  it('in another encoding is written in UTF-8 and says so', async () => {
    const text = sidecars.darktable.replace('encoding="UTF-8"', 'encoding="UTF-16"');
    writeFileSync(path, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]));
    expect(await write(['Öl'])).toBe(true);
    expect(read()).toContain('encoding="UTF-8"');
    expect(xmpFacts(read())?.keywords).toContain('Öl');
  });

  it('that is none, or is damaged, is left as it is', async () => {
    const { lightroom } = sidecars;
    const mended = lightroom.replace('crs:Version="15.4"', 'crs:Version=15.4');
    for (const text of ['A letter.', lightroom.slice(0, 700), '', mended, `${lightroom}My notes.`]) {
      writeFileSync(path, text);
      expect(await write(['fog'])).toMatchObject({ refused: 'failed', reason: expect.stringContaining(path) });
      expect(read()).toBe(text);
    }
  });

  it('is put in place whole, with its permissions, and leaves nothing behind', async () => {
    writeFileSync(path, sidecars.digiKam);
    chmodSync(path, 0o640);
    await write(['fog']);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).filter((name) => name.includes('part'))).toEqual([]);
    expect(existsSync(path)).toBe(true);
  });

  it.skipIf(process.platform === 'win32')(
    'is written where a link leads to, and not against its protection',
    async () => {
      const other = `${path}.elsewhere`;
      writeFileSync(other, sidecars.digiKam);
      symlinkSync(other, path);
      expect(await write(['fog'])).toBe(true);
      expect([lstatSync(path).isSymbolicLink(), xmpFacts(readFileSync(other, 'utf8'))?.keywords]).toEqual([
        true,
        ['Föhr', 'lamp', 'fog'],
      ]);
      chmodSync(folder, 0o755);
      chmodSync(other, 0o444);
      const isRoot = process.geteuid?.() === 0;
      if (isRoot) process.seteuid?.(65_534);
      const refused = await write(['gulls']).finally(() => isRoot && process.seteuid?.(0));
      expect(refused).toMatchObject({ reason: `${other} cannot be written: there is no permission for that.` });
    },
  );

  it('is not made where there is nothing to write', async () => {
    expect(await write([], ['fog'])).toBe(false);
    expect(existsSync(path)).toBe(false);
  });
});
