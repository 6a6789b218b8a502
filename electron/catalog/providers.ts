import type { ProviderKind } from '../../shared/contract/providers.ts';
import type { Catalog } from './database.ts';

export interface ProviderRow {
  id: string;
  kind: ProviderKind;
  name: string;
  baseUrl: string;
  /** Whether it asks for no key, and no header that is kept like one: then nothing of it is among the keys. */
  keyless: boolean;
  /** Names of further headers; their values are kept like keys. */
  headers: string[];
  /** Paths of PEM files; empty where none is needed. */
  caPath: string;
  certificatePath: string;
  certificateKeyPath: string;
  added: number;
}

type StoredProvider = Omit<ProviderRow, 'headers' | 'keyless'> & { headers: string; keyless: 0 | 1 };

const columns =
  'id, kind, name, base_url AS baseUrl, keyless, headers, ca_path AS caPath, certificate_path AS certificatePath, certificate_key_path AS certificateKeyPath, added';

/** Servers that models are reached through, without their keys. */
export class ProviderRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  list(): ProviderRow[] {
    return this.#catalog.all<StoredProvider>(`SELECT ${columns} FROM providers ORDER BY added`).map(providerOf);
  }

  byId(id: string): ProviderRow | undefined {
    const row = this.#catalog.get<StoredProvider>(`SELECT ${columns} FROM providers WHERE id = ?`, id);
    return row && providerOf(row);
  }

  byName(name: string): ProviderRow | undefined {
    const row = this.#catalog.get<StoredProvider>(`SELECT ${columns} FROM providers WHERE name = ?`, name);
    return row && providerOf(row);
  }

  add(provider: ProviderRow): void {
    this.#catalog.run(
      `INSERT INTO providers (id, kind, name, base_url, keyless, headers, ca_path, certificate_path, certificate_key_path, added)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      provider.id,
      provider.kind,
      provider.name,
      provider.baseUrl,
      provider.keyless ? 1 : 0,
      JSON.stringify(provider.headers),
      provider.caPath,
      provider.certificatePath,
      provider.certificateKeyPath,
      provider.added,
    );
  }

  /** Removes a provider with its models. */
  remove(id: string): void {
    this.#catalog.run('DELETE FROM providers WHERE id = ?', id);
  }
}

function providerOf(row: StoredProvider): ProviderRow {
  return { ...row, keyless: row.keyless === 1, headers: JSON.parse(row.headers) as string[] };
}
