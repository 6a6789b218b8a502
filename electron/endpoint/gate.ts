import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError } from './api-error.ts';
import type { Call } from './http.ts';

/** SHA-256 in hexadecimal: what is kept of a token where it need not be known. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * Lets in programs of this machine that have the token. Web pages are kept out by their Origin, also those whose name
 * was made to point here (DNS rebinding), which the Host header tells.
 * @throws ApiError 421, 403, 401
 */
export function admit({ headers }: Call, { port, tokenHash }: { port: number; tokenHash: string | null }): void {
  const { host = '', origin, authorization = '' } = headers;
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(String(host).toLowerCase()))
    throw new ApiError(421, 'wrong_host', `Only http://127.0.0.1:${port} is served here.`);
  if (origin !== undefined)
    throw new ApiError(403, 'origin_refused', 'This endpoint is for programs, not for web pages.');
  const [, token] = /^Bearer +(\S+)$/i.exec(String(authorization)) ?? [];
  if (token === undefined || tokenHash === null || !isSame(hashOf(token), tokenHash))
    throw new ApiError(
      401,
      'invalid_api_key',
      token === undefined
        ? 'The header “Authorization: Bearer …” with the token is missing. It is shown in Holdfast under Settings, Network.'
        : 'This token is not valid. The one that is stands in Holdfast under Settings, Network.',
    );
}

/** Compares in a time that does not tell how much was right. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
