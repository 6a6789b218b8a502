import { dirname } from 'node:path';
import { HoldfastError, messageOf } from '../../../shared/errors.ts';
import { diskFull, freeRoom, requireRoom } from './free-room.ts';
import type { IncomingFile } from './incoming-file.ts';

/** Attempts one after the other that brought nothing. */
const fruitlessAttempts = 4;
/** What a server answers that may do better soon. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

interface Wanted {
  url: string;
  /** Bytes, where they are known. */
  size: number | undefined;
}

export interface DownloadOptions {
  /** From the policy's way out. */
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
  /** Called with each piece that was written; `total` is null while the server does not say. */
  onProgress: (bytes: number, total: number | null) => void;
  /** Waits before the next attempt; `fruitless` counts from 0. */
  wait: (fruitless: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Downloads into a file, after what it holds already. A connection that breaks off is taken up again, by a range request
 * or, where the server knows none, from the start. What has come stays in the file when it fails.
 * @throws HoldfastError PROVIDER_FAILED, EGRESS_REFUSED, DISK_FULL, MODEL_REFUSED when more comes than there should be;
 * AbortError.
 */
export async function download(file: IncomingFile, wanted: Wanted, options: DownloadOptions): Promise<void> {
  let furthest = file.bytes;
  for (let fruitless = 0; ; ) {
    try {
      return await attempt(file, wanted, options);
    } catch (error) {
      options.signal.throwIfAborted();
      if (error instanceof HoldfastError) throw error;
      if (isDiskFull(error)) throw diskFull(dirname(file.path));
      fruitless = file.bytes > furthest ? 0 : fruitless + 1;
      furthest = Math.max(furthest, file.bytes);
      if (fruitless === fruitlessAttempts) throw brokenOff(wanted.url, error);
      await options.wait(fruitless, options.signal);
    }
  }
}

async function attempt(
  file: IncomingFile,
  { url, size }: Wanted,
  { fetch, signal, onProgress }: DownloadOptions,
): Promise<void> {
  if (file.bytes === size) return;
  if (size !== undefined && file.bytes > size) await file.restart();
  const folder = dirname(file.path);
  if (size !== undefined) await requireRoom(folder, size - file.bytes);
  const response = await fetch(url, { headers: headersAfter(file.bytes), signal });
  await demandBody(response, url);
  const range = rangeOf(response);
  if (response.status === 206 && range.start !== file.bytes) {
    await response.body?.cancel();
    await file.restart();
    throw new Error('the server answered with another part of the file than it was asked for');
  }
  // The server knows no ranges, or what is there already is no part of the file.
  if (response.status === 416) {
    await response.body?.cancel();
    if (range.total === file.bytes) return;
    await file.restart();
    throw new Error('the server has no such part of the file');
  }
  if (response.status === 200) await file.restart();
  const total = size ?? range.total ?? lengthOf(response);
  if (size === undefined && total !== null) await requireRoom(folder, total - file.bytes);
  const most = total ?? file.bytes + (await freeRoom(folder));
  for await (const chunk of response.body ?? []) {
    if (file.bytes + chunk.length > most) throw total === null ? diskFull(folder) : tooLong(url, total);
    await file.append(chunk);
    onProgress(file.bytes, total);
  }
  // A server may give less of the rest than it was asked for.
  if (response.status === 206 && total !== null && file.bytes < total) throw new Error('only a part of it came');
}

/** Bytes as they are: a packed answer could not be taken up in the middle. */
function headersAfter(bytes: number): Record<string, string> {
  return { 'accept-encoding': 'identity', ...(bytes > 0 ? { range: `bytes=${bytes}-` } : {}) };
}

/** @throws HoldfastError PROVIDER_FAILED for an answer that will not change; Error for one that may. */
async function demandBody({ status, statusText, body }: Response, url: string): Promise<void> {
  if (status === 200 || status === 206 || status === 416) return;
  await body?.cancel();
  const said = `${new URL(url).host} answered ${status}${statusText && ` (${statusText})`}`;
  if (passing.has(status)) throw new Error(said);
  throw new HoldfastError(
    'PROVIDER_FAILED',
    `${said} for ${url}.`,
    status === 401 || status === 403
      ? 'The file is not given to everybody. Fetch it in a browser and get the model from that folder.'
      : 'The file may have been moved. Fetch it elsewhere and get the model from that folder; its hash is checked.',
  );
}

function rangeOf({ headers }: Response): { start: number | null; total: number | null } {
  const [, start, total] = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? [];
  return { start: start ? Number(start) : null, total: total && total !== '*' ? Number(total) : null };
}

function lengthOf({ headers }: Response): number | null {
  const length = headers.get('content-length');
  return length === null || headers.has('content-encoding') ? null : Number(length);
}

function tooLong(url: string, size: number): HoldfastError {
  return new HoldfastError(
    'MODEL_REFUSED',
    `${url} is another file than the list of models describes: it should have ${size} bytes, and more came.`,
    'Do not use it. The list may be out of date, or the server is not to be trusted.',
  );
}

function brokenOff(url: string, error: unknown): HoldfastError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return new HoldfastError(
    'PROVIDER_FAILED',
    `The download from ${new URL(url).host} broke off: ${messageOf(cause).replace(/\.$/, '')}.`,
    'What has come is kept: get the model again to go on.',
    { cause: error },
  );
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC';
}
