import { stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { z } from 'zod';
import { oneLine } from '../one-line.ts';
import { readJson, readStart } from './small-file.ts';
import { joinOn, type Sighting, type Skipped, type Source } from './source.ts';
import { walk } from './walk.ts';

const longestManifest = 1 << 20;
const longestLicence = 4096;
const blobName = /^sha256-[0-9a-f]{64}$/;
const manifestSchema = z.object({ layers: z.array(z.object({ mediaType: z.string(), digest: z.string() })) });

/**
 * A store has manifests/registry/namespace/model/tag, JSON files whose layers say under which name their bytes lie among
 * the blobs: blobs/sha256-….
 */
export const ollama: Source = {
  name: 'ollama',
  roots: (machine) => [
    machine.env.OLLAMA_MODELS || joinOn(machine, machine.home, '.ollama', 'models'),
    // Where the service keeps them, which the installer lets run as a user of its own.
    ...(machine.platform === 'linux' ? ['/usr/share/ollama/.ollama/models'] : []),
  ],
  find: findInStore,
};

/** The models of an Ollama store, wherever it lies. */
export async function* findInStore(root: string): AsyncGenerator<Sighting | Skipped> {
  const manifests = join(root, 'manifests');
  for await (const step of walk(manifests)) {
    if (step.type === 'skipped') yield step;
    else
      for (const file of step.files) {
        const path = join(step.folder, file);
        const name = nameOf(relative(manifests, path));
        if (name) yield await readManifest(root, path, name);
      }
  }
}

/** What Ollama calls the model whose bytes are this blob of a store, and its licence; null for any other file. */
export async function ollamaDescription(path: string): Promise<{ name: string; licence: string } | null> {
  if (!blobName.test(basename(path)) || basename(dirname(path)) !== 'blobs') return null;
  for await (const found of findInStore(dirname(dirname(path))))
    if (found.type === 'sighting' && basename(found.path) === basename(path))
      return { name: found.name ?? '', licence: found.licence ?? '' };
  return null;
}

/** As Ollama shows it: what stands for its own registry and for its own models is left out. Null for stray files. */
function nameOf(manifest: string): string | null {
  const [registry, namespace, model, tag, ...rest] = manifest.split(sep);
  if (!tag || rest.length > 0) return null;
  const shown =
    registry === 'registry.ollama.ai'
      ? [namespace === 'library' ? '' : namespace, model]
      : [registry, namespace, model];
  return oneLine(`${shown.filter(Boolean).join('/')}:${tag}`);
}

async function readManifest(root: string, path: string, name: string): Promise<Sighting | Skipped> {
  const skipped = (reason: string): Skipped => ({ type: 'skipped', path, reason });
  const manifest = manifestSchema.safeParse(await readJson(path, longestManifest));
  if (!manifest.success) return skipped(`The manifest of ${name} cannot be read: Ollama has to fetch the model anew.`);
  const digest = (kind: string) =>
    manifest.data.layers.find(({ mediaType }) => mediaType === `application/vnd.ollama.image.${kind}`)?.digest;
  const model = digest('model');
  if (model === undefined) return skipped(`${name} is not kept as a GGUF file.`);
  const blob = blobPath(root, model);
  if (blob === null) return skipped(`The manifest of ${name} names no file of the store.`);
  const there = await stat(blob).catch(() => null);
  if (!there?.isFile()) return skipped(`The file of ${name} is not there, or may not be read.`);
  return { type: 'sighting', path: blob, name, licence: await readLicence(root, digest('license')) };
}

/** Where a digest's bytes lie; null where it is no digest, and might lead out of the store. */
function blobPath(root: string, digest: string): string | null {
  const name = digest.replace(':', '-');
  return blobName.test(name) ? join(root, 'blobs', name) : null;
}

/** The licence's title: the first line of its text that says something. */
async function readLicence(root: string, digest: string | undefined): Promise<string> {
  const blob = digest === undefined ? null : blobPath(root, digest);
  const text = blob === null ? null : await readStart(blob, longestLicence);
  const title = text?.split('\n').find((line) => /\p{L}/u.test(line)) ?? '';
  return oneLine(title);
}
