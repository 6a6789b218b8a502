import { z } from 'zod';
import type { ModelBackend } from '../models/model-backend.ts';
import { badRequest } from './api-error.ts';
import { type Call, type Reply, readJson } from './http.ts';
import { demandRoom, type RouteContext } from './route-context.ts';

const purpose = 'embed for another program';
/** As many as OpenAI takes at once. */
const mostTexts = 2048;
/** Texts handed to the model at a time, so that others get their turn and it ends soon when nobody waits for it any more. */
const batch = 32;

const requestSchema = z.object({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string()).min(1).max(mostTexts)], {
    error: `It must be a text or 1 to ${mostTexts} texts; numbers of tokens are not taken here.`,
  }),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.int().nullish(),
});

/** `POST /v1/embeddings`: unit vectors, one a text; all zero where the model makes nothing of it. */
export async function embeddings(call: Call, { find, use, countTokens }: RouteContext): Promise<Reply> {
  const { model: name, input, encoding_format: format, dimensions } = await readJson(call, requestSchema);
  const model = find(name, 'embedding');
  const own = model.model.dimensions;
  if (dimensions != null && own > 0 && dimensions !== own)
    throw badRequest(`${model.model.name} makes vectors of ${own} numbers and no others.`, 'dimensions');
  const texts = [input].flat();
  const { counts, contextSize } = await countTokens(model, texts);
  for (const [index, count] of counts.entries()) demandRoom(model, `Text ${index} of “input”`, count, contextSize);
  const vectors = await use(model, (backend) => embedAll(backend, texts, call.signal));
  const tokens = counts.reduce((sum, count) => sum + count, 0);
  const written = format === 'base64' ? inBase64 : inNumbers;
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: body(vectors, written, { model: model.id, usage: { prompt_tokens: tokens, total_tokens: tokens } }),
  };
}

async function embedAll(backend: ModelBackend, texts: string[], signal: AbortSignal): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let from = 0; from < texts.length; from += batch) {
    signal.throwIfAborted();
    vectors.push(...(await backend.embed(texts.slice(from, from + batch), { purpose, signal })));
  }
  return vectors;
}

/** Vector by vector: many large ones written at once would hold the host up. */
function* body(vectors: readonly Float32Array[], written: (vector: Float32Array) => unknown, rest: object) {
  yield `{"object":"list","data":[`;
  for (const [index, vector] of vectors.entries())
    yield `${index > 0 ? ',' : ''}${JSON.stringify({ object: 'embedding', index, embedding: written(vector) })}`;
  yield `],${JSON.stringify(rest).slice(1)}`;
}

const inNumbers = (vector: Float32Array) => [...vector];

/** As 32-bit floats, the lowest byte first. */
function inBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * Float32Array.BYTES_PER_ELEMENT);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * Float32Array.BYTES_PER_ELEMENT);
  return bytes.toString('base64');
}
