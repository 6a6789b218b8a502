import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundsOf, fittedPlacement, lifeSize, pan, readingPlacement, zoomAt } from './zoom.ts';

const frame = { width: 800, height: 600 };
const photo = { width: 4000, height: 3000 };

describe('placing an image in its frame', () => {
  test('fit shows all of a large image, centred, and does not blow up a small one', () => {
    const { scale, x, y } = fittedPlacement(photo, frame);
    expect(photo.width * scale).toBeLessThanOrEqual(frame.width);
    expect(photo.height * scale).toBeLessThanOrEqual(frame.height);
    expect(x * 2 + photo.width * scale).toBeCloseTo(frame.width);
    expect(y * 2 + photo.height * scale).toBeCloseTo(frame.height);
    expect(fittedPlacement({ width: 10, height: 10 }, frame)).toEqual({ scale: 1, x: 395, y: 295 });
  });

  test('a region is opened in the middle, large enough to read', () => {
    const { scale, x, y } = readingPlacement([{ x: 0.5, y: 0.5, width: 0.1, height: 0.01 }], photo, frame);
    expect(scale).toBeCloseTo((800 * 0.8) / 400);
    expect(x + 0.55 * photo.width * scale).toBeCloseTo(frame.width / 2);
    expect(y + 0.505 * photo.height * scale).toBeCloseTo(frame.height / 2);
  });

  test('without a region the image fits', () => {
    expect(readingPlacement([], photo, frame)).toEqual(fittedPlacement(photo, frame));
  });

  test('zooming keeps the point under the pointer while the image fills the frame', () => {
    const before = lifeSize(fittedPlacement(photo, frame), photo, frame);
    expect(before.scale).toBe(1);
    const pointer = { x: 300, y: 200 };
    const after = zoomAt(before, 1.5, pointer, photo, frame);
    expect((pointer.x - after.x) / after.scale).toBeCloseTo((pointer.x - before.x) / before.scale);
    expect((pointer.y - after.y) / after.scale).toBeCloseTo((pointer.y - before.y) / before.scale);
  });

  test('something of the image is always in sight', () => {
    const side = fc.integer({ min: 1, max: 20_000 });
    const move = fc.record({ x: fc.integer({ min: -1e5, max: 1e5 }), y: fc.integer({ min: -1e5, max: 1e5 }) });
    fc.assert(
      fc.property(
        side,
        side,
        fc.array(fc.tuple(move, fc.double({ min: 0.1, max: 10, noNaN: true }))),
        (width, height, steps) => {
          const image = { width, height };
          let placement = fittedPlacement(image, frame);
          for (const [by, factor] of steps)
            placement = zoomAt(pan(placement, by, image, frame), factor, { x: 400, y: 300 }, image, frame);
          expect(placement.x).toBeLessThan(frame.width);
          expect(placement.y).toBeLessThan(frame.height);
          expect(placement.x + width * placement.scale).toBeGreaterThan(0);
          expect(placement.y + height * placement.scale).toBeGreaterThan(0);
        },
      ),
    );
  });
});

test('bounds hold every box', () => {
  expect(boundsOf([])).toBeUndefined();
  expect(
    boundsOf([
      { x: 0.5, y: 0.25, width: 0.25, height: 0.25 },
      { x: 0.25, y: 0.5, width: 0.125, height: 0.25 },
    ]),
  ).toEqual({
    x: 0.25,
    y: 0.25,
    width: 0.5,
    height: 0.5,
  });
});
