import { ApiError, errorBody, toApiError } from './api-error.ts';
import { chat } from './chat.ts';
import { embeddings } from './embeddings.ts';
import { type Call, json, type Reply } from './http.ts';
import type { OfferedModels } from './offered-models.ts';
import { rerank } from './rerank.ts';
import type { RouteContext } from './route-context.ts';
import { transcriptions } from './transcriptions.ts';

type Handler = (call: Call, context: RouteContext) => Reply | Promise<Reply>;

const handlers: Record<string, { method: 'GET' | 'POST'; handle: Handler }> = {
  '/v1/models': { method: 'GET', handle: listModels },
  '/v1/chat/completions': { method: 'POST', handle: chat },
  '/v1/embeddings': { method: 'POST', handle: embeddings },
  '/v1/rerank': { method: 'POST', handle: rerank },
  '/v1/audio/transcriptions': { method: 'POST', handle: transcriptions },
};

/** What is asked for elsewhere, and what to ask instead. */
const notHere: Record<string, string> = {
  '/v1/completions': 'Models answer conversations here: ask POST /v1/chat/completions instead.',
  '/v1/responses': 'The Responses API is not served here: ask POST /v1/chat/completions instead.',
};

/** Answers a request that was let in; what goes wrong is answered in the protocol's shape. */
export async function answerCall(call: Call, context: RouteContext): Promise<Reply> {
  try {
    return await handlerOf(call)(call, context);
  } catch (thrown) {
    return errorReply(thrown);
  }
}

export function errorReply(thrown: unknown): Reply {
  const error = toApiError(thrown);
  const reply = json(error.status, errorBody(error));
  return error.status === 401 ? { ...reply, headers: { ...reply.headers, 'www-authenticate': 'Bearer' } } : reply;
}

function handlerOf({ method, path }: Call): Handler {
  const trimmed = path.replace(/\/$/, '');
  const route = Object.hasOwn(handlers, trimmed) ? handlers[trimmed] : undefined;
  if (route && route.method === method) return route.handle;
  if (route) throw new ApiError(405, 'method_not_allowed', `${trimmed} takes ${route.method} alone.`);
  const [, id] = /^\/v1\/models\/(.+)$/.exec(trimmed) ?? [];
  if (id !== undefined && method === 'GET') return (_, { list }) => describeModel(id, list());
  const hint = notHere[trimmed] ?? `There are: ${Object.keys(handlers).join(', ')}.`;
  throw new ApiError(404, 'unknown_path', `${method} ${path.slice(0, 200)} is not served here. ${hint}`);
}

type Listed = ReturnType<OfferedModels['list']>[number];

function listModels(_: Call, { list }: RouteContext): Reply {
  return json(200, { object: 'list', data: list().map(described) });
}

function describeModel(written: string, listed: readonly Listed[]): Reply {
  const id = decoded(written);
  const found = listed.find((model) => model.id === id);
  if (!found) throw new ApiError(404, 'model_not_found', `There is no model “${id.slice(0, 200)}” here.`, 'model');
  return json(200, described(found));
}

function decoded(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

/** `capabilities`, `context_length` and `location` are Holdfast's own. */
function described({ id, model, capabilities, location, added, contextSize }: Listed): object {
  const about = { name: model, capabilities, context_length: contextSize, location };
  return { id, object: 'model', created: Math.floor(added / 1000), owned_by: 'holdfast', ...about };
}
