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

/** GGUF files, and Whisper's as whisper.cpp calls them. */
const modelName = /\.gguf$|^ggml-.*\.bin$/i;

/** Whether a file's name says that it is a whole model, or a part of one. */
export function isModelName(name: string): boolean {
  return modelName.test(name) && ![incomplete, projector, appleDouble].some((pattern) => pattern.test(name));
}

/**
 * The models in one folder; one in several files is named by where its first part is, or should be. The folder itself is
 * one where it was exported for transformers.js.
 */
export function modelsIn(listing: Listing): string[] {
  const { folder, files } = listing;
  const inFiles = new Set(files.filter(isModelName).map((name) => partPaths(join(folder, name))[0]));
  return [...(isOnnxModel(listing) ? [folder] : []), ...inFiles];
}

function isOnnxModel({ files, folders }: Listing): boolean {
  const hasWeights = folders.includes('onnx') || files.some((name) => /\.onnx$/i.test(name));
  return files.includes('config.json') && hasWeights;
}

/** The models in a folder and all folders below it. */
export async function* modelsBelow(root: string, options?: WalkOptions): AsyncGenerator<Sighting | Skipped> {
  for await (const step of walk(root, options)) {
    if (step.type === 'skipped') yield step;
    else for (const path of modelsIn(step)) yield { type: 'sighting', path };
  }
}
