import { BlockList, isIP } from 'node:net';
import type { NetworkPolicy } from '../../shared/contract/policy.ts';
import { HoldfastError } from '../../shared/errors.ts';

export type Decision = { allowed: true } | { allowed: false; reason: string };

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** The host of a URL as it is compared: lower case, an IPv6 address without its brackets, no dot at the end. */
export function hostOf(url: URL): string {
  return url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  const family = isIP(host);
  return family !== 0 && loopback.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

/** Whether a request to this address may leave under the policy; it is asked before any name is looked up. */
export function decide({ mode, allowList }: NetworkPolicy, url: URL): Decision {
  const host = hostOf(url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return refused(`Only http and https are used, not ${url.protocol.slice(0, -1)}.`);
  if (isLoopback(host)) return { allowed: true };
  if (mode === 'air-gapped') return refused(`The library is air-gapped, and ${host} is not on this machine.`);
  if (allowList.some((entry) => matches(parseAllowed(entry), host, portOf(url)))) return { allowed: true };
  if (mode === 'boundary') return refused(`${host} is not on the list of allowed hosts.`);
  if (url.protocol === 'http:')
    return refused(`${host} would be reached without encryption (http), and it is not on the list of allowed hosts.`);
  return { allowed: true };
}

function refused(reason: string): Decision {
  return { allowed: false, reason };
}

function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

type Allowed = { port: number | null } & (
  | { type: 'name'; name: string }
  | { type: 'suffix'; suffix: string }
  | { type: 'addresses'; list: BlockList }
);

/**
 * Reads an entry of the allow-list: `name`, `*.name`, `address` or `address/bits`, each with `:port` where only that one
 * is meant; an IPv6 address with a port stands in brackets.
 * @throws HoldfastError INVALID_INPUT
 */
export function parseAllowed(entry: string): Allowed {
  const text = entry.trim().toLowerCase();
  const [, bracketed, bare, digits] = /^(?:\[([^\]]+)\]|([^:]+|[^[]*:[^\]]*:.*?))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const whole = isIP(text.split('/')[0] ?? '') === 6 ? text : (bracketed ?? bare ?? '');
  const port = whole === text || digits === undefined ? null : Number(digits);
  if (port !== null && (port < 1 || port > 65535)) throw invalid(entry);
  const addresses = addressesOf(whole);
  if (addresses) return { type: 'addresses', list: addresses, port };
  const name = whole.startsWith('*.') ? whole.slice(2) : whole;
  if (
    !/^(?=.{1,253}$)[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?(?:\.[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?)*$/u.test(
      name,
    )
  )
    throw invalid(entry);
  const ascii = hostOf(new URL(`http://${name}`));
  return whole.startsWith('*.') ? { type: 'suffix', suffix: `.${ascii}`, port } : { type: 'name', name: ascii, port };
}

/** The one host that an entry of the allow-list names, and its port if only that one is meant; null for many hosts. */
export function exactHost(entry: string): { host: string; port: number | null } | null {
  const { type, port } = parseAllowed(entry);
  const text = entry.trim().toLowerCase();
  if (type === 'suffix' || text.includes('/')) return null;
  if (isIP(text) === 6) return { host: text, port };
  const { hostname } = new URL(`http://${text}`);
  return { host: hostname.replace(/^\[|\]$/g, ''), port };
}

function addressesOf(text: string): BlockList | null {
  const [address = '', bits, rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest !== undefined) return null;
  const widest = family === 4 ? 32 : 128;
  if (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= widest)) return null;
  const list = new BlockList();
  list.addSubnet(address, bits === undefined ? widest : Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  return list;
}

function matches(allowed: Allowed, host: string, port: number): boolean {
  if (allowed.port !== null && allowed.port !== port) return false;
  switch (allowed.type) {
    case 'name':
      return host === allowed.name;
    case 'suffix':
      return host.endsWith(allowed.suffix);
    case 'addresses': {
      const family = isIP(host);
      return family !== 0 && allowed.list.check(host, family === 4 ? 'ipv4' : 'ipv6');
    }
  }
}

function invalid(entry: string): HoldfastError {
  return new HoldfastError(
    'INVALID_INPUT',
    `“${entry}” is not a host.`,
    'Write a name (llm.example), a name with its subdomains (*.example), an address (10.1.2.3) or a range (10.1.0.0/16), with :port if only that one is meant.',
  );
}
