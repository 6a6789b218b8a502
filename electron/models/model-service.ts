import type { Model, ModelRole } from '../../shared/contract/models.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { Catalog } from '../catalog/database.ts';
import type { ModelRepository, ModelRow } from '../catalog/models.ts';
import { LocalModels, missingFile } from './local-models.ts';
import type { ModelCopies } from './model-copies.ts';
import type { ModelRuntime } from './model-runtime.ts';

type LiveState = { state: 'loading' | 'loaded'; reason: '' } | { state: 'failed'; reason: string };

/** The owner's models: which there are, which serves which role, and how they are doing. */
export class ModelService {
  readonly #catalog: Catalog;
  readonly #models: ModelRepository;
  readonly #runtime: ModelRuntime;
  readonly #copies: ModelCopies;
  readonly #local: LocalModels;
  readonly #onRoleChange: (role: ModelRole) => void;
  readonly #onRemove: (id: string) => Promise<void>;
  readonly #live = new Map<string, LiveState>();

  constructor(parts: {
    catalog: Catalog;
    models: ModelRepository;
    runtime: ModelRuntime;
    copies: ModelCopies;
    onRoleChange: (role: ModelRole) => void;
    /** Called before a model is forgotten, to drop what was made with it. */
    onRemove: (id: string) => Promise<void>;
  }) {
    this.#catalog = parts.catalog;
    this.#models = parts.models;
    this.#runtime = parts.runtime;
    this.#copies = parts.copies;
    this.#local = new LocalModels(parts);
    this.#onRoleChange = parts.onRoleChange;
    this.#onRemove = parts.onRemove;
  }

  list(): Model[] {
    return this.#models.list().map((row) => this.#describe(row));
  }

  /**
   * Adds a GGUF file, where it lies or as a copy in the library, after loading it once to prove that it works. It takes
   * its role if nobody has it.
   * @throws HoldfastError PATH_UNREADABLE; MODEL_REFUSED saying what is wrong with the file; DISK_FULL; MODEL_FAILED when
   * the copy turns out different.
   */
  async add(given: string, { copy, signal }: { copy: boolean; signal?: AbortSignal }): Promise<Model> {
    const model = await this.#local.take(given, { copy, signal });
    const known = this.#models.byId(model.id);
    // A copy goes on serving when its original is added once more.
    const path = known && !copy && this.#holdsCopy(known) ? known.path : model.path;
    for (const other of new Set([known?.path, model.path])) if (other && other !== path) await this.#unloadFile(other);
    this.#catalog.transaction('durable', () => {
      this.#models.keep({ ...model, path, added: Date.now() });
      if (!this.#models.inRole(model.role)) this.#models.assign(model.role, model.id);
    });
    const isLoaded = !copy && path === model.path;
    if (isLoaded) this.#live.set(model.id, { state: 'loaded', reason: '' });
    else this.#live.delete(model.id);
    if (this.#row(model.id).inUse) this.#onRoleChange(model.role);
    return this.#describe(this.#row(model.id));
  }

  #holdsCopy({ path }: ModelRow): boolean {
    return this.#copies.holds(path) && missingFile(path) === undefined;
  }

  /** Gives the model its role, in place of the one that has it. */
  async use(id: string): Promise<Model> {
    const row = this.#row(id);
    const before = this.#models.inRole(row.role);
    this.#catalog.transaction('durable', () => this.#models.assign(row.role, id));
    if (before && before.id !== id) await this.#unload(before);
    this.#onRoleChange(row.role);
    return this.#describe(this.#row(id));
  }

  async release(role: ModelRole): Promise<void> {
    const before = this.#models.inRole(role);
    if (!before) return;
    this.#catalog.transaction('durable', () => this.#models.assign(role, null));
    await this.#unload(before);
    this.#onRoleChange(role);
  }

  /** Forgets a model and what was made with it for searching. Its file stays, unless it is a copy in the library. */
  async remove(id: string): Promise<void> {
    const row = this.#row(id);
    await this.#unload(row);
    await this.#onRemove(id);
    this.#catalog.transaction('durable', () => this.#models.remove(id));
    this.#live.delete(id);
    if (row.inUse) this.#onRoleChange(row.role);
    if (this.#copies.holds(row.path)) await this.#copies.remove(row.path);
  }

  /** The model that serves a role now. */
  inRole(role: ModelRole): ModelRow | undefined {
    return this.#models.inRole(role);
  }

  /** Runs `work` with a model and notes how the model does: what is shown of it comes from real use. */
  async attempt<T>(model: ModelRow, work: (runtime: ModelRuntime) => Promise<T>): Promise<T> {
    if (this.#live.get(model.id)?.state !== 'loaded') this.#live.set(model.id, { state: 'loading', reason: '' });
    try {
      const result = await work(this.#runtime);
      this.#live.set(model.id, { state: 'loaded', reason: '' });
      return result;
    } catch (error) {
      if (error instanceof HoldfastError) this.#live.set(model.id, { state: 'failed', reason: error.message });
      throw error;
    }
  }

  async #unload(row: ModelRow): Promise<void> {
    await this.#unloadFile(row.path);
    this.#live.delete(row.id);
  }

  async #unloadFile(path: string): Promise<void> {
    // A model that cannot be unloaded is one whose process is gone, and with it the model.
    await this.#runtime.unload(path).catch(() => undefined);
  }

  #describe(row: ModelRow): Model {
    const missing = missingFile(row.path);
    const live = this.#live.get(row.id) ?? { state: 'unloaded' as const, reason: '' };
    const state = missing ? { state: 'missing' as const, reason: `The file ${missing} is not there.` } : live;
    return { ...row, ...state, inUse: row.inUse === 1, copied: this.#copies.holds(row.path) };
  }

  #row(id: string): ModelRow {
    const row = this.#models.byId(id);
    if (!row) throw new HoldfastError('NOT_FOUND', `There is no model “${id}”.`, 'List the models to see their ids.');
    return row;
  }
}
