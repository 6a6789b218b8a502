import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allKeywords, captionOf, momentOf, uprightFaces, withSidecar } from '../../picture-facts.ts';
import { sidecars } from './sidecars-for-tests.ts';
import { xmpFacts } from './xmp-facts.ts';

describe('XMP', () => {
  it('of Lightroom is read', () => {
    const facts = xmpFacts(sidecars.lightroom);
    expect(facts).toEqual({
      title: 'The pier',
      rating: 4,
      label: 'Green',
      taken: { local: '2023-07-09T18:30:01.25', zone: '+02:00' },
      camera: 'NIKON Z 6',
      lens: 'NIKKOR Z 24-70mm f/4 S',
      exposure: 0.004,
      aperture: 8,
      iso: 200,
      position: { latitude: 54.48, longitude: 9.05 },
      place: 'Husum, Germany',
      creator: 'Ines Harrow',
      copyright: '© 2023 Ines Harrow',
      keywords: ['fog', 'Husum'],
      keywordPaths: [['Places', 'Germany', 'Husum']],
    });
    expect(facts?.taken && momentOf(facts.taken)).toBe(Date.UTC(2023, 6, 9, 16, 30, 1, 250));
    expect(allKeywords(facts ?? {})).toEqual(['fog', 'Husum']);
  });

  it('of digiKam is read, with its faces and none of its other regions', () => {
    const facts = xmpFacts(sidecars.digiKam) ?? {};
    expect(facts).toMatchObject({
      caption: 'The lamp & its keeper',
      rating: 2,
      label: 'Orange',
      keywords: ['Föhr', 'lamp'],
      keywordPaths: [['Places', 'Föhr']],
    });
    expect(facts.faces).toMatchObject({ width: 400, height: 200 });
    expect(facts.faces?.regions).toHaveLength(1);
    const [face] = uprightFaces(facts, { width: 400, height: 200 });
    expect(face?.name).toBe('Ada Vasseur');
    for (const [side, value] of Object.entries({ x: 0.2, y: 0.4, width: 0.1, height: 0.2 }))
      expect(face?.box[side as 'x']).toBeCloseTo(value);
    expect(captionOf(facts)).toBe('The lamp & its keeper\nFöhr, lamp\nAda Vasseur');
  });

  it('in several languages is read in all of them, the usual one first', () => {
    const described = `<dc:description><rdf:Alt><rdf:li xml:lang="de">Die Lampe</rdf:li><rdf:li xml:lang="x-default">The lamp</rdf:li><rdf:li xml:lang="en">The lamp</rdf:li></rdf:Alt></dc:description>`;
    const text = sidecars.lightroom.replace('<dc:creator>', `${described}<dc:creator>`);
    expect(xmpFacts(text)?.caption).toBe('The lamp\nDie Lampe');
  });

  it('of darktable and Windows is read', () => {
    expect(xmpFacts(sidecars.darktable)).toEqual({
      rating: -1,
      keywords: ['gulls'],
      keywordPaths: [],
      taken: { local: '2019-08-01T07:15:00', zone: '' },
    });
    expect(xmpFacts(sidecars.windows)?.faces?.regions).toEqual([
      { name: 'Odile Ferrand', box: { x: 0.2, y: 0.3, width: expect.closeTo(0.1), height: expect.closeTo(0.4) } },
    ]);
  });

  it('states an empty list of keywords, which takes those of the file away', () => {
    const empty = sidecars.digiKam.replace(/<rdf:li>(?:Föhr|lamp|Places\/Föhr)<\/rdf:li>/g, '');
    expect(xmpFacts(empty)).toMatchObject({ keywords: [], keywordPaths: [] });
    const sum = withSidecar({ keywords: ['old'], keywordPaths: [['a', 'old']], camera: 'Box' }, xmpFacts(empty) ?? {});
    expect(allKeywords(sum)).toEqual([]);
    expect(sum.camera).toBe('Box');
  });

  it.each([
    ['a text', 'Hello'],
    ['other XML', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a document type, which may unfold without end', `<!DOCTYPE x [<!ENTITY a "b">]>${sidecars.lightroom}`],
    ['what is cut off', sidecars.lightroom.slice(0, 900)],
  ])('is not %s', (_, text) => {
    expect(xmpFacts(text)).toBeUndefined();
  });

  it('of any form comes to an end without fail', () => {
    const all = Object.values(sidecars);
    const cut = fc.tuple(fc.constantFrom(...all), fc.nat(), fc.nat(40), fc.string({ maxLength: 12 }));
    fc.assert(
      fc.property(cut, ([text, at, length, inserted]) => {
        const start = at % text.length;
        const facts = xmpFacts(text.slice(0, start) + inserted + text.slice(start + length)) ?? {};
        for (const { box } of facts.faces?.regions ?? []) {
          expect(box.x).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(1.000001);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('faces', () => {
  const stated = {
    upright: false,
    width: 400,
    height: 200,
    regions: [{ name: 'A', box: { x: 0, y: 0, width: 0.5, height: 0.25 } }],
  };

  it('lie on the upright picture where they were marked on the stored one', () => {
    const size = { width: 200, height: 400 };
    const boxAt = (orientation: number) => uprightFaces({ faces: stated, orientation }, size)[0]?.box;
    // Turned clockwise by a quarter, what was at the top left is at the top right.
    expect(boxAt(6)).toEqual({ x: 0.75, y: 0, width: 0.25, height: 0.5 });
    expect(boxAt(8)).toEqual({ x: 0, y: 0.5, width: 0.25, height: 0.5 });
    expect(boxAt(3)).toEqual({ x: 0.5, y: 0.75, width: 0.5, height: 0.25 });
    expect(boxAt(1)).toEqual({ x: 0, y: 0, width: 0.5, height: 0.25 });
  });

  it('stay where they are where they were marked on the picture as it is seen', () => {
    const seen = { ...stated, width: 200, height: 400 };
    expect(uprightFaces({ faces: seen, orientation: 6 }, { width: 200, height: 400 })[0]?.box.x).toBe(0);
  });
});
