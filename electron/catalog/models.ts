import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { ModelRole } from '../../shared/contract/models.ts';
import type { Catalog } from './database.ts';

export interface ModelRow {
  id: string;
  name: string;
  role: ModelRole;
  path: string;
  sha256: string;
  size: number;
  architecture: string;
  quantisation: string;
  parameters: number;
  contextSize: number;
  dimensions: number;
  licence: string;
  added: number;
  inUse: number;
}

const columns =
  'id, name, role, path, sha256, size, architecture, quantisation, parameters, context_size AS contextSize, dimensions, licence, added, in_use AS inUse';

/** Models that the owner added, by reference to their files, and which of them serves which role. */
export class ModelRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  list(): ModelRow[] {
    const rows = this.#catalog.all<ModelRow>(`SELECT ${columns} FROM models ORDER BY role, added`);
    return rows.map((row) => this.#placed(row));
  }

  byId(id: string): ModelRow | undefined {
    const row = this.#catalog.get<ModelRow>(`SELECT ${columns} FROM models WHERE id = ?`, id);
    return row && this.#placed(row);
  }

  inRole(role: ModelRole): ModelRow | undefined {
    const row = this.#catalog.get<ModelRow>(`SELECT ${columns} FROM models WHERE role = ? AND in_use = 1`, role);
    return row && this.#placed(row);
  }

  /** Keeps a model; the same bytes at a new place only change the path. */
  keep(model: Omit<ModelRow, 'inUse'>): void {
    const {
      id,
      name,
      role,
      sha256,
      size,
      architecture,
      quantisation,
      parameters,
      contextSize,
      dimensions,
      licence,
      added,
    } = model;
    const path = this.#storedPath(model.path);
    this.#catalog.run('DELETE FROM models WHERE path = ? AND id <> ?', path, id);
    this.#catalog.run(
      `INSERT INTO models (id, name, role, path, sha256, size, architecture, quantisation, parameters, context_size, dimensions, licence, added)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET path = excluded.path`,
      id,
      name,
      role,
      path,
      sha256,
      size,
      architecture,
      quantisation,
      parameters,
      contextSize,
      dimensions,
      licence,
      added,
    );
  }

  /** Gives a role to a model, or to nobody. */
  assign(role: ModelRole, id: string | null): void {
    this.#catalog.run('UPDATE models SET in_use = 0 WHERE role = ?', role);
    if (id !== null) this.#catalog.run('UPDATE models SET in_use = 1 WHERE id = ? AND role = ?', id, role);
  }

  remove(id: string): void {
    this.#catalog.run('DELETE FROM models WHERE id = ?', id);
  }

  /** Files inside the library are kept relative to it, so that it can be moved. */
  #storedPath(path: string): string {
    const inside = relative(dirname(this.#catalog.path), path);
    return inside.startsWith('..') || isAbsolute(inside) ? path : inside.replaceAll(sep, '/');
  }

  #placed(row: ModelRow): ModelRow {
    return { ...row, path: resolve(dirname(this.#catalog.path), row.path) };
  }
}
