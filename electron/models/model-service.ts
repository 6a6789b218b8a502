import { createHash } from 'node:crypto';
import { type Model, type ModelRole, modelRoles, type RoleService } from '../../shared/contract/models.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { Catalog } from '../catalog/database.ts';
import type { ModelRepository, ModelRow } from '../catalog/models.ts';
import { LocalModels, missingFile } from './local-models.ts';
import type { ModelBackend } from './model-backend.ts';
import type { ModelCopies } from './model-copies.ts';
import type { ModelRuntime } from './model-runtime.ts';
import type { ProviderService } from './providers/provider-service.ts';

/** Context of a provider's model when neither the provider nor the owner says: what nearly every model has. */
const USUAL_CONTEXT = 8192;
/** A model that failed is passed over for so long when another can serve its role. */
const PASSED_OVER_MS = 60_000;

type LiveState = { state: 'loading' | 'loaded'; reason: '' } | { state: 'failed'; reason: string; since: number };

/** The owner's models: which there are, which serve which role, and how they are doing. */
export class ModelService {
  readonly #catalog: Catalog;
  readonly #models: ModelRepository;
  readonly #runtime: ModelRuntime;
  readonly #providers: ProviderService;
  readonly #copies: ModelCopies;
  readonly #local: LocalModels;
  readonly #onRoleChange: (role: ModelRole) => void;
  readonly #onRemove: (id: string) => Promise<void>;
  readonly #live = new Map<string, LiveState>();

  constructor(parts: {
    catalog: Catalog;
    models: ModelRepository;
    runtime: ModelRuntime;
    providers: ProviderService;
    copies: ModelCopies;
    onRoleChange: (role: ModelRole) => void;
    /** Called before a model is forgotten, to drop what was made with it. */
    onRemove: (id: string) => Promise<void>;
  }) {
    this.#catalog = parts.catalog;
    this.#models = parts.models;
    this.#runtime = parts.runtime;
    this.#providers = parts.providers;
    this.#copies = parts.copies;
    this.#local = new LocalModels(parts);
    this.#onRoleChange = parts.onRoleChange;
    this.#onRemove = parts.onRemove;
  }

  list(): Model[] {
    return this.#models.list().map((row) => this.#describe(row));
  }

  /** Who serves each role, and why not the first choice. */
  roles(): RoleService[] {
    return modelRoles.map((role) => {
      const order = this.#models.inRole(role);
      const serving = this.inRole(role);
      const [first] = order;
      const reason = first && serving?.id !== first.id ? this.#describe(first).reason : '';
      return { role, order: order.map(({ id }) => id), serving: serving?.id ?? null, reason };
    });
  }

