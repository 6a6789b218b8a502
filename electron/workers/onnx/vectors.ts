import type { Tensor } from '@huggingface/transformers';
import { ModelError } from './model-error.ts';

/** How the vectors of a text's tokens become one. */
export type Pooling = 'mean' | 'cls' | 'last';

/**
 * Unit vectors, one a row of a batch; all zero where the model gives only zeros.
 * @param output batch × dimensions, batch × tokens × dimensions, or batch × channels × height × width
 * @param mask batch × tokens: 1 for a token of the text, 0 for padding; without it all are of the text
 */
export function unitVectors(output: Tensor, batch: number, pooling: Pooling, mask?: Tensor): Float32Array[] {
  const { dims } = output;
  if (dims[0] !== batch || dims.length < 2 || dims.length > 4)
    throw new ModelError(`It computes a tensor of the shape ${dims.join(' × ')}, which is no vector for each input.`);
  const values = output.to('float32').data as Float32Array;
  const stride = values.length / batch;
  return Array.from({ length: batch }, (_, row) => {
    const own = values.subarray(row * stride, (row + 1) * stride);
    if (dims.length === 2) return toUnit(own.slice());
    if (dims.length === 4) return toUnit(spatialMean(own, dims[1] ?? 0));
    const [, tokens = 0, dimensions = 0] = dims;
    const isText = (token: number) => !mask || Number(mask.data[row * tokens + token]) !== 0;
    return toUnit(pool(own, tokens, dimensions, pooling, isText));
  });
}

function pool(
  values: Float32Array,
  tokens: number,
  dimensions: number,
  pooling: Pooling,
  isText: (token: number) => boolean,
): Float32Array {
  const wanted = Array.from({ length: tokens }, (_, token) => token).filter(isText);
  const chosen = pooling === 'mean' ? wanted : wanted.slice(...(pooling === 'cls' ? [0, 1] : [-1]));
  const sum = new Float32Array(dimensions);
  for (const token of chosen) {
    for (let index = 0; index < dimensions; index++)
      sum[index] = (sum[index] ?? 0) + (values[token * dimensions + index] ?? 0);
  }
  return sum;
}

function spatialMean(values: Float32Array, channels: number): Float32Array {
  const area = values.length / channels;
  return Float32Array.from({ length: channels }, (_, channel) =>
    values.subarray(channel * area, (channel + 1) * area).reduce((sum, value) => sum + value, 0),
  );
}

function toUnit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (!Number.isFinite(length)) throw new ModelError('It computes no valid numbers: the file is damaged.');
  // What is left of nothing by rounding is nothing.
  return length > 1e-12 ? vector.map((value) => value / length) : vector.fill(0);
}
