import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { Adapter, Capability, ModelEngine, ModelRole, Prices } from '../../shared/contract/models.ts';
import type { Catalog } from './database.ts';

interface ModelFacts {
  id: string;
  name: string;
  capabilities: Capability[];
  languages: string[];
  /** Of its file or files; empty for a model at a provider. */
  sha256: string;
  size: number;
  architecture: string;
  quantisation: string;
  parameters: number;
  contextSize: number;
  dimensions: number;
  licence: string;
  added: number;
}

/** A model whose file lies on this machine. */
export interface LocalModel extends ModelFacts {
  engine: ModelEngine;
  path: string;
  adapters: Adapter[];
  /** The chat template instead of the file's own; empty for that. */
  template: string;
  providerId: null;
  remoteName: null;
}

/** A model that a provider serves under a name. */
export interface RemoteModel extends ModelFacts {
  engine: null;
  path: null;
  providerId: string;
  remoteName: string;
}

export type ModelRow = LocalModel | RemoteModel;

/** Lists are stored as JSON. */
type StoredModel = Omit<LocalModel | RemoteModel, 'capabilities' | 'languages' | 'path'> & {
  capabilities: string;
  languages: string;
  adapters: string;
  template: string;
  path: string | null;
};

/** The models that serve a role, everywhere or for the files with a tag. */
export interface RoleAssignment {
  role: ModelRole;
  /** Empty for everywhere. */
  tag: string;
  /** The first choice first. */
  models: ModelRow[];
}

const columns =
  'id, name, capabilities, languages, engine, path, adapters, template, provider_id AS providerId, remote_name AS remoteName, sha256, size, architecture, quantisation, parameters, context_size AS contextSize, dimensions, licence, added';

/** Models that the owner brought, and which of them serve which role. */
export class ModelRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  list(): ModelRow[] {
    return this.#catalog
      .all<StoredModel>(`SELECT ${columns} FROM models ORDER BY added`)
      .map((row) => this.#model(row));
  }

  byId(id: string): ModelRow | undefined {
    const row = this.#catalog.get<StoredModel>(`SELECT ${columns} FROM models WHERE id = ?`, id);
    return row && this.#model(row);
  }

  /** The models chosen for a role, everywhere or for the files with a tag, the first choice first. */
  inRole(role: ModelRole, tag = ''): ModelRow[] {
    return this.#catalog
      .all<StoredModel>(
        `SELECT ${columns} FROM model_roles JOIN models ON id = model_id WHERE role = ? AND tag = ? ORDER BY position`,
        role,
        tag,
      )
      .map((row) => this.#model(row));
  }

  /** Every choice that the owner made. */
  assignments(): RoleAssignment[] {
    return this.#catalog
      .all<{ role: ModelRole; tag: string }>('SELECT DISTINCT role, tag FROM model_roles ORDER BY role, tag')
      .map(({ role, tag }) => ({ role, tag, models: this.inRole(role, tag) }));
  }

  /** Keeps a model; one that is known under this id only changes its place. */
  keep(model: ModelRow): void {
    const path = model.path === null ? null : this.#storedPath(model.path);
    const { adapters, template } = model.path === null ? { adapters: [], template: '' } : model;
    const tuned = JSON.stringify(adapters.map((adapter) => ({ ...adapter, path: this.#storedPath(adapter.path) })));
    // A file whose bytes have changed is another model.
    if (path !== null)
      this.#catalog.run('DELETE FROM models WHERE path = ? AND adapters = ? AND id <> ?', path, tuned, model.id);
    this.#catalog.run(
      `INSERT INTO models (id, name, capabilities, languages, engine, path, adapters, template, provider_id, remote_name,
         sha256, size, architecture, quantisation, parameters, context_size, dimensions, licence, added)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET path = excluded.path, adapters = excluded.adapters,
         capabilities = excluded.capabilities, context_size = excluded.context_size, dimensions = excluded.dimensions`,
      model.id,
      model.name,
      JSON.stringify(model.capabilities),
      JSON.stringify(model.languages),
      model.engine,
      path,
      tuned,
      template,
      model.providerId,
      model.remoteName,
      model.sha256,
      model.size,
      model.architecture,
      model.quantisation,
      model.parameters,
      model.contextSize,
      model.dimensions,
      model.licence,
      model.added,
    );
  }

  setTemplate(id: string, template: string): void {
    this.#catalog.run('UPDATE models SET template = ? WHERE id = ?', template, id);
  }

  /** What a model costs; null where its owner entered nothing. */
  prices(id: string): Prices | null {
    return this.#catalog.get<Prices>('SELECT input, output, currency FROM model_prices WHERE model_id = ?', id) ?? null;
  }

  setPrices(id: string, prices: Prices | null): void {
    this.#catalog.run('DELETE FROM model_prices WHERE model_id = ?', id);
    if (!prices) return;
    const { input, output, currency } = prices;
    this.#catalog.run(
      'INSERT INTO model_prices (model_id, input, output, currency) VALUES (?, ?, ?, ?)',
      id,
      input,
      output,
      currency,
    );
  }

  /** Gives a role to these models, everywhere or for the files with a tag, the first choice first; or to nobody. */
  assign(role: ModelRole, tag: string, ids: readonly string[]): void {
    this.#catalog.run('DELETE FROM model_roles WHERE role = ? AND tag = ?', role, tag);
    for (const [position, id] of ids.entries())
      this.#catalog.run(
        'INSERT INTO model_roles (role, tag, position, model_id) VALUES (?, ?, ?, ?)',
        role,
        tag,
        position,
        id,
      );
  }

  remove(id: string): void {
    this.#catalog.run('DELETE FROM models WHERE id = ?', id);
  }

  /** Files inside the library are kept relative to it, so that it can be moved. */
  #storedPath(path: string): string {
    const inside = relative(dirname(this.#catalog.path), path);
    return inside.startsWith('..') || isAbsolute(inside) ? path : inside.replaceAll(sep, '/');
  }

  #resolved(path: string): string {
    return resolve(dirname(this.#catalog.path), path);
  }

  #model({ adapters, template, ...row }: StoredModel): ModelRow {
    const facts = {
      ...row,
      capabilities: JSON.parse(row.capabilities) as Capability[],
      languages: JSON.parse(row.languages) as string[],
    };
    if (row.path === null) return facts as RemoteModel;
    const tuned = (JSON.parse(adapters) as Adapter[]).map((adapter) => ({
      ...adapter,
      path: this.#resolved(adapter.path),
    }));
    return { ...facts, path: this.#resolved(row.path), adapters: tuned, template } as LocalModel;
  }
}
