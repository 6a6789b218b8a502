/// <reference lib="esnext.float16" />
// Writes GGUF v3, the file format of llama.cpp: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md

/** Value types as numbered in the format. */
const valueTypes = { u16: 2, u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const;
type ScalarType = Exclude<keyof typeof valueTypes, 'array'>;

export type MetadataValue =
  | { type: 'u16' | 'u32' | 'i32' | 'f32'; value: number }
  | { type: 'bool'; value: boolean }
  | { type: 'string'; value: string }
  | { type: 'array'; of: ScalarType; values: readonly (number | string)[] };

export const u16 = (value: number): MetadataValue => ({ type: 'u16', value });
export const u32 = (value: number): MetadataValue => ({ type: 'u32', value });
export const i32 = (value: number): MetadataValue => ({ type: 'i32', value });
export const f32 = (value: number): MetadataValue => ({ type: 'f32', value });
export const bool = (value: boolean): MetadataValue => ({ type: 'bool', value });
export const string = (value: string): MetadataValue => ({ type: 'string', value });
export const arrayOf = (of: ScalarType, values: readonly (number | string)[]): MetadataValue => ({
  type: 'array',
  of,
  values,
});

/** Tensor formats as numbered in the format. */
const tensorFormats = { F32: 0, F16: 1, Q4_0: 2, Q8_0: 8 } as const;

export type Tensor = {
  name: string;
  /** Columns first, then rows, as GGUF has it. */
  shape: readonly number[];
} & (
  | {
      format: 'F32' | 'F16';
      /** Row by row. */
      values: Float32Array;
    }
  | {
      format: 'Q4_0' | 'Q8_0';
      /** In blocks, as the format has them. */
      blocks: Buffer;
    }
);

/** A tensor where all values are the same. */
export function constantTensor(name: string, shape: readonly number[], value: number): Tensor & { format: 'F32' } {
  return { name, shape, format: 'F32', values: new Float32Array(count(shape)).fill(value) };
}

const alignment = 32;

/** The bytes of a GGUF file; the same for the same input. */
export function encodeGguf(metadata: Readonly<Record<string, MetadataValue>>, tensors: readonly Tensor[]): Buffer {
  const bodies = tensors.map(encodeTensor);
  const entries = Object.entries(metadata);
  const header = [Buffer.from('GGUF'), encodeU32(3), encodeU64(tensors.length), encodeU64(entries.length)];
  for (const [key, value] of entries)
    header.push(encodeString(key), encodeU32(valueTypes[value.type]), ...encodeValue(value));
  let offset = 0;
  for (const [index, { name, shape, format }] of tensors.entries()) {
    header.push(encodeString(name), encodeU32(shape.length), ...shape.map(encodeU64));
    header.push(encodeU32(tensorFormats[format]), encodeU64(offset));
    offset += bodies[index]?.length ?? 0;
  }
  return Buffer.concat([padded(Buffer.concat(header)), ...bodies]);
}

/**
 * The same model in several files, with about as many tensors in each; llama.cpp reads them as one when their names end
 * in -00001-of-0000N.gguf. The first has all of the metadata.
 */
export function encodeSplitGguf(
  metadata: Readonly<Record<string, MetadataValue>>,
  tensors: readonly Tensor[],
  parts: number,
): Buffer[] {
  return Array.from({ length: parts }, (_, part) => {
    const split = {
      'split.no': u16(part),
      'split.count': u16(parts),
      'split.tensors.count': i32(tensors.length),
    };
    const own = tensors.slice(
      Math.floor((part * tensors.length) / parts),
      Math.floor(((part + 1) * tensors.length) / parts),
    );
    return encodeGguf(part === 0 ? { ...metadata, ...split } : split, own);
  });
}

function encodeTensor(tensor: Tensor): Buffer {
  if ('blocks' in tensor) return padded(tensor.blocks);
  const { name, shape, format, values } = tensor;
  if (values.length !== count(shape))
    throw new Error(`${name}: ${values.length} values for the shape ${shape.join(' × ')}`);
  const numbers = format === 'F16' ? Float16Array.from(values) : values;
  return padded(Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength));
}

function encodeValue(value: MetadataValue): Buffer[] {
  if (value.type !== 'array') return [encodeScalar(value.type, value.value)];
  const length = [encodeU32(valueTypes[value.of]), encodeU64(value.values.length)];
  return [...length, ...value.values.map((element) => encodeScalar(value.of, element))];
}

function encodeScalar(type: ScalarType, value: number | string | boolean): Buffer {
  if (type === 'string') return encodeString(String(value));
  if (type === 'bool') return Buffer.from([value ? 1 : 0]);
  const bytes = Buffer.alloc(type === 'u16' ? 2 : 4);
  if (type === 'u16') bytes.writeUInt16LE(Number(value));
  else if (type === 'f32') bytes.writeFloatLE(Number(value));
  else if (type === 'i32') bytes.writeInt32LE(Number(value));
  else bytes.writeUInt32LE(Number(value));
  return bytes;
}

const encodeU32 = (value: number): Buffer => encodeScalar('u32', value);

function encodeU64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function encodeString(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([encodeU64(bytes.length), bytes]);
}

function padded(bytes: Buffer): Buffer {
  if (bytes.length % alignment === 0) return bytes;
  return Buffer.concat([bytes, Buffer.alloc((alignment - (bytes.length % alignment)) % alignment)]);
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
