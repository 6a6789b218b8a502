import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { HoldfastError, messageOf } from '../../shared/errors.ts';
import { ApiError, badRequest } from './api-error.ts';
import type { Call } from './http.ts';

/** Some hours of sound, also where it is not compressed. */
const mostBytes = 2 ** 30;
const limits = { files: 1, fileSize: mostBytes, fields: 32, fieldSize: 64 * 2 ** 10, parts: 33, headerPairs: 32 };

export interface Recording {
  /** Of the file; who received it removes it. */
  path: string;
  /** What else is in the form. */
  fields: Record<string, string>;
}

/**
 * Writes the recording in a form (`multipart/form-data`, field `file`) into a folder, as it comes.
 * @throws ApiError 400 for another body, or one without a recording; 413 when it is too large. HoldfastError DISK_FULL
 */
export async function receiveRecording(call: Call, folder: string): Promise<Recording> {
  const form = openForm(call);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  const fields = new Map<string, string>();
  const stop = new AbortController();
  let writing = null as Promise<void> | null;
  const read = new Promise<void>((resolve, reject) => {
    form.on('field', (name, value) => fields.set(name, value));
    form.on('file', (name, file) => {
      if (name !== 'file') return void file.resume();
      file.on('limit', () => reject(tooLarge()));
      writing = pipeline(file, createWriteStream(path, { mode: 0o600 }), { signal: stop.signal });
      writing.catch(reject);
    });
    form.on('finish', resolve);
    form.on('error', reject);
    call.signal.addEventListener('abort', () => reject(call.signal.reason), { once: true });
    call.body.pipe(form);
  });
  try {
    await read;
    await writing;
    if (writing === null) throw badRequest('The form has no field “file” with a recording.', 'file');
    return { path, fields: Object.fromEntries(fields) };
  } catch (thrown) {
    // What still comes is let go by, so that the answer gets through.
    call.body.unpipe(form);
    call.body.resume();
    stop.abort();
    await writing?.catch(() => undefined);
    await rm(path, { force: true });
    throw explain(thrown, call.signal);
  }
}

function openForm({ headers }: Call): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': '', ...headers } as BusboyHeaders, limits });
  } catch {
    throw badRequest('The body must be a form (multipart/form-data) with the recording in its field “file”.');
  }
}

function tooLarge(): ApiError {
  return new ApiError(413, 'request_too_large', `A recording may have up to ${mostBytes / 2 ** 30} GiB.`, 'file');
}

function explain(thrown: unknown, signal: AbortSignal): unknown {
  if (thrown instanceof ApiError || signal.aborted) return thrown;
  if (!(thrown instanceof Error && 'code' in thrown)) return badRequest(`The form is damaged: ${messageOf(thrown)}.`);
  if (thrown.code !== 'ENOSPC') return thrown;
  return new HoldfastError(
    'DISK_FULL',
    'There is no room on the disk for the recording.',
    'Make room, then try again.',
  );
}
