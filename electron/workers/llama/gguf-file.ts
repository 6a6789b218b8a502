import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type GgufFileInfo, readGgufFileInfo } from 'node-llama-cpp';
import { messageOf } from '../../../shared/errors.ts';
import { partPaths } from '../../models/split-name.ts';
import { checkOutline } from './gguf-outline.ts';

/** Longer than the slowest disk takes for a vocabulary; a damaged file can keep the reader busy for ever. */
const readLimitMs = 20_000;
/** No model has more; a count beyond it is noise. */
const plausibleCount = 1_000_000;

/**
 * The description of a GGUF file, or of the files of a split model together, and their size in bytes. Throws, in a
 * sentence that completes "it cannot be used", when it is no GGUF file, is cut short or lacks a part.
 */
export async function readGguf(path: string, signal?: AbortSignal): Promise<{ info: GgufFileInfo; size: number }> {
  const sizes = await checkHeaders(path);
  const info = await readInfo(path, signal);
  checkLengths(info, sizes);
  checkNames(info);
  checkNumbers(info);
  return { info, size: sizes.reduce((sum, size) => sum + size, 0) };
}

/** The sizes of the model's files, in bytes. */
async function checkHeaders(path: string): Promise<number[]> {
  const paths = partPaths(path);
  const sizes: number[] = [];
  for (const part of paths) {
    try {
      sizes.push(await checkHeader(part));
    } catch (thrown) {
      if (paths.length === 1) throw thrown;
      const which = `Part ${sizes.length + 1} of ${paths.length}, "${basename(part)}":`;
      throw new Error(`${which} ${messageOf(thrown)}`, { cause: thrown });
    }
  }
  return sizes;
}

/** Whether each file goes on to where its last weights begin. */
function checkLengths({ infoEndOffset = 0, fullTensorInfo = [] }: GgufFileInfo, sizes: readonly number[]): void {
  const ends = [infoEndOffset];
  for (const { filePart, fileOffset } of fullTensorInfo)
    ends[filePart - 1] = Math.max(ends[filePart - 1] ?? 0, Number(fileOffset));
  for (const [index, size] of sizes.entries()) {
    const end = ends[index] ?? 0;
    const file = sizes.length === 1 ? 'The file' : `Part ${index + 1} of ${sizes.length}`;
    if (end > size)
      throw new Error(
        `${file} is cut short: it ends after ${size} bytes and should go beyond ${end}. Copy or download it again.`,
      );
  }
}

/** Returns the size of the file. */
async function checkHeader(path: string): Promise<number> {
  const file = await stat(path).catch(() => null);
  if (!file) throw new Error('There is no such file, or it may not be read.');
  if (!file.isFile()) throw new Error('This is not a file.');
  if (file.size === 0) throw new Error('The file is empty.');
  const start = await readStart(path);
  if (start.toString('latin1', 0, 4) !== 'GGUF') throw new Error(describeForeign(start));
  if (start.length < 24)
    throw new Error(`The file is cut short: it has only ${start.length} bytes. Copy or download it again.`);
  const version = start.readUInt32LE(4);
  if (version !== 2 && version !== 3)
    throw new Error(`It is written in version ${version} of GGUF; versions 2 and 3 can be read.`);
  if (Number(start.readBigUInt64LE(8)) > plausibleCount || Number(start.readBigUInt64LE(16)) > plausibleCount) {
    throw new Error('It begins like a GGUF file, but what follows is damaged.');
  }
  checkOutline(path, file.size);
  return file.size;
}

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const foreignStarts: [pattern: RegExp, what: string][] = [
  [/^\s*<(!doctype|html|\?xml)/i, 'It is a web page: the download went wrong.'],
  [/^version https:\/\/git-lfs/, 'It is a pointer of Git LFS: the model itself has to be fetched.'],
  [/^PK/, 'It is a ZIP archive or a PyTorch file; Holdfast needs the GGUF version of the model.'],
  [/^.{8}\{"/s, 'It looks like a safetensors file; Holdfast needs the GGUF version of the model.'],
  [/^gg(ml|mf|jt|la)|^(lm|fm|tj|al)gg/, 'It is an old GGML file; Holdfast needs the GGUF version of the model.'],
];

function describeForeign(start: Buffer): string {
  const text = start.toString('latin1');
  const readable = /^[\x20-\x7e\s]+$/.test(text.slice(0, 16));
  const shown = readable
    ? `"${text.slice(0, 16).trim()}"`
    : `the bytes ${start
        .subarray(0, 8)
        .toString('hex')
        .replace(/(..)(?=.)/g, '$1 ')}`;
  const what = foreignStarts.find(([pattern]) => pattern.test(text))?.[1];
  return `This is not a GGUF file: it starts with ${shown}.${what ? ` ${what}` : ''}`;
}

function checkNames({ fullTensorInfo = [] }: GgufFileInfo): void {
  const names = new Set<string>();
  for (const { name } of fullTensorInfo) {
    if (names.has(name)) throw new Error(`It holds the weights "${name}" twice: the file is damaged.`);
    names.add(name);
  }
}

/** Far above any model's; what takes so many steps or so much memory is no model. */
const plausibleNumbers: readonly [key: RegExp, most: number, what: string][] = [
  [/^block_count$/, 10_000, 'layers'],
  [/^(head_count|head_count_kv|expert_count)$/, 100_000, 'heads or experts'],
  [/^(embedding_length|feed_forward_length|key_length|value_length)$/, 10_000_000, 'values side by side'],
];

/** Whether the numbers that others reckon with can be those of a model. */
function checkNumbers(info: GgufFileInfo): void {
  const own = (info.architectureMetadata ?? {}) as Record<string, unknown>;
  const { attention } = own as { attention?: Record<string, unknown> };
  for (const [key, value] of [...Object.entries(own), ...Object.entries(attention ?? {})]) {
    const bound = plausibleNumbers.find(([pattern]) => pattern.test(key));
    const largest = Math.max(0, ...[value].flat().filter((number) => typeof number === 'number'));
    if (bound && largest > bound[1])
      throw new Error(`It announces ${largest} ${bound[2]}, which no model has: the file is damaged or malicious.`);
  }
}

async function readInfo(path: string, signal: AbortSignal | undefined): Promise<GgufFileInfo> {
  const limit = AbortSignal.timeout(readLimitMs);
  try {
    return await readGgufFileInfo(path, {
      sourceType: 'filesystem',
      logWarnings: false,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  } catch (thrown) {
    throw new Error('Its description cannot be read: the file is damaged or cut short. Copy or download it again.', {
      cause: thrown,
    });
  }
}
