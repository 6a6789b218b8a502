import type { FoundServer, ServerProgram, SkippedHost } from '../../shared/contract/discovery.ts';
import type { Provider } from '../../shared/contract/providers.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { AsyncQueue } from '../async-queue.ts';
import { exactHost, isLoopback } from '../policy/destination.ts';
import type { Egress } from '../policy/egress.ts';
import { readAtMost } from './providers/offered-models.ts';
import type { ProviderService } from './providers/provider-service.ts';
import { type Answer, listedModels, programOfList, signs, usualPorts, wantsKey } from './server-programs.ts';

const answerMs = 2000;
const largestAnswer = 2 * 2 ** 20;
/** Asked at the same time. */
const atOnce = 8;

interface Parts {
  egress: Egress;
  providers: ProviderService;
  /** Ports to ask where none is named. */
  ports?: readonly number[];
}

/** Finds servers of models that are running, when it is asked to and never by itself. */
export class ServerDiscovery {
  readonly #egress: Egress;
  readonly #providers: ProviderService;
  readonly #ports: readonly number[];

  constructor({ egress, providers, ports = usualPorts }: Parts) {
    this.#egress = egress;
    this.#providers = providers;
    this.#ports = ports;
  }

  /**
   * Asks this machine, and each host that the allow-list names by itself, at the usual ports or at the one it names.
   * What does not answer in two seconds, or not as such a server does, is passed over.
   */
  async *find(signal?: AbortSignal): AsyncGenerator<FoundServer | SkippedHost> {
    const { origins, skipped } = this.#places();
    yield* skipped;
    const found = new AsyncQueue<FoundServer>();
    const stop = new AbortController();
    const ends = AbortSignal.any([stop.signal, ...(signal ? [signal] : [])]);
    const waiting = origins.values();
    const ask = async () => {
      for (const origin of waiting) {
        ends.throwIfAborted();
        const server = await this.#identify(origin, ends);
        if (server) found.push(server);
      }
    };
    const asking = Promise.all(Array.from({ length: atOnce }, ask)).then(
      () => found.end(),
      (error: unknown) => found.fail(error),
    );
    try {
      yield* found;
    } finally {
      stop.abort();
      await asking;
    }
  }

  /** Where to ask, by the policy; nothing is sent to what it forbids. */
  #places(): { origins: Set<string>; skipped: SkippedHost[] } {
    const origins = new Set(this.#ports.map((port) => `http://localhost:${port}`));
    const skipped: SkippedHost[] = [];
    for (const entry of this.#egress.policy().allowList) {
      const exact = exactHost(entry);
      if (!exact) {
        skipped.push({
          type: 'skipped',
          host: entry,
          reason: 'It stands for many hosts, which are not searched through.',
        });
        continue;
      }
      for (const origin of originsOf(exact, this.#ports)) {
        const obstacle = this.#egress.obstacle(origin);
        if (obstacle === null) origins.add(origin);
        else {
          skipped.push({ type: 'skipped', host: entry, reason: obstacle });
          break;
        }
      }
    }
    return { origins, skipped };
  }

  async #identify(origin: string, signal: AbortSignal): Promise<FoundServer | null> {
    const ask = (path: string) => this.#ask(origin + path, signal);
    const list = await ask('/v1/models');
    if (!list) return null;
    const models = listedModels(list);
    const told = models ? programOfList(list, models) : 'unknown';
    const program = told === 'unknown' ? await programBySign(ask) : told;
    // An answer that is no list, from a program that nobody knows, is some other service.
    if (!models && !(wantsKey(list) || program === 'open-webui')) return null;
    const baseUrl = origin + (program === 'open-webui' ? '/api' : '/v1');
    return {
      type: 'server',
      program,
      baseUrl,
      models: models?.map(({ id }) => id) ?? [],
      needsKey: models === null,
      provider: providerAt(baseUrl, this.#providers.list()),
    };
  }

  /** Null for what does not answer. A redirect is not followed: such servers give none. */
  async #ask(url: string, signal: AbortSignal): Promise<Answer | null> {
    const fetch = this.#egress.fetchFor({ purpose: 'find model servers' });
    try {
      const response = await fetch(url, {
        headers: { accept: 'application/json' },
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
      });
      const { status, headers } = response;
      const text = await readAtMost(response, largestAnswer);
      return { status, headers, body: jsonOf(text) };
    } catch (error) {
      signal.throwIfAborted();
      // A refusal here means that the policy changed meanwhile, so that this is no longer to be asked.
      if (error instanceof HoldfastError && error.code !== 'EGRESS_REFUSED') throw error;
      return null;
    }
  }
}

async function programBySign(ask: (path: string) => Promise<Answer | null>): Promise<ServerProgram> {
  for (const { program, path, shape } of signs) {
    const answer = await ask(path);
    if (answer?.status === 200 && shape.safeParse(answer.body).success) return program;
  }
  return 'unknown';
}

function originsOf({ host, port }: { host: string; port: number | null }, ports: readonly number[]): string[] {
  const name = host.includes(':') ? `[${host}]` : host;
  if (port === 443) return [`https://${name}`];
  if (port !== null) return [`http://${name}:${port}`, `https://${name}:${port}`];
  return [`https://${name}`, ...ports.map((usual) => `http://${name}:${usual}`)];
}

function providerAt(baseUrl: string, providers: readonly Provider[]): FoundServer['provider'] {
  const known = providers.find((provider) => placeOf(provider.baseUrl) === placeOf(baseUrl));
  return known ? { id: known.id, name: known.name } : null;
}

/** Host and port, the same for all names of this machine. */
function placeOf(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  const name = hostname.replace(/^\[|\]$/g, '');
  return `${isLoopback(name) ? 'localhost' : name}:${port || (protocol === 'https:' ? 443 : 80)}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
