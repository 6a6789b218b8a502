import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ModelLocation } from '../../../shared/contract/models.ts';
import type { NewProvider, Provider } from '../../../shared/contract/providers.ts';
import { HoldfastError } from '../../../shared/errors.ts';
import type { RemoteModel as RemoteModelRow } from '../../catalog/models.ts';
import type { ProviderRepository, ProviderRow } from '../../catalog/providers.ts';
import type { Egress } from '../../policy/egress.ts';
import type { SecretStore } from '../../policy/secrets/secret-store.ts';
import type { ModelBackend, ModelCallOptions } from '../model-backend.ts';
import { type Connection, usualBaseUrls } from './connect.ts';
import { offeredModels } from './offered-models.ts';
import { type ProbeResult, probeModel } from './probe.ts';
import { RemoteModel } from './remote-model.ts';

/** What is kept where keys are kept. */
const secretSchema = z.object({ key: z.string().nullable(), headers: z.record(z.string(), z.string()) });
type Secret = z.infer<typeof secretSchema>;

/** Servers that the owner reaches models through. Their keys are in the secret store, their requests go out by the policy. */
export class ProviderService {
  readonly #providers: ProviderRepository;
  readonly #secrets: SecretStore;
  readonly #egress: Egress;

  constructor(parts: { providers: ProviderRepository; secrets: SecretStore; egress: Egress }) {
    this.#providers = parts.providers;
    this.#secrets = parts.secrets;
    this.#egress = parts.egress;
  }

  list(): Provider[] {
    return this.#providers.list().map((row) => this.#describe(row));
  }

  /**
   * Adds a server after asking it for its models, and stores its key.
   * @throws HoldfastError EGRESS_REFUSED, PROVIDER_FAILED, SECRETS_LOCKED, CONFLICT for a name that is taken,
   *   INVALID_INPUT, PATH_UNREADABLE for a certificate.
   */
  async add(wanted: NewProvider): Promise<Provider> {
    const row = this.#rowOf(wanted);
    this.#demandReachable(row);
    const secret: Secret = { key: wanted.key ?? null, headers: wanted.headers };
    if (row.kind !== 'azure') await offeredModels(await this.#connection(row, secret, { purpose: 'list models' }));
    // The key first: a provider without its key would be of no use, a key without a provider is taken back.
    if (!row.keyless) await this.#secrets.set(secretName(row.id), JSON.stringify(secret));
    try {
      this.#providers.add(row);
    } catch (error) {
      await this.#secrets.delete(secretName(row.id));
      throw error;
    }
    return this.#describe(row);
  }

  #rowOf({ kind, name, baseUrl, key, headers, caPath, certificatePath, certificateKeyPath }: NewProvider): ProviderRow {
    const url = baseUrl ?? usualBaseUrls[kind];
    if (url === null)
      throw new HoldfastError('INVALID_INPUT', 'This kind of provider needs its base URL.', 'It often ends in /v1.');
    if (this.#providers.byName(name))
      throw new HoldfastError('CONFLICT', `There is a provider “${name}” already.`, 'Choose another name.');
    return {
      id: randomUUID(),
      kind,
      name,
      baseUrl: url.replace(/\/+$/, ''),
      keyless: !key && Object.keys(headers).length === 0,
      headers: Object.keys(headers),
      caPath,
      certificatePath,
      certificateKeyPath,
      added: Date.now(),
    };
  }

  #demandReachable({ name, baseUrl }: ProviderRow): void {
    const obstacle = this.#egress.obstacle(baseUrl);
    if (obstacle !== null)
      throw new HoldfastError(
        'EGRESS_REFUSED',
        `${name} cannot be added now. ${obstacle}`,
        'Change the network mode or the allowed hosts in Settings.',
      );
  }

  /** Forgets a server and its key; its models go with it. */
  async remove(id: string): Promise<void> {
    this.#row(id);
    this.#providers.remove(id);
    await this.#secrets.delete(secretName(id));
  }

  /** What the server offers. */
  async offered(id: string): Promise<{ name: string; contextSize: number }[]> {
    const row = this.#row(id);
    return offeredModels(await this.#connection(row, await this.#secret(row), { purpose: 'list models' }));
  }

  /** What a model of the server can do. */
  async probe(id: string, model: string): Promise<ProbeResult> {
    const row = this.#row(id);
    const options = { purpose: 'try out a model' };
    return probeModel(await this.#connection(row, await this.#secret(row), options, model), model);
  }

  backend(model: RemoteModelRow): ModelBackend {
    const row = this.#row(model.providerId);
    return new RemoteModel(model, async (options) =>
      this.#connection(row, await this.#secret(row), options, model.remoteName),
    );
  }

  /** Where a provider's models run, and why they cannot be reached now under the policy. */
  place(id: string): {
    provider: { id: string; name: string; host: string };
    location: ModelLocation;
    obstacle: string | null;
  } {
    const { name, baseUrl } = this.#row(id);
    return {
      provider: { id, name, host: new URL(baseUrl).host },
      location: this.#egress.isInside(baseUrl) ? 'boundary' : 'cloud',
      obstacle: this.#egress.obstacle(baseUrl),
    };
  }

  async #connection(
    row: ProviderRow,
    { key, headers }: Secret,
    options: ModelCallOptions,
    model = '',
  ): Promise<Connection> {
    const { purpose, content = [] } = options;
    const tls = await certificates(row);
    const about = {
      purpose,
      model: model && `${row.name}/${model}`,
      content,
      tls,
      secretHeaders: Object.keys(headers),
    };
    return { kind: row.kind, name: row.name, baseUrl: row.baseUrl, key, headers, fetch: this.#egress.fetchFor(about) };
  }

  async #secret({ id, name, keyless }: ProviderRow): Promise<Secret> {
    if (keyless) return { key: null, headers: {} };
    const stored = await this.#secrets.get(secretName(id));
    if (stored !== null) return secretSchema.parse(JSON.parse(stored));
    throw new HoldfastError(
      'PROVIDER_FAILED',
      `The key of ${name} is not on this machine: the library was brought from another one, or the keychain was emptied.`,
      'Remove the provider and add it again with its key.',
    );
  }

  #describe(row: ProviderRow): Provider {
    const { id, kind, name, baseUrl, keyless, headers, added } = row;
    return { id, kind, name, baseUrl, keyless, headers, added, obstacle: this.#egress.obstacle(baseUrl) ?? '' };
  }

  #row(id: string): ProviderRow {
    const row = this.#providers.byId(id);
    if (!row)
      throw new HoldfastError('NOT_FOUND', `There is no provider “${id}”.`, 'List the providers to see their names.');
    return row;
  }
}

const secretName = (id: string) => `provider-${id}`;

async function certificates({ name, caPath, certificatePath, certificateKeyPath }: ProviderRow) {
  const read = (path: string) =>
    readFile(path, 'utf8').catch((error: unknown) => {
      throw new HoldfastError(
        'PATH_UNREADABLE',
        `The certificate ${path} of ${name} cannot be read.`,
        'Put it back, or add the provider again.',
        {
          cause: error,
        },
      );
    });
  return {
    ...(caPath ? { ca: await read(caPath) } : {}),
    ...(certificatePath ? { cert: await read(certificatePath) } : {}),
    ...(certificateKeyPath ? { key: await read(certificateKeyPath) } : {}),
  };
}
