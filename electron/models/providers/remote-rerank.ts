import { z } from 'zod';
import type { Connection } from './connect.ts';
import { explainStatus } from './explain.ts';

/** What Jina's protocol answers, which vLLM, llama-server, TEI’s proxies, LocalAI and Cohere speak too. */
const answerSchema = z.object({
  results: z.array(z.object({ index: z.int().min(0), relevance_score: z.number() })),
});

/**
 * How well each text answers a query, 0 to 1, in their order, by a reranking model at a server. Servers that answer the
 * model's raw scores, as llama-server does, have them brought between 0 and 1 by the logistic function.
 * @throws HoldfastError PROVIDER_FAILED with what the server said; ZodError where it speaks another protocol
 */
export async function rerankAt(
  connection: Connection,
  request: { model: string; query: string; texts: readonly string[]; signal: AbortSignal },
): Promise<number[]> {
  const { baseUrl, key, headers, fetch } = connection;
  const { model, query, texts, signal } = request;
  const response = await fetch(`${baseUrl.replace(/\/$/, '')}/rerank`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
    body: JSON.stringify({ model, query, documents: texts }),
    signal,
  });
  const text = await response.text();
  if (!response.ok) throw explainStatus(response.status, text, connection);
  const { results } = answerSchema.parse(JSON.parse(text));
  const raw = results.some(({ relevance_score }) => relevance_score < 0 || relevance_score > 1);
  const scores = new Map(
    results.map(({ index, relevance_score: score }) => [index, raw ? 1 / (1 + Math.exp(-score)) : score]),
  );
  return texts.map((_, index) => scores.get(index) ?? 0);
}
