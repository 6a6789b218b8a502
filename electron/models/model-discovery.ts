import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { FoundModel, ModelSource, SkippedPlace } from '../../shared/contract/discovery.ts';
import { type ModelEngine, rolesFor } from '../../shared/contract/models.ts';
import { HoldfastError, messageOf } from '../../shared/errors.ts';
import { WorkerError } from '../workers/supervisor.ts';
import { findInFolder } from './discovery/folder.ts';
import { haveSameBytes } from './discovery/same-bytes.ts';
import type { Machine, Sighting, Skipped } from './discovery/source.ts';
import { sources } from './discovery/sources.ts';
import { type Engine, engineFor, type ModelDescription } from './engines/engine.ts';
import { locateModel } from './engines/llama-cpp.ts';
import type { ModelService } from './model-service.ts';
import { partPaths, stemOf } from './split-name.ts';

type Inspection = { description: ModelDescription } | { problem: string };

/** A model as it was sighted, in one place or in several. */
interface Find extends Omit<Sighting, 'type'> {
  /** Where its files really lie. */
  files: string[];
  sources: Set<ModelSource>;
}

/** Finds the models that lie on this machine already. Files are read in the engines' processes and never changed. */
export class ModelDiscovery {
  readonly #engines: Record<ModelEngine, Pick<Engine, 'inspect'>>;
  readonly #models: ModelService;
  readonly #machine: Machine;
  /** What was read, by the first file's path; good for as long as the files stay as they are. */
  readonly #inspections = new Map<string, { state: string; inspection: Inspection }>();

  constructor(parts: {
    engines: Record<ModelEngine, Pick<Engine, 'inspect'>>;
    models: ModelService;
    machine?: Machine;
  }) {
    this.#engines = parts.engines;
    this.#models = parts.models;
    this.#machine = parts.machine ?? { platform: process.platform, home: homedir(), env: process.env };
  }

  /**
   * Looks where programs keep models or, when a folder is given, in that folder alone, and answers with each model when
   * it has been read. A file in several places is one model. A file that cannot be used is among them, with the reason.
   * @throws HoldfastError PATH_UNREADABLE when the given folder is not there.
   */
  async *find(folder?: string, signal?: AbortSignal): AsyncGenerator<FoundModel | SkippedPlace> {
    const finds = new Map<string, Find>();
    const sightings = folder === undefined ? this.#everywhere() : inFolder(folder);
    for await (const { source, step } of sightings) {
      signal?.throwIfAborted();
      if (step.type === 'skipped') yield step;
      else await note(finds, step, source);
    }
    for (const find of finds.values()) {
      const model = await this.#read(find, signal);
      if (model) yield model;
    }
  }

  async *#everywhere(): AsyncGenerator<{ source: ModelSource; step: Sighting | Skipped }> {
    for (const source of sources)
      for (const root of new Set(await source.roots(this.#machine)))
        for await (const step of source.find(root)) yield { source: source.name, step };
  }

  /** Null for what is being downloaded and has no bytes yet, or is gone again. */
  async #read(find: Find, signal: AbortSignal | undefined): Promise<FoundModel | null> {
    const { path, files } = find;
    const stats = await Promise.all(files.map((file) => stat(file).catch(() => null)));
    const bytes = stats.reduce((sum, file) => sum + (file?.isFile() ? file.size : 0), 0);
    if (bytes === 0 && !stats[0]?.isDirectory()) return null;
    const state = stats.map((file) => `${file?.size} ${file?.mtimeMs}`).join();
    const inspection = await this.#inspect(path, state, signal);
    const description = 'description' in inspection ? inspection.description : null;
    const size = bytes || (description?.size ?? 0);
    return {
      type: 'model',
      path,
      name: find.name ?? description?.name ?? stemOf(path),
      sources: [...find.sources],
      size,
      role: rolesFor(description?.capabilities ?? [])[0] ?? null,
      architecture: description?.architecture ?? '',
      quantisation: description?.quantisation ?? '',
      parameters: description?.parameters ?? 0,
      contextSize: description?.contextSize ?? 0,
      licence: description?.licence || (find.licence ?? ''),
      parts: files.length,
      problem: 'problem' in inspection ? inspection.problem : '',
      added: await this.#isAdded(files, size),
    };
  }

  async #inspect(path: string, state: string, signal: AbortSignal | undefined): Promise<Inspection> {
    const known = this.#inspections.get(path);
    if (known?.state === state) return known.inspection;
    try {
      const inspection = { description: await this.#engines[await engineFor(path)].inspect(path, { signal }) };
      this.#inspections.set(path, { state, inspection });
      return inspection;
    } catch (error) {
      if (!(error instanceof HoldfastError)) throw error;
      // What the model process said of the file is the file's own fault and will be said again; its death may not be.
      if (!(error.cause instanceof WorkerError)) return { problem: error.message };
      const inspection = { problem: error.cause.message };
      this.#inspections.set(path, { state, inspection });
      return inspection;
    }
  }

  async #isAdded(files: readonly string[], size: number): Promise<boolean> {
    for (const model of this.#models.list()) {
      if (model.path === files[0]) return true;
      if (model.size === size && (await haveSameBytes(files, partPaths(model.path)))) return true;
    }
    return false;
  }
}

async function* inFolder(given: string): AsyncGenerator<{ source: ModelSource; step: Sighting | Skipped }> {
  const folder = resolve(given);
  const there = await stat(folder).catch((error: unknown) => {
    throw new HoldfastError(
      'PATH_UNREADABLE',
      `The folder ${folder} cannot be opened: ${messageOf(error)}.`,
      'Check the path.',
    );
  });
  if (!there.isDirectory())
    throw new HoldfastError('PATH_UNREADABLE', `${folder} is not a folder.`, 'Name the folder that it is in.');
  for await (const step of findInFolder(folder)) yield { source: 'folder', step };
}

async function note(finds: Map<string, Find>, { path, name, licence }: Sighting, source: ModelSource): Promise<void> {
  const files = await locateModel(path).catch(() => null);
  // Gone again meanwhile.
  if (!files) return;
  const known = finds.get(files[0]);
  if (known) {
    known.sources.add(source);
    known.name ??= name;
    known.licence ??= licence;
  } else finds.set(files[0], { path, name, licence, files, sources: new Set([source]) });
}
