import { createHash } from 'node:crypto';
import {
  type MemoryFit,
  type Model,
  type ModelEngine,
  type ModelEngineState,
  type ModelRole,
  modelEngines,
  type RoleService,
  rolesFor,
} from '../../shared/contract/models.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { Catalog } from '../catalog/database.ts';
import type { LocalModel, ModelRepository, ModelRow } from '../catalog/models.ts';
import { type Engine, engineFor, type TakeOptions } from './engines/engine.ts';
import { type LlamaEngine, missingFile } from './engines/llama-cpp.ts';
import type { ModelBackend } from './model-backend.ts';
import type { ModelCopies } from './model-copies.ts';
import type { ModelRuntime } from './model-runtime.ts';
import type { ProviderService } from './providers/provider-service.ts';
import { Roles } from './roles.ts';

/** Context of a provider's model when neither the provider nor the owner says: what nearly every model has. */
const USUAL_CONTEXT = 8192;
/** Roles that a model takes when it is added and nobody has them; the others follow these, or are given by the owner. */
const TAKEN: readonly ModelRole[] = ['chat', 'embedding', 'rerank', 'transcription', 'vision', 'image', 'video'];

type LiveState = { state: 'loading' | 'loaded'; reason: '' } | { state: 'failed'; reason: string; since: number };

/** What runs this machine's own models, by format. */
interface Engines extends Record<ModelEngine, Engine> {
  'llama.cpp': LlamaEngine;
}

/** The owner's models: which there are, which serve which role, and how they are doing. */
export class ModelService {
  readonly #catalog: Catalog;
  readonly #models: ModelRepository;
  readonly #runtime: ModelRuntime;
  readonly #providers: ProviderService;
  readonly #copies: ModelCopies;
  readonly #engines: Engines;
  readonly #roles: Roles;
  readonly #onRoleChange: (role: ModelRole) => void;
  readonly #onRemove: (id: string) => Promise<void>;
  readonly #live = new Map<string, LiveState>();

