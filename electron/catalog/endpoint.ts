import type { Catalog } from './database.ts';

/** What the owner chose for the endpoint that other programs use. */
export interface EndpointSettings {
  enabled: boolean;
  /** Null before it was first switched on. */
  port: number | null;
  cloud: boolean;
  /** SHA-256 of the token in hexadecimal, so that it can be checked while the keys are locked; null before the first. */
  tokenHash: string | null;
}

export interface EndpointUse {
  requests: number;
  last: number | null;
  lastModel: string;
}

const unset: EndpointSettings = { enabled: false, port: null, cloud: false, tokenHash: null };
const unused: EndpointUse = { requests: 0, last: null, lastModel: '' };

/** The endpoint's settings and use, kept among the settings under keys of their own. */
export class EndpointRepository {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  settings(): EndpointSettings {
    return { ...unset, ...this.#read('endpoint') };
  }

  set(settings: EndpointSettings): void {
    this.#catalog.transaction('durable', () => this.#write('endpoint', settings));
  }

  use(): EndpointUse {
    return { ...unused, ...this.#read('endpointUse') };
  }

  /** Counts a request to a model. */
  count(lastModel: string): void {
    this.#catalog.transaction('lazy', () =>
      this.#write('endpointUse', { requests: this.use().requests + 1, last: Date.now(), lastModel }),
    );
  }

  #read(key: string): object {
    const row = this.#catalog.get<{ value: string }>('SELECT value FROM settings WHERE key = ?', key);
    return row ? (JSON.parse(row.value) as object) : {};
  }

  #write(key: string, value: EndpointSettings | EndpointUse): void {
    this.#catalog.run(
      'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      key,
      JSON.stringify(value),
    );
  }
}
