import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EndpointChange, EndpointModel, EndpointState } from '../../shared/contract/endpoint.ts';
import { HoldfastError, messageOf } from '../../shared/errors.ts';
import type { EndpointRepository } from '../catalog/endpoint.ts';
import type { ChangeSignal } from '../change-signal.ts';
import type { ModelBackend } from '../models/model-backend.ts';
import type { ModelService } from '../models/model-service.ts';
import type { SecretStore } from '../policy/secrets/secret-store.ts';
import { admit, hashOf } from './gate.ts';
import type { Call, Reply } from './http.ts';
import { type Listener, listen } from './listener.ts';
import { type FoundModel, OfferedModels } from './offered-models.ts';
import type { RouteContext } from './route-context.ts';
import { answerCall, errorReply } from './routes.ts';

/** Tried first when the owner names no port. It spells "hold" on a telephone, and lies below those that systems give out. */
const USUAL_PORT = 4653;
const TOKEN_BYTES = 32;

/** Offers the owner's models to other programs on this machine, when the owner switched that on. */
export class EndpointService {
  readonly #repository: EndpointRepository;
  readonly #secrets: SecretStore;
  readonly #models: ModelService;
  readonly #changes: ChangeSignal;
  readonly #offered: OfferedModels;
  readonly #context: RouteContext;
  #listener: Listener | null = null;
  #problem = '';
  #refused = 0;
  /** Changes are made one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: {
    repository: EndpointRepository;
    secrets: SecretStore;
    models: ModelService;
    libraryPath: string;
    changes: ChangeSignal;
  }) {
    const { repository, models, libraryPath } = parts;
    this.#repository = repository;
    this.#secrets = parts.secrets;
    this.#models = models;
    this.#changes = parts.changes;
    this.#offered = new OfferedModels({ models, settings: () => repository.settings() });
    this.#context = {
      list: () => this.#offered.list(),
      find: (wanted, need) => this.#offered.find(wanted, need),
      use: (model, work) => this.#use(model, work),
      countTokens: ({ row }, texts) => models.attempt(row, (backend) => backend.countTokens(texts)),
      recordingsFolder: join(libraryPath, 'recordings-in-transit'),
    };
  }

  state(): EndpointState {
    const { enabled, port, cloud } = this.#repository.settings();
    return {
      enabled,
      listening: this.#listener !== null,
      port,
      address: port === null ? '' : `http://127.0.0.1:${port}/v1`,
      problem: enabled ? this.#problem : '',
      cloud,
      use: { ...this.#repository.use(), refused: this.#refused },
    };
  }

  async *watch(signal: AbortSignal | undefined): AsyncGenerator<EndpointState> {
    for await (const _ of this.#changes.watch(signal)) yield this.state();
  }

  models(): EndpointModel[] {
    return this.#offered.list().map(({ id, model, capabilities, location }) => ({ id, model, capabilities, location }));
  }

  /** Listens if the owner switched it on; why it cannot is told by its state. For the start of a shell that stays. */
  start(): Promise<void> {
    return this.#inTurn(async () => {
      // What lies there was left by a process that was killed.
      await rm(this.#context.recordingsFolder, { recursive: true, force: true });
      const { enabled, port } = this.#repository.settings();
      if (!enabled || port === null) return;
      await this.#listenOn(port).catch((error: unknown) => {
        this.#problem = messageOf(error);
      });
    });
  }

  /**
   * Switches it on or off, moves it, or says what it offers.
   * @throws HoldfastError CONFLICT when the port is taken, SECRETS_LOCKED when there is no place yet for its first token;
   *   then everything stays as it was.
   */
  update(change: EndpointChange): Promise<EndpointState> {
    return this.#inTurn(async () => {
      const wanted = { ...this.#repository.settings(), ...change };
      if (wanted.enabled) {
        if (wanted.tokenHash === null) wanted.tokenHash = hashOf(await this.#keepToken());
        await (wanted.port === null ? this.#listenAnywhere() : this.#listenOn(wanted.port));
        wanted.port = this.#listener?.port ?? wanted.port;
      }
      this.#repository.set(wanted);
      if (!wanted.enabled) await this.#close();
      this.#changes.notify();
      return this.state();
    });
  }

  /** @throws HoldfastError NOT_FOUND when there is none on this machine, SECRETS_LOCKED */
  async token(): Promise<string> {
    const { tokenHash } = this.#repository.settings();
    if (tokenHash === null)
      throw new HoldfastError('NOT_FOUND', 'There is no token yet.', 'Switch the endpoint on: it gets one then.');
    const token = await this.#secrets.get(secretName(tokenHash));
    if (token !== null) return token;
    throw new HoldfastError(
      'NOT_FOUND',
      'The token is not on this machine: the library was brought from another one, or the keychain was emptied.',
      'Make a new token.',
    );
  }

  /** Makes a token instead of the one before. What was asked with that one ends. */
  renewToken(): Promise<string> {
    return this.#inTurn(async () => {
      const settings = this.#repository.settings();
      const token = await this.#keepToken();
      this.#repository.set({ ...settings, tokenHash: hashOf(token) });
      this.#listener?.endCalls();
      if (settings.tokenHash !== null) await this.#secrets.delete(secretName(settings.tokenHash));
      this.#changes.notify();
      return token;
    });
  }

  /** Ends what is being answered, and listens no more. */
  stop(): Promise<void> {
    return this.#inTurn(() => this.#close());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #keepToken(): Promise<string> {
    const token = `holdfast_${randomBytes(TOKEN_BYTES).toString('base64url')}`;
    await this.#secrets.set(secretName(hashOf(token)), token);
    return token;
  }

  /** The new place is had before the old one is given up. */
  async #listenOn(port: number): Promise<void> {
    if (this.#listener && (port === 0 || this.#listener.port === port)) return;
    const next = await listen(port, (call) => this.#answer(call, next.port));
    await this.#close();
    this.#listener = next;
    this.#problem = '';
  }

  #listenAnywhere(): Promise<void> {
    return this.#listenOn(USUAL_PORT).catch(() => this.#listenOn(0));
  }

  async #close(): Promise<void> {
    const listener = this.#listener;
    this.#listener = null;
    await listener?.close();
  }

  async #answer(call: Call, port: number): Promise<Reply> {
    try {
      admit(call, { port, tokenHash: this.#repository.settings().tokenHash });
    } catch (refusal) {
      this.#refused++;
      this.#changes.notify();
      return errorReply(refusal);
    }
    return answerCall(call, this.#context);
  }

  #use<T>({ model, row }: FoundModel, work: (backend: ModelBackend) => Promise<T>): Promise<T> {
    this.#repository.count(model.name);
    this.#changes.notify();
    return this.#models.attempt(row, work);
  }
}

/** Of each token its own: on one machine several libraries share a keychain. */
const secretName = (tokenHash: string) => `endpoint-token-${tokenHash.slice(0, 16)}`;
