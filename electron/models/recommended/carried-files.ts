import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ManifestModel } from '../../../shared/contract/recommended.ts';
import { HoldfastError, messageOf } from '../../../shared/errors.ts';
import { walk } from '../discovery/walk.ts';

/** A drive may hold much besides models. */
const limits = { depth: 12, entries: 200_000 };

/**
 * Files in a folder, and the folders below it, that may be the model: those that are called like it or after its hash,
 * as in Ollama's store, then those of its size.
 * @throws HoldfastError PATH_UNREADABLE when the folder is not there.
 */
export async function carriedFiles(
  folder: string,
  { file, sha256, size }: ManifestModel,
  signal: AbortSignal,
): Promise<string[]> {
  await demandFolder(folder);
  const names = new Set([file.toLowerCase(), `sha256-${sha256}`, sha256, `${sha256}.gguf`]);
  const named: string[] = [];
  const sized: string[] = [];
  for await (const step of walk(folder, limits)) {
    signal.throwIfAborted();
    if (step.type === 'skipped') continue;
    for (const name of step.files) {
      const path = join(step.folder, name);
      if (names.has(name.toLowerCase())) named.push(path);
      else if (size !== undefined && (await sizeOf(path)) === size) sized.push(path);
    }
  }
  return [...named, ...sized];
}

async function demandFolder(folder: string): Promise<void> {
  const there = await stat(folder).catch((error: unknown) => {
    throw new HoldfastError(
      'PATH_UNREADABLE',
      `The folder ${folder} cannot be opened: ${messageOf(error)}.`,
      'Check the path.',
    );
  });
  if (!there.isDirectory())
    throw new HoldfastError('PATH_UNREADABLE', `${folder} is not a folder.`, 'Name the folder that the model is in.');
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.size;
}
