// Files that are no GGUF, or whose form is broken: what a failed download, a wrong conversion or malice leaves.
import { encodeGguf, encodeSplitGguf, string } from './gguf.ts';

/** Files by their names; the first is the one to be opened. */
export type FileSet = Readonly<Record<string, Buffer>>;

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value: bigint) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
};
const text = (value: string, length = BigInt(Buffer.byteLength(value))) =>
  Buffer.concat([u64(length), Buffer.from(value)]);
/** The format's numbers of value types. */
const [uint32, stringType, arrayType] = [4, 8, 9];

function header(tensors: bigint, keys: bigint, ...rest: Buffer[]): Buffer {
  return Buffer.concat([Buffer.from('GGUF'), u32(3), u64(tensors), u64(keys), ...rest]);
}

const architecture = Buffer.concat([text('general.architecture'), u32(stringType), text('llama')]);
const rest = Buffer.alloc(4096);

/** A description with one tensor, which is described by these bytes. */
const oneTensor = (...description: Buffer[]) => header(1n, 1n, architecture, ...description, rest);
const shape = (...lengths: bigint[]) => Buffer.concat([u32(lengths.length), ...lengths.map(u64)]);

function nestedArray(depth: number): Buffer {
  const level = Buffer.concat([u32(arrayType), u64(1n)]);
  return Buffer.concat([u32(arrayType), ...Array<Buffer>(depth).fill(level), u32(uint32), u64(0n)]);
}

/** `whole` is a model that is in order. */
export function brokenBytes(whole: Buffer): Record<string, Buffer> {
  const patched = (change: (bytes: Buffer) => unknown) => {
    const bytes = Buffer.from(whole);
    change(bytes);
    return bytes;
  };
  return {
    empty: Buffer.alloc(0),
    'web page': Buffer.from('<!DOCTYPE html><html>404</html>'),
    noise: Buffer.from(Array.from({ length: 9999 }, (_, index) => (index * 7919) % 251)),
    'LFS pointer': Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\n'),
    'ZIP archive': Buffer.from('PK\x03\x04\x14\x00\x00\x00\x08\x00 archive/data.pkl'),
    safetensors: Buffer.concat([u64(64n), Buffer.from('{"weight":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}')]),
    'old GGML file': Buffer.from('tjgg\x03\x00\x00\x00 and so on'),
    'header alone': Buffer.from('GGUF\x03'),
    'header and noise': Buffer.concat([Buffer.from('GGUF\x03\0\0\0'), Buffer.alloc(9999, 0xa7)]),
    'unknown version': patched((bytes) => bytes.fill(9, 4, 5)),
    'other byte order': patched((bytes) => bytes.writeUInt32BE(3, 4)),
    'cut in the description': whole.subarray(0, 5000),
    'cut in the weights': whole.subarray(0, whole.length / 2),
    'cut in the last weights': whole.subarray(0, -100),
    'absurdly many weights': patched((bytes) => bytes.writeBigUInt64LE(2n ** 60n, 8)),
    'absurdly many keys': patched((bytes) => bytes.writeBigUInt64LE(2n ** 60n, 16)),
    'more keys than it holds': patched((bytes) => bytes.writeBigUInt64LE(900_000n, 16)),
    'more weights than it holds': patched((bytes) => bytes.writeBigUInt64LE(900_000n, 8)),
    'nothing in it': header(0n, 0n, rest),
    'key of absurd length': header(0n, 1n, text('general.architecture', 2n ** 62n), rest),
    'text beyond the end': header(0n, 1n, text('general.name'), u32(stringType), text('x', 2n ** 40n), rest),
    'list of absurd length': header(0n, 1n, text('a.list'), u32(arrayType), u32(uint32), u64(2n ** 50n), rest),
    'list of lists without end': header(0n, 1n, text('a.list'), nestedArray(50_000), rest),
    'unknown type of value': header(0n, 1n, text('general.name'), u32(77), rest),
    'key of the prototype': header(
      0n,
      2n,
      text('__proto__.polluted'),
      u32(stringType),
      text('yes'),
      architecture,
      rest,
    ),
    'weights of absurd shape': oneTensor(text('token_embd.weight'), shape(2n ** 62n, 2n ** 62n), u32(0), u64(0n)),
    'weights of too many dimensions': oneTensor(
      text('token_embd.weight'),
      shape(...Array<bigint>(900).fill(2n)),
      u32(0),
      u64(0n),
    ),
    'weights in an unknown format': oneTensor(text('token_embd.weight'), shape(32n), u32(99), u64(0n)),
    'weights beyond the end': oneTensor(text('token_embd.weight'), shape(32n), u32(0), u64(2n ** 50n)),
  };
}

/** Models in several files that do not belong together or are not all there. `weights` has several tensors. */
export function brokenSplits(...[metadata, weights]: Parameters<typeof encodeGguf>): Record<string, FileSet> {
  const parts = (count: number) => encodeSplitGguf(metadata, weights, count);
  const named = (bytes: readonly (Buffer | undefined)[], count = bytes.length): FileSet =>
    Object.fromEntries(
      bytes.flatMap((part, index) => (part ? [[`split-0000${index + 1}-of-0000${count}.gguf`, part]] : [])),
    );
  const [first, second, third] = parts(3);
  return {
    'a part missing': named([first, undefined, third], 3),
    'a part that is a web page': named([first, Buffer.from('<!doctype html>'), third]),
    'a part that is cut short': named([first, second?.subarray(0, 600), third]),
    'the same part twice': named([first, first, third]),
    'a part of another model': named([first, encodeGguf({ 'general.architecture': string('llama') }, []), third]),
    'parts of another count': named([parts(2)[0], second, third]),
  };
}