  /**
   * Adds a GGUF file, where it lies or as a copy in the library, after loading it once to prove that it works. It takes
   * its role if nobody has it.
   * @throws HoldfastError PATH_UNREADABLE; MODEL_REFUSED saying what is wrong with the file; DISK_FULL; MODEL_FAILED when
   * the copy turns out different.
   */
  async add(given: string, { copy, signal }: { copy: boolean; signal?: AbortSignal | undefined }): Promise<Model> {
    const model = await this.#local.take(given, { copy, ...(signal ? { signal } : {}) });
    const known = this.#models.byId(model.id)?.path ?? null;
    // A copy goes on serving when its original is added once more.
    const path = known !== null && !copy && this.#holdsCopy(known) ? known : model.path;
    for (const other of new Set([known, model.path])) if (other && other !== path) await this.#unloadFile(other);
    return this.#keep(
      { ...model, path, providerId: null, remoteName: null, capabilities: [model.role], added: Date.now() },
      !copy && path === model.path,
    );
  }

  #holdsCopy(path: string): boolean {
    return this.#copies.holds(path) && missingFile(path) === undefined;
  }

  /**
   * Adds a provider's model for what it turns out to be able to do. It takes its role if nobody has it.
   * @throws HoldfastError PROVIDER_FAILED, EGRESS_REFUSED, SECRETS_LOCKED
   */
  async addRemote(providerId: string, remoteName: string, givenContext: number | undefined): Promise<Model> {
    const { capabilities, dimensions } = await this.#providers.probe(providerId, remoteName);
    const { provider } = this.#providers.place(providerId);
    return this.#keep(
      {
        id: createHash('sha256').update(`${providerId}\n${remoteName}`).digest('hex').slice(0, 16),
        name: remoteName,
        role: capabilities.includes('embedding') ? 'embedding' : 'chat',
        capabilities,
        path: null,
        providerId,
        remoteName,
        sha256: '',
        size: 0,
        architecture: provider.name,
        quantisation: '',
        parameters: 0,
        contextSize: givenContext ?? ((await this.#offeredContext(providerId, remoteName)) || USUAL_CONTEXT),
        dimensions,
        licence: '',
        added: Date.now(),
      },
      true,
    );
  }

  async #offeredContext(providerId: string, remoteName: string): Promise<number> {
    // A provider that lists nothing still serves what its owner names.
    const offered = await this.#providers.offered(providerId).catch(() => []);
    return offered.find(({ name }) => name === remoteName)?.contextSize ?? 0;
  }

  #keep(row: ModelRow, isLoaded: boolean): Model {
    const takesRole = this.#models.inRole(row.role).length === 0;
    this.#catalog.transaction('durable', () => {
      this.#models.keep(row);
      if (takesRole) this.#models.assign(row.role, [row.id]);
    });
    if (isLoaded) this.#live.set(row.id, { state: 'loaded', reason: '' });
    else this.#live.delete(row.id);
    if (takesRole) this.#onRoleChange(row.role);
    return this.#describe(this.#row(row.id));
  }

  /**
   * Lets a model serve its role: instead of those that do, or after them, for when they cannot.
   * @throws HoldfastError CONFLICT for a second embedding model: vectors of two models do not compare.
   */
  async use(id: string, asFallback: boolean): Promise<Model> {
    const row = this.#row(id);
    const before = this.#models.inRole(row.role);
    if (asFallback && row.role === 'embedding')
      throw new HoldfastError(
        'CONFLICT',
        'Only one embedding model can serve: vectors of two models do not compare.',
        'Let it serve instead of the other one.',
      );
    const others = before.filter((other) => other.id !== id);
    const order = asFallback ? [...others.map((other) => other.id), id] : [id];
    this.#catalog.transaction('durable', () => this.#models.assign(row.role, order));
    if (!asFallback) for (const other of others) await this.#unload(other);
    this.#onRoleChange(row.role);
    return this.#describe(row);
  }

  async release(role: ModelRole): Promise<void> {
    const before = this.#models.inRole(role);
    if (before.length === 0) return;
    this.#catalog.transaction('durable', () => this.#models.assign(role, []));
    for (const row of before) await this.#unload(row);
    this.#onRoleChange(role);
  }

  /** Forgets a model and what was made with it for searching. Its file stays, unless it is a copy in the library. */
  async remove(id: string): Promise<void> {
    const row = this.#row(id);
    const others = this.#models.inRole(row.role).filter((other) => other.id !== id);
    await this.#unload(row);
    await this.#onRemove(id);
    this.#catalog.transaction('durable', () => {
      this.#models.assign(
        row.role,
        others.map((other) => other.id),
      );
      this.#models.remove(id);
    });
    this.#live.delete(id);
    this.#onRoleChange(row.role);
    if (row.path !== null && this.#copies.holds(row.path)) await this.#copies.remove(row.path);
  }

  /** Forgets a provider with its key and its models. */
  async removeProvider(id: string): Promise<void> {
    for (const model of this.#models.list().filter(({ providerId }) => providerId === id)) await this.remove(model.id);
    await this.#providers.remove(id);
  }

  /** The model that serves a role now: the first choice that can, and rather one that did not just fail. */
  inRole(role: ModelRole): ModelRow | undefined {
    const able = this.#models.inRole(role).filter((row) => this.#obstacle(row) === null);
    return able.find((row) => !this.#justFailed(row)) ?? able[0];
  }

  #justFailed({ id }: ModelRow): boolean {
    const live = this.#live.get(id);
    return live?.state === 'failed' && Date.now() - live.since < PASSED_OVER_MS;
  }

  /** Runs `work` with a model and notes how the model does: what is shown of it comes from real use. */
  async attempt<T>(model: ModelRow, work: (backend: ModelBackend) => Promise<T>): Promise<T> {
    if (this.#live.get(model.id)?.state !== 'loaded') this.#live.set(model.id, { state: 'loading', reason: '' });
    try {
      const result = await work(this.#backend(model));
      this.#live.set(model.id, { state: 'loaded', reason: '' });
      return result;
    } catch (error) {
      if (error instanceof HoldfastError)
        this.#live.set(model.id, { state: 'failed', reason: error.message, since: Date.now() });
      throw error;
    }
  }

  #backend(model: ModelRow): ModelBackend {
    if (model.path === null) return this.#providers.backend(model);
    const { path } = model;
    return {
      chat: (turns, options) => this.#runtime.chat(path, turns, options),
      countTokens: (texts) => this.#runtime.countTokens(path, texts),
      embed: (texts, options) => this.#runtime.embed(path, texts, options),
    };
  }

  async #unload(row: ModelRow): Promise<void> {
    if (row.path !== null) await this.#unloadFile(row.path);
    this.#live.delete(row.id);
  }

  async #unloadFile(path: string): Promise<void> {
    // A model that cannot be unloaded is one whose process is gone, and with it the model.
    await this.#runtime.unload(path).catch(() => undefined);
  }

  /** Why a model cannot serve now, whatever it did before. */
  #obstacle(row: ModelRow): { state: 'missing' | 'barred'; reason: string } | null {
    if (row.path !== null) {
      const missing = missingFile(row.path);
      return missing === undefined ? null : { state: 'missing', reason: `The file ${missing} is not there.` };
    }
    const { obstacle } = this.#providers.place(row.providerId);
    return obstacle === null ? null : { state: 'barred', reason: obstacle };
  }

  #describe(row: ModelRow): Model {
    const live = this.#live.get(row.id) ?? { state: 'unloaded' as const, reason: '' };
    const { state, reason } = this.#obstacle(row) ?? live;
    const inUse = this.#models.inRole(row.role).some(({ id }) => id === row.id);
    const { path, providerId, remoteName: _, ...facts } = row;
    const where =
      providerId === null
        ? { location: 'process' as const, provider: null, path, copied: this.#copies.holds(path) }
        : { ...this.#whereIs(providerId), path: '', copied: false };
    return { ...facts, ...where, state, reason, inUse };
  }

  #whereIs(providerId: string): Pick<Model, 'location' | 'provider'> {
    const { location, provider } = this.#providers.place(providerId);
    return { location, provider };
  }

  #row(id: string): ModelRow {
    const row = this.#models.byId(id);
    if (!row) throw new HoldfastError('NOT_FOUND', `There is no model “${id}”.`, 'List the models to see their ids.');
    return row;
  }
}