  constructor(parts: {
    catalog: Catalog;
    models: ModelRepository;
    runtime: ModelRuntime;
    providers: ProviderService;
    copies: ModelCopies;
    engines: Engines;
    onRoleChange: (role: ModelRole) => void;
    /** Called before a model is forgotten, to drop what was made with it. */
    onRemove: (id: string) => Promise<void>;
  }) {
    this.#catalog = parts.catalog;
    this.#models = parts.models;
    this.#runtime = parts.runtime;
    this.#providers = parts.providers;
    this.#copies = parts.copies;
    this.#engines = parts.engines;
    this.#roles = new Roles({
      models: parts.models,
      fitness: (row) => {
        const live = this.#live.get(row.id);
        return {
          obstacle: this.#obstacle(row)?.reason ?? null,
          failedAt: live?.state === 'failed' ? live.since : null,
        };
      },
      reach: (row) => reaches[this.#whereIs(row).location],
    });
    this.#onRoleChange = parts.onRoleChange;
    this.#onRemove = parts.onRemove;
  }

  list(): Model[] {
    return this.#models.list().map((row) => this.#describe(row));
  }

  /** Who serves each role, and why not the first choice. */
  roles(): RoleService[] {
    return this.#roles.services();
  }

  /**
   * Adds a model's file or folder, where it lies or as a copy in the library, after loading it once to prove that it works. It takes
   * its role if nobody has it.
   * @throws HoldfastError PATH_UNREADABLE; MODEL_REFUSED saying what is wrong with the file; DISK_FULL; MODEL_FAILED when
   * the copy turns out different.
   */
  async add(given: string, options: TakeOptions): Promise<Model> {
    const { copy } = options;
    const engine = this.#engines[await engineFor(given)];
    const model = await engine.take(given, options);
    const known = this.#models.byId(model.id)?.path ?? null;
    // A copy goes on serving when its original is added once more.
    const path = known !== null && !copy && this.#holdsCopy(known) ? known : model.path;
    for (const other of new Set([known, model.path]))
      if (other && other !== path) await engine.unload({ path: other, adapters: [] });
    return this.#keep(
      {
        ...model,
        path,
        adapters: [],
        template: '',
        providerId: null,
        remoteName: null,
        added: Date.now(),
      },
      !copy && path === model.path,
    );
  }

  /**
   * Adds a model that is another one with LoRA adapters on it, after loading it once to prove that they fit. It serves no
   * role until it is given one: its base goes on.
   * @throws HoldfastError NOT_FOUND; INVALID_INPUT for a model of a provider; PATH_UNREADABLE; MODEL_REFUSED
   */
  async tune(
    id: string,
    { name, adapters }: { name: string; adapters: readonly { path: string; scale: number }[] },
    signal?: AbortSignal,
  ): Promise<Model> {
    const base = this.#languageModel(id);
    const tuned = await this.#engines['llama.cpp'].tune(base, adapters, signal);
    const key = JSON.stringify([base.sha256, tuned.map(({ sha256, scale }) => [sha256, scale])]);
    const tunedId = createHash('sha256').update(key).digest('hex').slice(0, 16);
    this.#catalog.transaction('durable', () =>
      this.#models.keep({ ...base, id: tunedId, name, adapters: tuned, added: Date.now() }),
    );
    this.#live.set(tunedId, { state: 'loaded', reason: '' });
    return this.#describe(this.#row(tunedId));
  }

  /**
   * Sets the chat template of a model of this machine, after loading it once with that; empty for the file's own.
   * @throws HoldfastError NOT_FOUND; INVALID_INPUT for a model of a provider; MODEL_REFUSED when it does not work
   */
  async setTemplate(id: string, template: string): Promise<Model> {
    const row = this.#languageModel(id);
    if (template !== '') await this.#engines['llama.cpp'].proveTemplate(row, template);
    this.#catalog.transaction('durable', () => this.#models.setTemplate(id, template));
    return this.#describe(this.#row(id));
  }

  /** Brings a model of this machine into memory. */
  async load(id: string): Promise<Model> {
    const row = this.#ownModel(id);
    await this.attempt(row, () => this.#engines[row.engine].load(row));
    return this.#describe(row);
  }

  async unload(id: string): Promise<Model> {
    const row = this.#ownModel(id);
    await this.#unload(row);
    return this.#describe(row);
  }

  /** Whether a model of this machine would fit into memory now. */
  fit(id: string): Promise<MemoryFit> {
    const row = this.#ownModel(id);
    return this.#engines[row.engine].fit(row);
  }

  /** What runs this machine's language models, and which models are in memory, whatever runs them. */
  async engine(): Promise<ModelEngineState> {
    const held = await Promise.all(modelEngines.map((name) => this.#engines[name].inMemory()));
    const { engine, free } = await this.#runtime.state();
    const rows = this.#models.list();
    const loaded = held.flat().map(({ path, adapters, ...measured }) => ({
      id: rows.find((row) => row.path === path && sameAdapters(row.adapters, adapters))?.id ?? null,
      ...measured,
    }));
    return { engine, loaded, used: loaded.reduce((sum, { ram, vram }) => sum + ram + vram, 0), free };
  }

  /** A model that llama.cpp runs. */
  #languageModel(id: string): LocalModel {
    const row = this.#ownModel(id);
    if (row.engine === 'llama.cpp') return row;
    throw new HoldfastError('INVALID_INPUT', `${row.name} has no adapters or chat template.`, 'Choose a GGUF model.');
  }

  #ownModel(id: string): LocalModel {
    const row = this.#row(id);
    if (row.path !== null) return row;
    throw new HoldfastError(
      'INVALID_INPUT',
      `${row.name} does not run on this machine.`,
      'Choose a model that is a file on this machine.',
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
        capabilities,
        languages: [],
        engine: null,
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
    // What also sees pictures is trained on captions, and is no good choice for passages unless the owner makes it.
    const isForPictures = row.capabilities.includes('image-embedding');
    const taken = rolesFor(row.capabilities).filter(
      (role) =>
        TAKEN.includes(role) &&
        !(role === 'embedding' && isForPictures) &&
        this.#models.inRole(role).length === 0 &&
        !this.#roles.serving(role),
    );
    this.#catalog.transaction('durable', () => {
      this.#models.keep(row);
      for (const role of taken) this.#models.assign(role, '', [row.id]);
    });
    if (isLoaded) this.#live.set(row.id, { state: 'loaded', reason: '' });
    else this.#live.delete(row.id);
    for (const role of taken) this.#onRoleChange(role);
    return this.#describe(this.#row(row.id));
  }

  /**
   * Lets a model serve a role, by default the one that it is chiefly for: instead of those that do, or after them, for
   * when they cannot. With a tag this holds for what is asked about files with that tag.
   * @throws HoldfastError INVALID_INPUT when it cannot serve the role; CONFLICT for a second embedding model.
   */
  async use(id: string, choice: { role?: ModelRole | undefined; tag: string; asFallback: boolean }): Promise<Model> {
    const row = this.#row(id);
    const { tag, asFallback } = choice;
    const role = roleOf(row, choice.role);
    const others = this.#models.inRole(role, tag).filter((other) => other.id !== id);
    await this.order(role, tag, asFallback ? [...others.map((other) => other.id), id] : [id]);
    return this.#describe(row);
  }

  /**
   * Sets all who serve a role, the first choice first, everywhere or for the files with a tag.
   * @throws HoldfastError NOT_FOUND; INVALID_INPUT when one cannot serve the role; CONFLICT for a second embedding model.
   */
  async order(role: ModelRole, tag: string, ids: readonly string[]): Promise<void> {
    const order = [...new Set(ids)];
    for (const id of order) roleOf(this.#row(id), role);
    if (role === 'embedding' && (order.length > 1 || (tag !== '' && order.length > 0)))
      throw new HoldfastError(
        'CONFLICT',
        'Only one embedding model can serve: vectors of two models do not compare.',
        'Let it serve instead of the other one.',
      );
    const before = this.#models.inRole(role, tag);
    this.#catalog.transaction('durable', () => this.#models.assign(role, tag, order));
    await this.#unloadIdle(before.filter(({ id }) => !order.includes(id)));
    this.#onRoleChange(role);
  }

  /** Leaves a role without a model of its own, everywhere or for the files with a tag. */
  async release(role: ModelRole, tag: string): Promise<void> {
    if (this.#models.inRole(role, tag).length > 0) await this.order(role, tag, []);
  }

  /** Frees the memory of models that serve no role any more. */
  async #unloadIdle(rows: readonly ModelRow[]): Promise<void> {
    for (const row of rows) if (this.#roles.servedBy(row.id).length === 0) await this.#unload(row);
  }

  /** Forgets a model and what was made with it for searching. Its file stays, unless it is a copy in the library. */
  async remove(id: string): Promise<void> {
    const row = this.#row(id);
    const served = this.#roles.servedBy(id);
    await this.#unload(row);
    await this.#onRemove(id);
    this.#catalog.transaction('durable', () => {
      for (const { role, tag, models } of this.#models.assignments())
        this.#models.assign(
          role,
          tag,
          models.filter((model) => model.id !== id).map((model) => model.id),
        );
      this.#models.remove(id);
    });
    this.#live.delete(id);
    for (const role of served) this.#onRoleChange(role);
    const isShared = this.#models.list().some(({ path }) => path === row.path);
    if (row.path !== null && this.#copies.holds(row.path) && !isShared) await this.#copies.remove(row.path);
  }

  /** Forgets a provider with its key and its models. */
  async removeProvider(id: string): Promise<void> {
    for (const model of this.#models.list().filter(({ providerId }) => providerId === id)) await this.remove(model.id);
    await this.#providers.remove(id);
  }

  /** The model that serves a role now, rather as the owner chose for files with these tags. */
  inRole(role: ModelRole, tags: readonly string[] = []): ModelRow | undefined {
    return this.#roles.serving(role, tags);
  }

  /** A model by its id. NOT_FOUND when there is none. */
  byId(id: string): ModelRow {
    return this.#row(id);
  }

  /** Runs `work` with a model and notes how the model does: what is shown of it comes from real use. */
  async attempt<T>(model: ModelRow, work: (backend: ModelBackend) => Promise<T>): Promise<T> {
    const before = this.#live.get(model.id);
    if (before?.state !== 'loaded') this.#live.set(model.id, { state: 'loading', reason: '' });
    try {
      const result = await work(this.#backend(model));
      this.#live.set(model.id, { state: 'loaded', reason: '' });
      return result;
    } catch (error) {
      if (error instanceof HoldfastError)
        this.#live.set(model.id, { state: 'failed', reason: error.message, since: Date.now() });
      else if (before?.state !== 'loading') this.#takeBackLoading(model.id, before);
      throw error;
    }
  }

  /** An attempt that was given up says nothing of the model. */
  #takeBackLoading(id: string, before: LiveState | undefined): void {
    if (this.#live.get(id)?.state !== 'loading') return;
    if (before) this.#live.set(id, before);
    else this.#live.delete(id);
  }

  #backend(model: ModelRow): ModelBackend {
    if (model.path === null) return this.#providers.backend(model);
    return this.#engines[model.engine].backend(model);
  }

  async #unload(row: ModelRow): Promise<void> {
    if (row.path !== null) await this.#engines[row.engine].unload(row);
    this.#live.delete(row.id);
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
    const roles = rolesFor(row.capabilities);
    const { providerId: _, remoteName: __, ...facts } = row;
    const file =
      row.path === null
        ? { path: '', copied: false, adapters: [], template: '' }
        : { path: row.path, copied: this.#copies.holds(row.path), adapters: row.adapters, template: row.template };
    const serves = this.#roles.servedBy(row.id);
    return { ...facts, ...file, ...this.#whereIs(row), role: roles[0] ?? null, roles, serves, state, reason };
  }

  #whereIs({ providerId }: ModelRow): Pick<Model, 'location' | 'provider'> {
    if (providerId === null) return { location: 'process', provider: null };
    const { location, provider } = this.#providers.place(providerId);
    return { location, provider };
  }

  #row(id: string): ModelRow {
    const row = this.#models.byId(id);
    if (!row) throw new HoldfastError('NOT_FOUND', `There is no model “${id}”.`, 'List the models to see their ids.');
    return row;
  }
}

const reaches = { process: 0, boundary: 1, cloud: 2 } as const;

function sameAdapters(
  one: readonly { path: string; scale: number }[],
  other: readonly { path: string; scale: number }[],
): boolean {
  return (
    one.length === other.length &&
    one.every(({ path, scale }, index) => path === other[index]?.path && scale === other[index]?.scale)
  );
}

/** The role that a model is to serve. INVALID_INPUT when it cannot. */
function roleOf({ name, capabilities }: ModelRow, wanted: ModelRole | undefined): ModelRole {
  const able = rolesFor(capabilities);
  const role = wanted ?? able[0];
  if (role !== undefined && able.includes(role)) return role;
  throw new HoldfastError(
    'INVALID_INPUT',
    `${name} cannot serve as ${wanted ?? 'any'} model: it can ${capabilities.join(', ') || 'do nothing that is asked for'}.`,
    able.length > 0 ? `It can serve as ${able.join(', ')} model.` : 'Choose another model.',
  );
}
