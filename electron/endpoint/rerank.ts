import { z } from 'zod';
import { type Call, json, type Reply, readJson } from './http.ts';
import type { RouteContext } from './route-context.ts';

const purpose = 'rank for another program';
const mostDocuments = 1000;

const requestSchema = z.object({
  model: z.string(),
  query: z.string().min(1),
  documents: z
    .array(z.union([z.string(), z.object({ text: z.string() }).transform(({ text }) => text)]))
    .min(1)
    .max(mostDocuments),
  top_n: z.int().min(1).nullish(),
  return_documents: z.boolean().nullish(),
});

/** `POST /v1/rerank`, as Jina has it: the documents by how well they answer the query, 0 to 1, the best first. */
export async function rerank(call: Call, { find, use, countTokens }: RouteContext): Promise<Reply> {
  const request = await readJson(call, requestSchema);
  const { query, documents } = request;
  const model = find(request.model, 'rerank');
  const { counts } = await countTokens(model, [query, ...documents]);
  const [ofQuery = 0, ...ofDocuments] = counts;
  const tokens = ofDocuments.reduce((sum, count) => sum + ofQuery + count, 0);
  const scores = await use(model, (backend) => backend.rerank(query, documents, { purpose, signal: call.signal }));
  const results = scores
    .map((relevance_score, index) => ({
      index,
      relevance_score,
      ...(request.return_documents === false ? {} : { document: { text: documents[index] } }),
    }))
    .toSorted((one, other) => other.relevance_score - one.relevance_score)
    .slice(0, request.top_n ?? documents.length);
  return json(200, { model: model.id, usage: { total_tokens: tokens, prompt_tokens: tokens }, results });
}
