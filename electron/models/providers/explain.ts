import { APICallError, InvalidResponseDataError, JSONParseError, RetryError, TypeValidationError } from 'ai';
import { HoldfastError, messageOf } from '../../../shared/errors.ts';
import type { Connection } from './connect.ts';

/** A failure of the network, by its code, as a sentence about the host. */
const networkFailures: Record<string, (host: string) => [message: string, hint: string]> = {
  ECONNREFUSED: (host) => [`Nothing answers at ${host}.`, 'Start the server there, or correct the address.'],
  ENOTFOUND: (host) => [
    `No host is known by the name in ${host}.`,
    'Correct the address, or check the network’s name service.',
  ],
  EAI_AGAIN: (host) => [`The name in ${host} could not be looked up.`, 'Check the network’s name service.'],
  ETIMEDOUT: (host) => [`${host} does not answer.`, 'Check the address, the network and the firewall.'],
  UND_ERR_CONNECT_TIMEOUT: (host) => [`${host} does not answer.`, 'Check the address, the network and the firewall.'],
  EHOSTUNREACH: (host) => [`${host} cannot be reached from here.`, 'Check the network.'],
  ENETUNREACH: (host) => [`${host} cannot be reached from here.`, 'Check the network.'],
  ECONNRESET: (host) => [
    `${host} broke the connection off.`,
    'Try again; if it happens each time, look at the server’s log.',
  ],
  UND_ERR_SOCKET: (host) => [
    `${host} broke the connection off.`,
    'Try again; if it happens each time, look at the server’s log.',
  ],
};

const certificateHint = 'Name the PEM file of the authority that signed the server’s certificate.';
const certificateFailures =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|CERT_\w+|ERR_TLS_CERT_ALTNAME_INVALID|ERR_SSL_\w+)$/;

/** What the libraries throw when an answer is not what the protocol says. */
const foreignAnswers = [APICallError, InvalidResponseDataError, JSONParseError, TypeValidationError];

/** What is told of a connection, and what is not: servers quote the keys that they refuse. */
type Told = Pick<Connection, 'name' | 'baseUrl' | 'key' | 'headers'>;

/** The provider as people know it, such as “vLLM (llm.example:8000)”. */
export function describeProvider({ name, baseUrl }: Told): string {
  return `${name} (${new URL(baseUrl).host})`;
}

/** What went wrong with a provider, for people. An abort and what the policy refused stay as they are. */
export function explainProvider(thrown: unknown, connection: Told): unknown {
  const error = RetryError.isInstance(thrown) ? thrown.lastError : thrown;
  const known = chainOf(error).find((link) => link instanceof HoldfastError);
  if (known) return known;
  if (error instanceof Error && error.name === 'AbortError') return error;
  const [message, hint] = sentences(error, connection);
  return new HoldfastError('PROVIDER_FAILED', message, hint, { cause: thrown });
}

function sentences(error: unknown, connection: Told): [message: string, hint: string] {
  const { host } = new URL(connection.baseUrl);
  const what = describeProvider(connection);
  for (const link of chainOf(error)) {
    const code = link instanceof Error && 'code' in link ? String(link.code) : '';
    const network = networkFailures[code];
    if (network) return network(host);
    if (certificateFailures.test(code))
      return [`The certificate of ${host} is not trusted (${code}).`, certificateHint];
  }
  if (APICallError.isInstance(error) && error.statusCode !== undefined && error.statusCode >= 400)
    return statusSentences(error.statusCode, error.responseBody ?? '', connection);
  if (foreignAnswers.some((kind) => kind.isInstance(error)))
    return [
      `${what} answered in a way that its kind of provider does not, or broke the answer off.`,
      'Check the address and the kind of provider, then try again.',
    ];
  if (error instanceof Error && /terminated|aborted|premature/i.test(error.message))
    return [
      `${what} broke the answer off in the middle.`,
      'Try again; if it happens each time, look at the server’s log.',
    ];
  return [`${what} failed: ${withoutSecrets(messageOf(error), connection)}`, 'Try again.'];
}

/** What a server's refusal of a request means. */
export function explainStatus(status: number, body: string, connection: Told): HoldfastError {
  const [message, hint] = statusSentences(status, body, connection);
  return new HoldfastError('PROVIDER_FAILED', message, hint);
}

function statusSentences(status: number, body: string, connection: Told): [message: string, hint: string] {
  const what = describeProvider(connection);
  const said = shortened(withoutSecrets(saidIn(body), connection));
  const quote = said ? ` It says: “${said}”` : '';
  if (status === 401 || status === 403) return [`${what} refuses the key (${status}).${quote}`, 'Enter a valid key.'];
  if (status === 404)
    return [`${what} does not know this model or address (404).${quote}`, 'Check the model’s name and the base URL.'];
  if (status === 413 || (status === 400 && /context|too (long|many)|maximum/i.test(said)))
    return [
      `The question with its passages is too long for ${what} (${status}).${quote}`,
      'Give the model its true context size.',
    ];
  if (status === 429)
    return [
      `${what} is busy or your quota is used up (429), also after some tries.${quote}`,
      'Wait a little, or look at your plan.',
    ];
  if (status >= 500)
    return [`${what} has an error of its own (${status}), also after some tries.${quote}`, 'Try again later.'];
  return [`${what} refuses the request (${status}).${quote}`, 'Check the model and the kind of provider.'];
}

/** What the server itself says in its answer. */
function saidIn(body: string): string {
  let said = body;
  try {
    const { error, message } = JSON.parse(body) as { error?: { message?: string } | string; message?: string };
    said = (typeof error === 'string' ? error : error?.message) ?? message ?? '';
  } catch {
    // Not JSON: a web page says nothing to people.
    if (/^\s*</.test(body)) said = '';
  }
  return String(said);
}

function shortened(said: string): string {
  const line = said.replace(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

/** Shorter values are words such as “none” or “1”, which servers without keys are given. */
const SHORTEST_SECRET = 6;

/** A text that a server wrote, without the keys that it was sent. */
function withoutSecrets(text: string, { key, headers }: Told): string {
  return [key ?? '', ...Object.values(headers)]
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
}

/** An error and what caused it. */
function chainOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let link: unknown = error; link !== undefined && link !== null && chain.length < 8; ) {
    chain.push(link);
    if (link instanceof AggregateError) link = link.errors[0];
    else link = link instanceof Error ? link.cause : undefined;
  }
  return chain;
}
