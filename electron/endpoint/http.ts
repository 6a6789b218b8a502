import type { Readable } from 'node:stream';
import { z } from 'zod';
import { ApiError, badRequest } from './api-error.ts';

/** A request, as the routes see it. */
export interface Call {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
  /** Aborted when the program that asked has gone, or the endpoint is switched off. */
  readonly signal: AbortSignal;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  /** In parts where it comes into being by and by, or is large. */
  body: string | Iterable<string> | AsyncIterable<string>;
}

/** Far more text than any model reads at once, and little enough to be parsed without holding the host up. */
const mostBytes = 4 * 2 ** 20;

export function json(status: number, value: unknown): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/**
 * The body of a request, parsed and checked; unknown fields are left out.
 * @throws ApiError 400 naming the field that is wrong; 413 when it is too large
 */
export async function readJson<T>({ body }: Call, schema: z.ZodType<T>): Promise<T> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Not destroyed when it is too large: that would break the connection off before the answer.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostBytes)
      throw new ApiError(
        413,
        'request_too_large',
        `A request may have up to ${mostBytes >> 20} MiB. Send less at once.`,
      );
    chunks.push(chunk);
  }
  return check(parse(Buffer.concat(chunks).toString('utf8')), schema);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badRequest('The body of the request is no JSON.');
  }
}

/** @throws ApiError 400 naming the field that is wrong */
export function check<T>(value: unknown, schema: z.ZodType<T>): T {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const param = z.core.toDotPath(issue?.path ?? []);
  throw badRequest(
    `${param ? `“${param}”: ` : ''}${issue?.message ?? 'The request is not understood.'}`,
    param || null,
  );
}
