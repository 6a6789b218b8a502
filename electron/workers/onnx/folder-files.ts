import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ModelError } from './model-error.ts';

const largestJson = 64 * 2 ** 20;
const largestCard = 2 ** 20;

type Json = { [key: string]: unknown };

/** A JSON object of the folder; undefined where there is no such file. Throws a sentence where it is damaged. */
export function readJson(folder: string, name: string): Json | undefined {
  const value = parse(folder, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ModelError(`Its file "${name}" is damaged: it is not a JSON object.`);
  return value as Json;
}

/** A JSON list of the folder; empty where there is no such file. Throws a sentence where it is damaged. */
export function readJsonList(folder: string, name: string): unknown[] {
  const value = parse(folder, name) ?? [];
  if (!Array.isArray(value)) throw new ModelError(`Its file "${name}" is damaged: it is not a JSON list.`);
  return value;
}

/** The first number among some keys of a JSON object and of the objects in it that are named. */
export function numberIn(json: Json | undefined, keys: readonly string[], within: readonly string[] = []): number {
  for (const object of [json, ...within.map((name) => json?.[name] as Json | undefined)]) {
    for (const key of keys) {
      const value = object?.[key];
      if (typeof value === 'number' && Number.isFinite(value) && value > 0) return Math.floor(value);
    }
  }
  return 0;
}

/** The names of the files in a folder; none where there is no such folder. */
export function fileNames(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}

/** Bytes of a file, links followed; undefined where there is none. */
export function sizeOf(path: string): number | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? stat.size : undefined;
}

/** The licence that the model card names in its front matter; empty where it names none. */
export function licenceIn(folder: string): string {
  const card = readSmall(join(folder, 'README.md'), largestCard)?.toString('utf8') ?? '';
  const front = /^---\r?\n([\s\S]*?)\r?\n---/.exec(card)?.[1] ?? '';
  return /^license:[ \t]*['"]?([\w.+-]+)/m.exec(front)?.[1] ?? '';
}

/** What people call the model in a folder: in Hugging Face's cache the folder's own name is a commit. */
export function nameOf(folder: string): string {
  const snapshots = dirname(folder);
  if (basename(snapshots) !== 'snapshots') return basename(folder);
  return basename(dirname(snapshots))
    .replace(/^models--/, '')
    .replaceAll('--', '/');
}

function parse(folder: string, name: string): unknown {
  const bytes = readSmall(join(folder, name), largestJson);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new ModelError(`Its file "${name}" is damaged: it is not JSON.`);
  }
}

function readSmall(path: string, limit: number): Buffer | undefined {
  const size = sizeOf(path);
  if (size === undefined) return undefined;
  if (size > limit) throw new ModelError(`Its file "${basename(path)}" is too large to be what its name says.`);
  return readFileSync(path);
}
