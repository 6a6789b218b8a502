import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Writes a file, with the folders that it lies in, and answers its path. */
export function writeInto(folder: string, name: string, content: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** A digest as Ollama writes it. */
const digestOf = (content: string | Buffer) => `sha256:${createHash('sha256').update(content).digest('hex')}`;

/**
 * Writes a model into an Ollama store as `ollama pull` leaves it, and answers the path of its blob.
 * @param name registry/namespace/model/tag
 */
export function writeOllamaModel(store: string, name: string, model: Buffer, licence?: string): string {
  const layers = [{ kind: 'model', content: model }, ...(licence ? [{ kind: 'license', content: licence }] : [])];
  for (const { content } of layers) writeInto(store, `blobs/${digestOf(content).replace(':', '-')}`, content);
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    layers: layers.map(({ kind, content }) => ({
      mediaType: `application/vnd.ollama.image.${kind}`,
      digest: digestOf(content),
      size: content.length,
    })),
  };
  writeInto(store, `manifests/${name}`, JSON.stringify(manifest));
  return join(store, 'blobs', digestOf(model).replace(':', '-'));
}

/** Writes a file into a Hugging Face cache: a blob, and a symbolic link to it. Answers the path of the link. */
export function writeHuggingFaceFile(hub: string, repository: string, file: string, content: Buffer): string {
  const folder = join(hub, `models--${repository.replaceAll('/', '--')}`);
  const blob = writeInto(folder, `blobs/${digestOf(content).slice('sha256:'.length)}`, content);
  const link = join(folder, 'snapshots', '0f3a', file);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(link), blob), link);
  return link;
}
