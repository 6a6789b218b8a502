import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, Headers, Response, fetch as send } from 'undici';
import type { AuditEntry, NetworkPolicy, SentContent } from '../../shared/contract/policy.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { Catalog } from '../catalog/database.ts';
import type { NetworkPolicyRepository } from '../catalog/network-policy.ts';
import type { ChangeSignal } from '../change-signal.ts';
import type { AuditLog } from './audit-log.ts';
import { decide, hostOf, parseAllowed } from './destination.ts';

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** What must not go on to another origin when a server redirects there. */
const CREDENTIALS = ['authorization', 'cookie', 'x-api-key', 'api-key', 'x-goog-api-key', 'proxy-authorization'];

/** What a request is for, as the audit log tells it. */
export interface RequestPurpose {
  purpose: string;
  /** The model that is asked. */
  model?: string;
  /** What of the library goes out with it. */
  content?: readonly SentContent[];
  /** Certificates for servers inside the boundary, in PEM. */
  tls?: { ca?: string; cert?: string; key?: string };
  /** Further headers that hold a secret and must not follow a redirect to another origin. */
  secretHeaders?: readonly string[];
}

interface Running {
  url: URL;
  about: RequestPurpose;
  abort: AbortController;
}

/**
 * The only way out of Holdfast. Each request, and each redirect it is answered with, is decided by the policy before any
 * name is looked up, and written to the audit log before a byte leaves. When the policy changes, what is no longer
 * allowed ends at once.
 */
export class Egress {
  readonly #catalog: Catalog;
  readonly #policies: NetworkPolicyRepository;
  readonly #audit: AuditLog;
  readonly #changes: ChangeSignal;
  readonly #running = new Set<Running>();
  readonly #agents = new Map<string, Agent>();

  constructor(parts: { catalog: Catalog; policies: NetworkPolicyRepository; audit: AuditLog; changes: ChangeSignal }) {
    this.#catalog = parts.catalog;
    this.#policies = parts.policies;
    this.#audit = parts.audit;
    this.#changes = parts.changes;
  }

  policy(): NetworkPolicy {
    return this.#policies.get();
  }

