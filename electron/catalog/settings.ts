import { type Settings, settingsSchema } from '../../shared/contract/settings.ts';
import type { Catalog } from './database.ts';

/** The owner's settings; what was never set has its default. */
export class SettingsRepository {
  readonly #catalog: Catalog;
  readonly #defaults: Partial<Settings>;

  /** `defaults` stand in for the contract's own where this machine suggests better ones. */
  constructor(catalog: Catalog, defaults: Partial<Settings> = {}) {
    this.#catalog = catalog;
    this.#defaults = defaults;
  }

  get(): Settings {
    const rows = this.#catalog.all<{ key: string; value: string }>('SELECT key, value FROM settings');
    const set = Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value) as unknown]));
    return settingsSchema.parse({ ...this.#defaults, ...set });
  }

  update(changes: Partial<Settings>): Settings {
    this.#catalog.transaction('durable', () => {
      for (const [key, value] of Object.entries(changes)) {
        if (value === undefined) continue;
        this.#catalog.run(
          'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
          key,
          JSON.stringify(value),
        );
      }
    });
    return this.get();
  }
}
