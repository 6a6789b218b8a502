import { z } from 'zod';
import { HoldfastError } from '../../../shared/errors.ts';
import type { Connection } from './connect.ts';
import { describeProvider, explainProvider, explainStatus } from './explain.ts';

const LIST_MS = 30_000;
/** A list of models larger than this is none. */
const LARGEST_LIST = 5 * 2 ** 20;

interface Offered {
  name: string;
  /** Tokens; 0 where the provider does not say. */
  contextSize: number;
}

const listSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      // vLLM, Mistral, LM Studio and llama-server each have their own name for it.
      max_model_len: z.number().nullish(),
      max_context_length: z.number().nullish(),
      context_length: z.number().nullish(),
      max_input_tokens: z.number().nullish(),
      meta: z.object({ n_ctx_train: z.number().nullish() }).nullish(),
    }),
  ),
});
const googleListSchema = z.object({
  models: z.array(z.object({ name: z.string(), inputTokenLimit: z.number().nullish() })),
});

/**
 * The models that a provider lists, by their names.
 * @throws HoldfastError PROVIDER_FAILED
 */
export async function offeredModels(connection: Connection, signal?: AbortSignal): Promise<Offered[]> {
  const { kind } = connection;
  const what = describeProvider(connection);
  if (kind === 'azure')
    throw new HoldfastError(
      'PROVIDER_FAILED',
      `${what} does not list its models to a key.`,
      'Enter the name of your deployment.',
    );
  try {
    const answer = await ask(connection, signal);
    const models =
      kind === 'google'
        ? googleListSchema.parse(answer).models.map(({ name: id, inputTokenLimit }) => ({
            name: id.replace(/^models\//, ''),
            contextSize: inputTokenLimit ?? 0,
          }))
        : listSchema.parse(answer).data.map((model) => ({ name: model.id, contextSize: contextSizeOf(model) }));
    return models.sort((one, other) => one.name.localeCompare(other.name));
  } catch (thrown) {
    signal?.throwIfAborted();
    if (thrown instanceof z.ZodError || thrown instanceof SyntaxError)
      throw new HoldfastError(
        'PROVIDER_FAILED',
        `${what} does not answer as a provider of the kind “${kind}” does.`,
        'Check the base URL – it often ends in /v1 – and the kind of provider.',
        { cause: thrown },
      );
    throw explainProvider(thrown, connection);
  }
}

async function ask(connection: Connection, signal?: AbortSignal): Promise<unknown> {
  const { kind, baseUrl, key, headers, fetch } = connection;
  const credentials: Record<string, string> =
    key === null
      ? {}
      : kind === 'anthropic'
        ? { 'x-api-key': key }
        : kind === 'google'
          ? { 'x-goog-api-key': key }
          : { authorization: `Bearer ${key}` };
  const response = await fetch(`${baseUrl.replace(/\/$/, '')}/models`, {
    headers: { ...(kind === 'anthropic' ? { 'anthropic-version': '2023-06-01' } : {}), ...credentials, ...headers },
    signal: AbortSignal.any([AbortSignal.timeout(LIST_MS), ...(signal ? [signal] : [])]),
  });
  const text = await readAtMost(response, LARGEST_LIST);
  if (response.ok) return JSON.parse(text) as unknown;
  throw explainStatus(response.status, text, connection);
}

function contextSizeOf(model: z.infer<typeof listSchema>['data'][number]): number {
  return (
    model.max_model_len ??
    model.max_context_length ??
    model.context_length ??
    model.max_input_tokens ??
    model.meta?.n_ctx_train ??
    0
  );
}

/** @throws SyntaxError when there are more bytes. */
export async function readAtMost(response: Response, bytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > bytes) throw new SyntaxError('The answer is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
