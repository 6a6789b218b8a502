import { COARSE_SIDE, FINE_SIDE, packPicturePrint } from '../../../duplicates/picture-likeness.ts';
import { sharp } from '../sharp.ts';

/** Pixels of a side of the grey picture that is transformed. */
const SIDE = 32;
/** Frequencies taken: those beyond the constant one that the finer hash has. */
const FREQUENCIES = FINE_SIDE + 1;
/** Mean amplitude, in grey levels, of what is taken; below it a picture is a mere plane, whose hash is noise. */
const FLATTEST = 1.5;

const waves = Array.from({ length: FREQUENCIES }, (_, k) =>
  Float64Array.from({ length: SIDE }, (_, x) => Math.cos(((2 * x + 1) * k * Math.PI) / (2 * SIDE))),
);

/**
 * A perceptual hash of a picture by its low frequencies (“pHash”, C. Zauner, Implementation and Benchmarking of
 * Perceptual Image Hash Functions, 2010, section 3.2.1): which coefficients of the discrete cosine transform of the grey
 * picture lie above their median, 8 × 8 of them to look for others by and 16 × 16 to compare by, and its shape. Null for
 * a picture with nothing in it.
 * @param path of a rendition; a video has one, too
 */
export async function picturePrint(path: string): Promise<Uint8Array | null> {
  const picture = sharp(path).flatten({ background: 'white' }).greyscale();
  const { width, height } = await picture.metadata();
  const grey = await picture.resize(SIDE, SIDE, { fit: 'fill' }).raw().toBuffer();
  const coefficients = lowFrequencies(grey);
  if (amplitude(coefficients) < FLATTEST) return null;
  return packPicturePrint({
    coarse: aboveMedian(coefficients, COARSE_SIDE),
    fine: aboveMedian(coefficients, FINE_SIDE),
    ratio: width / height,
  });
}

/** The coefficients of the transform, row by row, the constant one first. */
function lowFrequencies(grey: Uint8Array): Float64Array {
  const acrossRows = new Float64Array(SIDE * FREQUENCIES);
  for (let y = 0; y < SIDE; y++)
    for (let k = 0; k < FREQUENCIES; k++)
      acrossRows[y * FREQUENCIES + k] = sum((x) => (grey[y * SIDE + x] ?? 0) * (waves[k]?.[x] ?? 0));
  const coefficients = new Float64Array(FREQUENCIES * FREQUENCIES);
  for (let v = 0; v < FREQUENCIES; v++)
    for (let u = 0; u < FREQUENCIES; u++)
      coefficients[v * FREQUENCIES + u] = sum((y) => (acrossRows[y * FREQUENCIES + u] ?? 0) * (waves[v]?.[y] ?? 0));
  return coefficients;
}

function sum(term: (index: number) => number): number {
  let total = 0;
  for (let index = 0; index < SIDE; index++) total += term(index);
  return total;
}

function amplitude(coefficients: Float64Array): number {
  const squares = coefficients.reduce((total, value, index) => (index === 0 ? total : total + value * value), 0);
  return Math.sqrt(squares / coefficients.length) / SIDE;
}

/** Whether each of the lowest frequencies but the constant ones lies above the median of them. */
function aboveMedian(coefficients: Float64Array, side: number): boolean[] {
  const values: number[] = [];
  for (let v = 1; v <= side; v++) for (let u = 1; u <= side; u++) values.push(coefficients[v * FREQUENCIES + u] ?? 0);
  const sorted = values.toSorted((one, other) => one - other);
  const median = ((sorted[sorted.length / 2 - 1] ?? 0) + (sorted[sorted.length / 2] ?? 0)) / 2;
  return values.map((value) => value > median);
}
