import { encodeGguf, f32, type MetadataValue, string, type Tensor } from './gguf.ts';

/** What an adapter adds to the weights of a base: b · a. */
export interface LowRankChange {
  /** Of the base's weights. */
  name: string;
  /** `rank` rows, as many columns as the weights have. */
  a: Float32Array;
  /** As many rows as the weights have, `rank` columns. */
  b: Float32Array;
  rank: number;
}

/** A LoRA adapter as a GGUF file's bytes. Its alpha is its rank, so that at scale 1 the changes are as they are given. */
export function encodeAdapter(
  architecture: string,
  changes: readonly LowRankChange[],
  more: Record<string, MetadataValue> = {},
): Buffer {
  const metadata = {
    'general.architecture': string(architecture),
    'general.type': string('adapter'),
    'general.name': string('Test adapter'),
    'adapter.type': string('lora'),
    'adapter.lora.alpha': f32(changes[0]?.rank ?? 1),
    ...more,
  };
  const tensors = changes.flatMap(({ name, a, b, rank }): Tensor[] => [
    { name: `${name}.lora_a`, shape: [a.length / rank, rank], format: 'F32', values: a },
    { name: `${name}.lora_b`, shape: [rank, b.length / rank], format: 'F32', values: b },
  ]);
  return encodeGguf(metadata, tensors);
}
