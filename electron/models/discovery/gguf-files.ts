import { join } from 'node:path';
import { partPaths } from '../split-name.ts';
import type { Sighting, Skipped } from './source.ts';
import { type Listing, type WalkOptions, walk } from './walk.ts';

/** GPT4All, LM Studio: names of files that are being downloaded. What ends in `.part` and the like is no GGUF file. */
const incomplete = /^(incomplete-|downloading_)/i;
/** The image or sound part of another model. */
const projector = /(^|[-_.])mmproj([-_.]|$)/i;
/** What macOS puts beside each file on a foreign drive. */
const appleDouble = /^\._/;

/** Whether a file's name says that it is a whole model, or a part of one. */
export function isModelName(name: string): boolean {
  return /\.gguf$/i.test(name) && ![incomplete, projector, appleDouble].some((pattern) => pattern.test(name));
}

/** The models in one folder; one in several files is named by where its first part is, or should be. */
export function modelsIn({ folder, files }: Listing): string[] {
  return [...new Set(files.filter(isModelName).map((name) => partPaths(join(folder, name))[0]))];
}

/** The models in a folder and all folders below it. */
export async function* modelsBelow(root: string, options?: WalkOptions): AsyncGenerator<Sighting | Skipped> {
  for await (const step of walk(root, options)) {
    if (step.type === 'skipped') yield step;
    else for (const path of modelsIn(step)) yield { type: 'sighting', path };
  }
}
