import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Model, ModelRole } from '../../shared/contract/models.ts';
import { HoldfastError, messageOf } from '../../shared/errors.ts';
import type { Catalog } from '../catalog/database.ts';
import type { ModelRepository, ModelRow } from '../catalog/models.ts';
import type { ModelRuntime } from './model-runtime.ts';

type LiveState = { state: 'loading' | 'loaded'; reason: '' } | { state: 'failed'; reason: string };

/** The owner's models: which there are, which serves which role, and how they are doing. */
export class ModelService {
  readonly #catalog: Catalog;
  readonly #models: ModelRepository;
  readonly #runtime: ModelRuntime;
  readonly #onRoleChange: (role: ModelRole) => void;
  readonly #onRemove: (id: string) => Promise<void>;
  readonly #live = new Map<string, LiveState>();

  constructor(parts: {
    catalog: Catalog;
    models: ModelRepository;
    runtime: ModelRuntime;
    onRoleChange: (role: ModelRole) => void;
    /** Called before a model is forgotten, to drop what was made with it. */
    onRemove: (id: string) => Promise<void>;
  }) {
    this.#catalog = parts.catalog;
    this.#models = parts.models;
    this.#runtime = parts.runtime;
    this.#onRoleChange = parts.onRoleChange;
    this.#onRemove = parts.onRemove;
  }

  list(): Promise<Model[]> {
    return Promise.all(this.#models.list().map((row) => this.#describe(row)));
  }

  /**
   * Adds a GGUF file by reference, after loading it once to prove that it works. It takes its role if nobody has it.
   * @throws HoldfastError PATH_UNREADABLE, or MODEL_REFUSED saying what is wrong with the file.
   */
  async add(given: string): Promise<Model> {
    const path = await realpath(resolve(given)).catch((error: unknown) => {
      throw new HoldfastError('PATH_UNREADABLE', `The model file ${given} cannot be opened.`, 'Check the path.', {
        cause: error,
      });
    });
    const metadata = await this.#proved(path);
    const sha256 = await hashFile(path);
    const id = sha256.slice(0, 16);
    this.#catalog.transaction('durable', () => {
      this.#models.keep({ ...metadata, id, sha256, path, added: Date.now() });
      if (!this.#models.inRole(metadata.role)) this.#models.assign(metadata.role, id);
    });
    this.#live.set(id, { state: 'loaded', reason: '' });
    if (this.#row(id).inUse) this.#onRoleChange(metadata.role);
    return this.#describe(this.#row(id));
  }

  async #proved(path: string) {
    try {
      const metadata = await this.#runtime.inspect(path);
      const { contextSize, dimensions } = await this.#runtime.load(path, metadata.role);
      return { ...metadata, contextSize: metadata.contextSize || contextSize, dimensions };
    } catch (error) {
      const hint = error instanceof HoldfastError && error.hint ? error.hint : 'Choose another GGUF file.';
      throw new HoldfastError('MODEL_REFUSED', `${path} cannot be used as a model: ${messageOf(error)}`, hint, {
        cause: error,
      });
    }
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

  /** Forgets a model and what was made with it for searching. The file stays. */
  async remove(id: string): Promise<void> {
    const row = this.#row(id);
    await this.#unload(row);
    await this.#onRemove(id);
    this.#catalog.transaction('durable', () => this.#models.remove(id));
    this.#live.delete(id);
    if (row.inUse) this.#onRoleChange(row.role);
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
    // A model that cannot be unloaded is one whose process is gone, and with it the model.
    await this.#runtime.unload(row.path).catch(() => undefined);
    this.#live.delete(row.id);
  }

  async #describe(row: ModelRow): Promise<Model> {
    const there = await access(row.path).then(
      () => true,
      () => false,
    );
    const live = this.#live.get(row.id) ?? { state: 'unloaded' as const, reason: '' };
    const state = there ? live : { state: 'missing' as const, reason: `The file ${row.path} is not there.` };
    return { ...row, ...state, inUse: row.inUse === 1 };
  }

  #row(id: string): ModelRow {
    const row = this.#models.byId(id);
    if (!row) throw new HoldfastError('NOT_FOUND', `There is no model “${id}”.`, 'List the models to see their ids.');
    return row;
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
