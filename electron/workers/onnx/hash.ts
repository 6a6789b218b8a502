import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnnxHash, OnnxRequests } from '../onnx-protocol.ts';
import type { RequestContext } from '../serve-requests.ts';
import { fileNames, sizeOf } from './folder-files.ts';

/** The hash of every file of a model: of its folder and of the folders in it that Holdfast reads. */
export async function hashFolder(
  path: string,
  { emit, signal }: RequestContext<OnnxRequests['hash']['event']>,
): Promise<OnnxHash> {
  const names = await filesOf(path);
  const sizes = names.map((name) => sizeOf(join(path, name)) ?? 0);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const files: OnnxHash['files'] = [];
  let done = 0;
  let told = 0;
  for (const [index, name] of names.entries()) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(join(path, name), { highWaterMark: 1 << 20, signal })) {
      hash.update(chunk);
      done += chunk.length;
      if (done - told < 64 * 2 ** 20) continue;
      told = done;
      emit({ done, total });
    }
    files.push({ path: name, size: sizes[index] ?? 0, sha256: hash.digest('hex') });
  }
  const lines = files.map(({ path: name, sha256 }) => `${sha256}  ${name}\n`);
  return { sha256: createHash('sha256').update(lines.join('')).digest('hex'), files };
}

async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  const within = folders.flatMap((folder) => fileNames(join(path, folder)).map((name) => `${folder}/${name}`));
  const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  return [...fileNames(path), ...within].sort(bytewise);
}
