import { createHash } from 'node:crypto';
import {
  type MemoryFit,
  type Model,
  type ModelEngineState,
  type ModelRole,
  modelEngines,
  type Prices,
  rolesFor,
} from '../../shared/contract/models.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { Catalog } from '../catalog/database.ts';
import type { LocalModel, ModelRepository, ModelRow } from '../catalog/models.ts';
import { engineFor, type TakeOptions } from './engines/engine.ts';
import type { Engines } from './engines/engines.ts';
import { missingFile } from './engines/llama-cpp.ts';
import type { ModelBackend } from './model-backend.ts';
import type { ModelCopies } from './model-copies.ts';
import { ModelHealth } from './model-health.ts';
import type { ModelRuntime } from './model-runtime.ts';
import type { ProviderService } from './providers/provider-service.ts';
import { type Choice, knownModel, Roles } from './roles.ts';

/** Context of a provider's model when neither the provider nor the owner says: what nearly every model has. */
const USUAL_CONTEXT = 8192;
/** The owner's models: how they come, change and go, and what is shown of them. */
export class ModelService {
  readonly #catalog: Catalog;
  readonly #models: ModelRepository;
  readonly #runtime: ModelRuntime;
  readonly #providers: ProviderService;
  readonly #copies: ModelCopies;
  readonly #engines: Engines;
  readonly #health: ModelHealth;
  readonly #onRemove: (id: string) => Promise<void>;
  /** Which models serve which role. */
  readonly roles: Roles;

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
    this.#health = new ModelHealth(parts);
    this.#onRemove = parts.onRemove;
    this.roles = new Roles({
      catalog: parts.catalog,
      models: parts.models,
      health: this.#health,
      onChange: parts.onRoleChange,
    });
  }

  list(): Model[] {
    return this.#models.list().map((row) => this.#describe(row));
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
    this.#health.noteLoaded(tunedId);
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

  /**
   * Keeps what a provider's model costs, or forgets it.
   * @throws HoldfastError NOT_FOUND; INVALID_INPUT for a model of this machine
   */
  setPrices(id: string, prices: Prices | null): Model {
    const row = this.#row(id);
    if (row.path !== null)
      throw new HoldfastError(
        'INVALID_INPUT',
        `${row.name} runs on this machine and has no price.`,
        'Choose a model of a server or service.',
      );
    this.#catalog.transaction('durable', () => this.#models.setPrices(id, prices));
    return this.#describe(row);
  }

  /** Brings a model of this machine into memory. */
  async load(id: string): Promise<Model> {
    const row = this.#ownModel(id);
    await this.attempt(row, () => this.#engines[row.engine].load(row));
    return this.#describe(row);
  }

  async unload(id: string): Promise<Model> {
    const row = this.#ownModel(id);
    await this.#health.unload(row);
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
    const taken = this.roles.vacantFor(row);
    this.#catalog.transaction('durable', () => {
      this.#models.keep(row);
      this.roles.take(taken, row.id);
    });
    if (isLoaded) this.#health.noteLoaded(row.id);
    else this.#health.forget(row.id);
    this.roles.announce(taken);
    return this.#describe(this.#row(row.id));
  }

  /**
   * Lets a model serve a role, by default the one that it is chiefly for.
   * @see Roles.choose
   */
  async use(id: string, choice: Choice): Promise<Model> {
    await this.roles.choose(id, choice);
    return this.#describe(this.#row(id));
  }

  /** Forgets a model and what was made with it for searching. Its file stays, unless it is a copy in the library. */
  async remove(id: string): Promise<void> {
    const row = this.#row(id);
    const served = this.roles.servedBy(id);
    await this.#health.unload(row);
    await this.#onRemove(id);
    this.#catalog.transaction('durable', () => {
      this.roles.withdraw(id);
      this.#models.remove(id);
    });
    this.#health.forget(id);
    this.roles.announce(served);
    const isShared = this.#models.list().some(({ path }) => path === row.path);
    if (row.path !== null && this.#copies.holds(row.path) && !isShared) await this.#copies.remove(row.path);
  }

  /** Forgets a provider with its key and its models. */
  async removeProvider(id: string): Promise<void> {
    for (const model of this.#models.list().filter(({ providerId }) => providerId === id)) await this.remove(model.id);
    await this.#providers.remove(id);
  }

  /** A model by its id. NOT_FOUND when there is none. */
  byId(id: string): ModelRow {
    return this.#row(id);
  }

  /** Runs `work` with a model and notes how the model does: what is shown of it comes from real use. */
  attempt<T>(model: ModelRow, work: (backend: ModelBackend) => Promise<T>): Promise<T> {
    return this.#health.attempt(model, work);
  }

  #describe(row: ModelRow): Model {
    const roles = rolesFor(row.capabilities);
    const { providerId: _, remoteName: __, ...facts } = row;
    const file =
      row.path === null
        ? { path: '', copied: false, adapters: [], template: '' }
        : { path: row.path, copied: this.#copies.holds(row.path), adapters: row.adapters, template: row.template };
    const serves = this.roles.servedBy(row.id);
    return {
      ...facts,
      ...file,
      ...this.#health.place(row),
      ...this.#health.state(row),
      role: roles[0] ?? null,
      roles,
      serves,
      prices: this.#models.prices(row.id),
    };
  }

  #row(id: string): ModelRow {
    return knownModel(this.#models, id);
  }
}

function sameAdapters(
  one: readonly { path: string; scale: number }[],
  other: readonly { path: string; scale: number }[],
): boolean {
  return (
    one.length === other.length &&
    one.every(({ path, scale }, index) => path === other[index]?.path && scale === other[index]?.scale)
  );
}
