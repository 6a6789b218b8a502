import { existsSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Model, ModelRole } from '../../../shared/contract/models.ts';
import type { GetEvent, ManifestModel, RecommendedModel } from '../../../shared/contract/recommended.ts';
import { HoldfastError } from '../../../shared/errors.ts';
import { AsyncQueue } from '../../async-queue.ts';
import type { Egress } from '../../policy/egress.ts';
import type { ModelService } from '../model-service.ts';
import { bring, placesOf } from './bringing.ts';
import type { DownloadOptions } from './download.ts';
import { fits, machineMemory, suggestions } from './machine-memory.ts';
import { addCarried, readManifest } from './manifest.ts';

/** The manifest that an administrator may put beside the models in a folder. */
const carriedManifest = 'models.json';

/** A model that is being brought: how to end that, and when it has ended. */
interface Running {
  abort: AbortController;
  ended: Promise<unknown>;
}

interface Parts {
  /** The manifest in use. */
  manifestPath: string;
  libraryPath: string;
  models: ModelService;
  egress: Egress;
  /** What the engines of this version serve; a model for other roles alone is listed, and not brought. */
  roles: readonly ModelRole[];
  /** Bytes of this machine's memory. */
  memory?: number;
  wait?: DownloadOptions['wait'];
}

/** Open models that are recommended, and how they come into the library: by download, or from a folder carried in. */
export class RecommendedModels {
  readonly #manifestPath: string;
  readonly #folder: string;
  readonly #models: ModelService;
  readonly #egress: Egress;
  readonly #roles: readonly ModelRole[];
  readonly #memory: number;
  readonly #wait: DownloadOptions['wait'];
  /** By SHA-256. */
  readonly #running = new Map<string, Running>();

  constructor({
    manifestPath,
    libraryPath,
    models,
    egress,
    roles,
    memory = machineMemory(),
    wait = waitLonger,
  }: Parts) {
    this.#manifestPath = manifestPath;
    this.#folder = join(libraryPath, 'models');
    this.#models = models;
    this.#egress = egress;
    this.#roles = roles;
    this.#memory = memory;
    this.#wait = wait;
  }

  /** @throws HoldfastError INVALID_INPUT, PATH_UNREADABLE when a manifest cannot be used. */
  async list(from?: string): Promise<RecommendedModel[]> {
    const entries = await this.#entries(from);
    const suggested = suggestions(
      entries.filter((entry) => this.#isUsable(entry)),
      this.#memory,
    );
    return Promise.all(
      entries.map(async (entry) => ({
        ...entry,
        fits: fits(entry, this.#memory),
        suggested: suggested.has(entry),
        usable: this.#isUsable(entry),
        added: this.#inLibrary(entry)?.id ?? null,
        partial: (await stat(join(placesOf(this.#folder, entry).partial, entry.file)).catch(() => null))?.size ?? 0,
        obstacle: this.#egress.obstacle(entry.url) ?? '',
      })),
    );
  }

  /**
   * Brings a model into the library and tells how far that is. It stops when `signal` is aborted or nobody listens any
   * more; the next call goes on then.
   * @throws HoldfastError as the contract says.
   */
  async *get(id: string, from?: string, signal?: AbortSignal): AsyncGenerator<GetEvent> {
    const entry = await this.#entry(id, from);
    const known = this.#inLibrary(entry);
    if (known) return yield { type: 'done', model: known };
    this.#demandUse(entry);
    if (this.#running.has(entry.sha256))
      throw new HoldfastError('CONFLICT', `${entry.name} is being fetched already.`, 'Wait for it, or cancel it.');
    const events = new AsyncQueue<GetEvent>();
    const abort = new AbortController();
    const ended = this.#bring(entry, from, AbortSignal.any([abort.signal, ...(signal ? [signal] : [])]), events);
    this.#running.set(entry.sha256, { abort, ended });
    try {
      yield* events;
    } finally {
      abort.abort();
      await ended;
    }
  }

  /** Tells all that happens, and the end, through `events`. */
  async #bring(
    entry: ManifestModel,
    from: string | undefined,
    signal: AbortSignal,
    events: AsyncQueue<GetEvent>,
  ): Promise<void> {
    try {
      const model = await bring(entry, from && resolve(from), {
        egress: this.#egress,
        models: this.#models,
        places: placesOf(this.#folder, entry),
        signal,
        wait: this.#wait,
        tell: (event) => events.push(event),
      });
      events.push({ type: 'done', model });
      events.end();
    } catch (error) {
      if (signal.aborted && signal.reason instanceof Cancelled) {
        events.push({ type: 'cancelled' });
        events.end();
      } else events.fail(error);
    } finally {
      this.#running.delete(entry.sha256);
    }
  }

  /** Ends the fetching of a model and deletes what has come of it. A model that is in the library already stays. */
  async cancel(id: string, from?: string): Promise<void> {
    const entry = await this.#entry(id, from);
    const running = this.#running.get(entry.sha256);
    running?.abort.abort(new Cancelled());
    await running?.ended;
    await rm(placesOf(this.#folder, entry).partial, { recursive: true, force: true });
  }

  /** Stops what is being fetched; the next start can go on with it. */
  async close(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort();
    await Promise.all(running.map(({ ended }) => ended));
  }

  async #entries(from: string | undefined): Promise<ManifestModel[]> {
    const known = await readManifest(this.#manifestPath);
    const carried = from === undefined ? undefined : join(resolve(from), carriedManifest);
    return carried !== undefined && existsSync(carried) ? addCarried(known, await readManifest(carried)) : known;
  }

  async #entry(id: string, from: string | undefined): Promise<ManifestModel> {
    const entry = (await this.#entries(from)).find((model) => model.id === id);
    if (entry) return entry;
    throw new HoldfastError(
      'NOT_FOUND',
      `No model “${id}” is recommended.`,
      'See “holdfast models recommended” for their ids.',
    );
  }

  #inLibrary({ sha256 }: ManifestModel): Model | undefined {
    return this.#models.list().find((model) => model.sha256 === sha256 && model.state !== 'missing');
  }

  #isUsable({ roles }: ManifestModel): boolean {
    return roles.some((role) => this.#roles.includes(role));
  }

  #demandUse(entry: ManifestModel): void {
    if (this.#isUsable(entry)) return;
    throw new HoldfastError(
      'MODEL_REFUSED',
      `${entry.name} is for the role ${entry.roles.join(' and ')}, and no engine of this version runs such models.`,
      'Choose a model for another role.',
    );
  }
}

/** The person no longer wants it. */
class Cancelled extends Error {}

async function waitLonger(fruitless: number, signal: AbortSignal): Promise<void> {
  await pause(1000 * 2 ** fruitless, undefined, { signal });
}
