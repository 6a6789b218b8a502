import { basename, dirname, join } from 'node:path';

const splitName = /^(?<stem>.*)-(?<part>\d{5})-of-(?<parts>\d{5})\.gguf$/s;

/** The name of a model file without its ending, and without its number where it is one part of several. */
export function stemOf(path: string): string {
  return basename(path).replace(/(-\d{5}-of-\d{5})?\.gguf$/i, '');
}

/**
 * The files of the model that a file belongs to, in order: itself, or all parts where it is named like one
 * (`name-00001-of-00003.gguf`). The first is the one that stands for the model, and the one that llama.cpp is given.
 */
export function partPaths(path: string): [first: string, ...rest: string[]] {
  const { stem, part, parts } = splitName.exec(basename(path))?.groups ?? {};
  const count = Number(parts);
  if (!parts || Number(part) < 1 || Number(part) > count) return [path];
  const nth = (number: number) => join(dirname(path), `${stem}-${String(number).padStart(5, '0')}-of-${parts}.gguf`);
  return [nth(1), ...Array.from({ length: count - 1 }, (_, index) => nth(index + 2))];
}
