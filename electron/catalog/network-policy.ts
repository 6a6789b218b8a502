import type { NetworkMode, NetworkPolicy } from '../../shared/contract/policy.ts';
import type { Catalog } from './database.ts';

/** The owner's choice of where bytes may go. */
export class NetworkPolicyRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  get(): NetworkPolicy {
    const row = this.#catalog.get<{ mode: NetworkMode; allowList: string }>(
      'SELECT mode, allow_list AS allowList FROM network_policy',
    );
    if (!row) throw new Error('The catalog holds no network policy.');
    return { mode: row.mode, allowList: JSON.parse(row.allowList) as string[] };
  }

  set({ mode, allowList }: NetworkPolicy): void {
    this.#catalog.run('UPDATE network_policy SET mode = ?, allow_list = ?', mode, JSON.stringify(allowList));
  }
}