  /**
   * Changes the policy, notes that in the audit log, and ends running requests that it no longer allows.
   * @throws HoldfastError INVALID_INPUT naming a wrong entry of the allow-list.
   */
  update(change: Partial<NetworkPolicy>): NetworkPolicy {
    const before = this.policy();
    const policy = {
      ...before,
      ...change,
      allowList: (change.allowList ?? before.allowList).map((entry) => entry.trim()),
    };
    for (const entry of policy.allowList) parseAllowed(entry);
    this.#catalog.transaction('durable', () => {
      this.#policies.set(policy);
      this.#audit.append({
        ...blankLine,
        mode: policy.mode,
        event: 'policy',
        decision: 'allowed',
        reason: `mode ${policy.mode}; allowed hosts: ${policy.allowList.join(', ') || 'none'}`,
      });
    });
    for (const running of this.#running) this.#endUnlessAllowed(running, policy);
    this.#changes.notify();
    return policy;
  }

  #endUnlessAllowed({ url, about, abort }: Running, policy: NetworkPolicy): void {
    const decision = decide(policy, url);
    if (decision.allowed) return;
    abort.abort(refusal(url, decision.reason));
    this.#audit.append({ ...lineOf(url, about, policy), event: 'ended', decision: 'refused', reason: decision.reason });
  }

  /** Why a request to this address would be refused now; null when it would not. Nothing is sent and nothing is logged. */
  obstacle(url: string): string | null {
    const decision = decide(this.policy(), new URL(url));
    return decision.allowed ? null : decision.reason;
  }

  /** Whether an address is on this machine or among the allowed hosts, whatever the mode. */
  isInside(url: string): boolean {
    return decide({ ...this.policy(), mode: 'boundary' }, new URL(url)).allowed;
  }

  /**
   * A `fetch` for one purpose. It rejects with HoldfastError EGRESS_REFUSED when the policy forbids the request, a
   * redirect of it, or, later, its going on.
   */
  fetchFor(about: RequestPurpose): typeof globalThis.fetch {
    // Node's own Request: undici's does not know a form that is made with Node's own FormData.
    const fetch = (input: string | URL | Request, init?: RequestInit) => this.#fetch(new Request(input, init), about);
    // undici is the library inside Node's own fetch; its types differ from the DOM's in name only.
    return fetch as unknown as typeof globalThis.fetch;
  }

  async #fetch(request: Request, about: RequestPurpose): Promise<Response> {
    const headers = new Headers(request.headers);
    let { method } = request;
    let body = request.body ? new Uint8Array(await request.arrayBuffer()) : null;
    let url = new URL(request.url);
    for (let hop = 0; ; hop++) {
      const response = await this.#send(url, { method, headers, body }, about, request.signal);
      const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
      if (location === null || request.redirect === 'manual') return response;
      await response.body?.cancel();
      if (hop === MAX_REDIRECTS || request.redirect === 'error')
        throw refusal(url, `${hostOf(url)} redirects ${hop === MAX_REDIRECTS ? 'in circles' : 'elsewhere'}.`);
      const next = new URL(location, url);
      if (next.origin !== url.origin)
        for (const name of [...CREDENTIALS, ...(about.secretHeaders ?? [])]) headers.delete(name);
      // As browsers do: what was asked with a body is asked again with it only when the server says so.
      if (response.status === 303 || (response.status < 303 && method === 'POST')) {
        if (method !== 'HEAD') method = 'GET';
        body = null;
        headers.delete('content-type');
        headers.delete('content-length');
      }
      url = next;
    }
  }

  /** One hop: decided, written down, then sent. */
  async #send(
    url: URL,
    { method, headers, body }: { method: string; headers: Headers; body: Uint8Array | null },
    about: RequestPurpose,
    signal: AbortSignal,
  ): Promise<Response> {
    signal.throwIfAborted();
    const policy = this.policy();
    const decision = decide(policy, url);
    this.#audit.append({
      ...lineOf(url, about, policy),
      event: 'request',
      decision: decision.allowed ? 'allowed' : 'refused',
      bytesOut: decision.allowed ? (body?.byteLength ?? 0) : 0,
      reason: decision.allowed ? '' : decision.reason,
    });
    if (!decision.allowed) throw refusal(url, decision.reason);
    const running: Running = { url, about, abort: new AbortController() };
    this.#running.add(running);
    const done = () => this.#running.delete(running);
    try {
      const response = await send(url, {
        method,
        headers,
        body,
        redirect: 'manual',
        signal: AbortSignal.any([signal, running.abort.signal]),
        dispatcher: this.#agent(about.tls),
      });
      return whenRead(response, done);
    } catch (error) {
      done();
      running.abort.signal.throwIfAborted();
      throw error;
    }
  }

  #agent(tls: RequestPurpose['tls']): Agent {
    const key = JSON.stringify(tls ?? {});
    const known = this.#agents.get(key);
    if (known) return known;
    const agent = new Agent({ connect: { ...tls, lookup: lookUp } });
    this.#agents.set(key, agent);
    return agent;
  }

  /** Ends what is running and closes the connections. */
  async close(): Promise<void> {
    for (const { abort } of this.#running) abort.abort();
    await Promise.all([...this.#agents.values()].map((agent) => agent.destroy()));
  }
}

/** This machine's own name is known without asking anybody. Other names come here only after the policy allowed them. */
const lookUp: LookupFunction = (host, options, found) => {
  if (host !== 'localhost') return lookup(host, options, found);
  if (!options.all) return found(null, '127.0.0.1', 4);
  found(null, [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]);
};

const blankLine: Omit<AuditEntry, 'sequence' | 'time' | 'hash' | 'mode' | 'event' | 'decision'> = {
  host: '',
  purpose: 'network policy',
  model: '',
  bytesOut: 0,
  content: [],
  reason: '',
};

function lineOf(url: URL, { purpose, model = '', content = [] }: RequestPurpose, { mode }: NetworkPolicy) {
  return { ...blankLine, mode, host: url.host, purpose, model, content: [...content] };
}

function refusal(url: URL, reason: string): HoldfastError {
  return new HoldfastError(
    'EGRESS_REFUSED',
    `The request to ${url.host} was not sent. ${reason}`,
    'If it should be: change the network mode or the allowed hosts in Settings.',
  );
}

/** The response, which calls `done` when its body was read, failed or was given up. */
function whenRead(response: Response, done: () => void): Response {
  if (!response.body) {
    done();
    return response;
  }
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done: ended, value } = await reader.read();
        if (!ended) return controller.enqueue(value);
        done();
        controller.close();
      } catch (error) {
        done();
        controller.error(error);
      }
    },
    async cancel(reason) {
      done();
      await reader.cancel(reason);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(body as ConstructorParameters<typeof Response>[0], { status, statusText, headers });
}
