import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { Capability, ModelRole } from '../../shared/contract/models.ts';
import type { Catalog } from './database.ts';

interface ModelFacts {
  id: string;
  name: string;
  role: ModelRole;
  capabilities: Capability[];
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
  path: string;
  providerId: null;
  remoteName: null;
}

/** A model that a provider serves under a name. */
export interface RemoteModel extends ModelFacts {
  path: null;
  providerId: string;
  remoteName: string;
}

export type ModelRow = LocalModel | RemoteModel;

type StoredModel = (Omit<LocalModel, 'capabilities'> | Omit<RemoteModel, 'capabilities'>) & { capabilities: string };

const columns =
  'id, name, m.role, capabilities, path, provider_id AS providerId, remote_name AS remoteName, sha256, size, architecture, quantisation, parameters, context_size AS contextSize, dimensions, licence, added';

/** Models that the owner brought, and which of them serve which role. */
export class ModelRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  list(): ModelRow[] {
    return this.#catalog
      .all<StoredModel>(`SELECT ${columns} FROM models m ORDER BY m.role, added`)
      .map((row) => this.#model(row));
  }

  byId(id: string): ModelRow | undefined {
    const row = this.#catalog.get<StoredModel>(`SELECT ${columns} FROM models m WHERE id = ?`, id);
    return row && this.#model(row);
  }

  /** The models that serve a role, the first choice first. */
  inRole(role: ModelRole): ModelRow[] {
    return this.#catalog
      .all<StoredModel>(
        `SELECT ${columns} FROM model_roles r JOIN models m ON m.id = model_id WHERE r.role = ? ORDER BY position`,
        role,
      )
      .map((row) => this.#model(row));
  }

  /** Keeps a model; one that is known under this id only changes its place. */
  keep(model: ModelRow): void {
    const path = model.path === null ? null : this.#storedPath(model.path);
    if (path !== null) this.#catalog.run('DELETE FROM models WHERE path = ? AND id <> ?', path, model.id);
    this.#catalog.run(
      `INSERT INTO models (id, name, role, capabilities, path, provider_id, remote_name, sha256, size, architecture,
         quantisation, parameters, context_size, dimensions, licence, added)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET path = excluded.path, capabilities = excluded.capabilities,
         context_size = excluded.context_size, dimensions = excluded.dimensions`,
      model.id,
      model.name,
      model.role,
      JSON.stringify(model.capabilities),
      path,
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

  /** Gives a role to these models, the first choice first; to nobody when there are none. */
  assign(role: ModelRole, ids: readonly string[]): void {
    this.#catalog.run('DELETE FROM model_roles WHERE role = ?', role);
    for (const [position, id] of ids.entries())
      this.#catalog.run('INSERT INTO model_roles (role, position, model_id) VALUES (?, ?, ?)', role, position, id);
  }

  remove(id: string): void {
    this.#catalog.run('DELETE FROM models WHERE id = ?', id);
  }

  /** Files inside the library are kept relative to it, so that it can be moved. */
  #storedPath(path: string): string {
    const inside = relative(dirname(this.#catalog.path), path);
    return inside.startsWith('..') || isAbsolute(inside) ? path : inside.replaceAll(sep, '/');
  }

  #model(row: StoredModel): ModelRow {
    const capabilities = JSON.parse(row.capabilities) as Capability[];
    if (row.path === null) return { ...row, capabilities };
    return { ...row, capabilities, path: resolve(dirname(this.#catalog.path), row.path) };
  }
}
