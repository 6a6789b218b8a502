import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { picturePrint } from '../ingest/extractors/fingerprint/picture-print.ts';
import { textPrint } from '../ingest/extractors/fingerprint/text-print.ts';
import { groupsOf } from './pairs.ts';
import { alikePictures, packPicturePrint } from './picture-likeness.ts';
import { alikeTexts, sketchOf } from './text-likeness.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The same numbers in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A landscape: a horizon, hills, a sun, some houses; the seed says where. */
function scene(seed: number): Buffer {
  const random = randomFrom(seed * 7919 + 1);
  const level = (low: number, high: number) => Math.round(low + random() * (high - low));
  const horizon = level(180, 420);
  const hills = Array.from(
    { length: 5 },
    () =>
      `<ellipse cx="${level(0, 800)}" cy="${horizon + 40}" rx="${level(80, 240)}" ry="${level(40, 160)}" fill="hsl(${level(60, 150)} 30% ${level(15, 55)}%)"/>`,
  );
  const houses = Array.from({ length: 9 }, () => {
    const size = level(20, 90);
    return `<rect x="${level(0, 780)}" y="${level(horizon - 60, 560)}" width="${size}" height="${level(20, 120)}" fill="hsl(${level(0, 360)} ${level(10, 60)}% ${level(10, 90)}%)"/>`;
  });
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><rect width="800" height="600" fill="hsl(210 50% ${level(40, 90)}%)"/><circle cx="${level(50, 750)}" cy="${level(30, 200)}" r="${level(20, 70)}" fill="#fe9"/><rect y="${horizon}" width="800" height="600" fill="hsl(${level(20, 200)} 25% ${level(15, 60)}%)"/>${hills.join('')}${houses.join('')}</svg>`,
  );
}

let written = 0;
async function printOf(picture: Sharp): Promise<Uint8Array | null> {
  const path = join(folder, `${written++}.webp`);
  await picture.resize(360, 360, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 80 }).toFile(path);
  return picturePrint(path);
}

const prints = async (pictures: readonly Sharp[]) =>
  (await Promise.all(pictures.map(printOf))).map((print) => print ?? expect.fail('A picture has no fingerprint.'));

async function groups(fingerprints: readonly Uint8Array[]): Promise<number[][]> {
  return groupsOf(fingerprints.length, await alikePictures(fingerprints, () => true));
}

describe('pictures', () => {
  it('that were encoded, scaled, brightened or cut a little are alike, and different ones of a kind are not', async () => {
    const scenes = Array.from({ length: 12 }, (_, index) => scene(index));
    const copies = await Promise.all(
      scenes.map(async (svg) => {
        const original = await sharp(svg).png().toBuffer();
        return [
          sharp(original),
          sharp(await sharp(original).jpeg({ quality: 30 }).toBuffer()),
          sharp(await sharp(original).resize(300).webp({ quality: 50 }).toBuffer()),
          sharp(await sharp(original).modulate({ brightness: 1.1, saturation: 0.7 }).jpeg().toBuffer()),
          sharp(original).extract({ left: 12, top: 8, width: 776, height: 584 }),
        ];
      }),
    );
    const found = await groups(await prints(copies.flat()));
    expect(found).toEqual(scenes.map((_, index) => [0, 1, 2, 3, 4].map((copy) => index * 5 + copy)));
  });

  it('with nothing in them have no fingerprint, so that they are no group', async () => {
    const plain = (background: string) => sharp({ create: { width: 600, height: 800, channels: 3, background } });
    const noisy = sharp({
      create: {
        width: 600,
        height: 800,
        channels: 3,
        background: 'white',
        noise: { type: 'gaussian', mean: 250, sigma: 3 },
      },
    });
    for (const picture of [plain('white'), plain('#222'), noisy]) expect(await printOf(picture)).toBeNull();
  });

  it('of pages of different writing are told apart by it', async () => {
    const fingerprints = await prints([sharp(scene(1)), sharp(scene(1))]);
    expect(await alikePictures(fingerprints, () => false)).toEqual([]);
    expect(await alikePictures(fingerprints, () => true)).toHaveLength(1);
  });

  it('by the ten thousand are compared without one with each, and each group is found', async () => {
    const random = randomFrom(5);
    const bits = (count: number) => Array.from({ length: count }, () => random() < 0.5);
    const flipped = (source: readonly boolean[], count: number) => {
      const copy = [...source];
      for (let flip = 0; flip < count; flip++) {
        const at = Math.floor(random() * copy.length);
        copy[at] = !copy[at];
      }
      return copy;
    };
    const fingerprints: Uint8Array[] = [];
    const wanted: number[][] = [];
    while (fingerprints.length < 20_000) {
      const [coarse, fine] = [bits(64), bits(256)];
      const copies = wanted.length * 30 <= fingerprints.length ? 3 : 1;
      if (copies > 1) wanted.push(Array.from({ length: copies }, (_, copy) => fingerprints.length + copy));
      for (let copy = 0; copy < copies; copy++)
        fingerprints.push(
          packPicturePrint({ coarse: flipped(coarse, copy * 5), fine: flipped(fine, copy * 20), ratio: 1.5 }),
        );
    }
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const found = await groups(fingerprints);
    clearInterval(timer);
    expect(found.map(([first]) => first)).toEqual(wanted.map(([first]) => first));
    // Others had their turns meanwhile.
    expect(turns).toBeGreaterThan(10);
  });

  it('of one and the same a thousand times are one group', async () => {
    const [print] = await prints([sharp(scene(3))]);
    const found = await groups(Array.from({ length: 2000 }, () => print ?? new Uint8Array()));
    expect(found).toHaveLength(1);
    expect(found[0]).toHaveLength(2000);
  });
});

describe('texts', () => {
  const random = randomFrom(11);
  const word = () => `w${Math.floor(random() * 4000)}`;
  const text = (length: number) => Array.from({ length }, word).join(' ');
  const sketch = (value: string) => sketchOf(textPrint(value) ?? new Uint8Array()) ?? expect.fail('It has no sketch.');

  it('that differ in a few words are alike, others and those of common parts are not', async () => {
    const [letter, other, third] = [text(600), text(600), text(600)];
    const edited = letter.split(' ').with(100, 'changed').with(400, 'also').join(' ');
    const sharing = `${other} ${third}`;
    const pairs = await alikeTexts([letter, other, edited, letter.toUpperCase(), third, sharing].map(sketch));
    expect(groupsOf(6, pairs)).toEqual([[0, 2, 3]]);
  });

  it('that are too short to tell have no sketch', () => {
    expect(textPrint('Dear Ada, thank you. Odile')).toBeNull();
    expect(textPrint('')).toBeNull();
  });

  it('by the thousand that are all the same are one group, without each being compared with each', async () => {
    const one = sketch(text(200));
    const pairs = await alikeTexts(Array.from({ length: 2000 }, () => one));
    expect(groupsOf(2000, pairs)).toHaveLength(1);
    expect(pairs.length).toBeLessThan(2000 * 25);
  });
});
