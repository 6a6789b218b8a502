/** Element types of tensors, by their numbers in onnx.proto3. */
const elementTypes = { f32: 1, i64: 7, bool: 9 } as const;
type ElementType = keyof typeof elementTypes;

/** A dimension: a length, or a name where it depends on the input. */
export type Dimension = number | string;

export interface OnnxValue {
  name: string;
  type: ElementType;
  shape: readonly Dimension[];
}

/** Weights that are part of the graph; in a file beside it where `external` names one. */
export interface OnnxWeights {
  name: string;
  shape: readonly number[];
  values: Float32Array | BigInt64Array;
  external?: { location: string; offset: number };
}

export interface OnnxNode {
  op: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes?: Record<string, number | readonly number[]>;
}

export interface OnnxModel {
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
  nodes: readonly OnnxNode[];
  weights: readonly OnnxWeights[];
  opset?: number;
}

const irVersion = 8;
const defaultOpset = 17;

/** An ONNX file's bytes (ModelProto of onnx.proto3), which ONNX Runtime runs like any other. */
export function encodeOnnx({ inputs, outputs, nodes, weights, opset = defaultOpset }: OnnxModel): Buffer {
  const graph = Buffer.concat([
    ...nodes.map((node) => message(1, encodeNode(node))),
    text(2, 'graph'),
    ...weights.map((tensor) => message(5, encodeWeights(tensor))),
    ...inputs.map((value) => message(11, encodeValue(value))),
    ...outputs.map((value) => message(12, encodeValue(value))),
  ]);
  return Buffer.concat([integer(1, irVersion), message(7, graph), message(8, integer(2, opset))]);
}

function encodeNode({ op, inputs, outputs, attributes = {} }: OnnxNode): Buffer {
  return Buffer.concat([
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, op),
    ...Object.entries(attributes).map(([name, value]) => message(5, encodeAttribute(name, value))),
  ]);
}

function encodeAttribute(name: string, value: number | readonly number[]): Buffer {
  const [int, ints] = [2, 7];
  if (typeof value === 'number') return Buffer.concat([text(1, name), integer(3, value), integer(20, int)]);
  return Buffer.concat([text(1, name), ...value.map((element) => integer(8, element)), integer(20, ints)]);
}

function encodeWeights({ name, shape, values, external }: OnnxWeights): Buffer {
  const type = values instanceof Float32Array ? elementTypes.f32 : elementTypes.i64;
  const head = [...shape.map((length) => integer(1, length)), integer(2, type), text(8, name)];
  if (!external) return Buffer.concat([...head, message(9, bytesOf(values))]);
  const entries = { location: external.location, offset: external.offset, length: values.byteLength };
  const place = Object.entries(entries).map(([key, value]) =>
    message(13, Buffer.concat([text(1, key), text(2, String(value))])),
  );
  return Buffer.concat([...head, ...place, integer(14, 1)]);
}

function encodeValue({ name, type, shape }: OnnxValue): Buffer {
  const dimensions = shape.map((length) =>
    message(1, typeof length === 'number' ? integer(1, length) : text(2, length)),
  );
  const tensor = Buffer.concat([integer(1, elementTypes[type]), message(2, Buffer.concat(dimensions))]);
  return Buffer.concat([text(1, name), message(2, message(1, tensor))]);
}

/** The bytes of weights as a file beside the graph holds them. */
export function bytesOf(values: Float32Array | BigInt64Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

function integer(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function text(field: number, value: string): Buffer {
  return message(field, Buffer.from(value));
}

function message(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Buffer.from([...bytes, Number(rest)]);
}
