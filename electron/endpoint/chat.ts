import { randomUUID } from 'node:crypto';
import { messageOf } from '../../shared/errors.ts';
import { grammarSchema } from '../workers/llama/json-schema.ts';
import type { ChatAnswer, ChatSettings, ModelRequests, ModelTurn, ToolCall } from '../workers/model-protocol.ts';
import { ApiError, badRequest } from './api-error.ts';
import { type ChatRequest, chatRequestSchema, mustCall, settingsOf, turnsOf } from './chat-request.ts';
import { eventStream } from './event-stream.ts';
import { type Call, json, type Reply, readJson } from './http.ts';
import type { FoundModel } from './offered-models.ts';
import { demandRoom, type RouteContext } from './route-context.ts';

const purpose = 'answer another program';
/** Names the limits of the request's schemas, such as `pattern`, that the program has to check for itself. */
const UNHELD_HEADER = 'x-holdfast-unheld-keywords';

type ChatEvent = ModelRequests['chat']['event'];
type Ask = (onText: (text: string) => void) => Promise<ChatAnswer>;

/** `POST /v1/chat/completions`: one step of a chat model, whole or as it comes. */
export async function chat(call: Call, context: RouteContext): Promise<Reply> {
  const request = await readJson(call, chatRequestSchema);
  const model = context.find(request.model, 'chat');
  const turns = turnsOf(request);
  const settings = settingsOf(request, roomOf(model));
  const unheld = model.row.engine === 'llama.cpp' ? demandGrammar(settings) : [];
  const { counts, contextSize } = await context.countTokens(model, turns.map(wordsOf));
  const tokens = counts.reduce((sum, count) => sum + count, 0);
  demandRoom(model, 'The conversation', tokens, contextSize - Math.min(settings.maxTokens, contextSize >> 2));
  const ask: Ask = async (onText) => {
    const onEvent = (event: ChatEvent) => event.type === 'text' && onText(event.text);
    const options = { ...settings, purpose, signal: call.signal, onEvent };
    return demandCall(await context.use(model, (backend) => backend.chat(turns, options)), request);
  };
  const about = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: model.id };
  const reply = request.stream ? await streamed(ask, about, request) : whole(await ask(() => undefined), about);
  if (unheld.length > 0) reply.headers[UNHELD_HEADER] = unheld.join(', ');
  return reply;
}

/** Tokens that an answer may have: here it ends with the context, and servers elsewhere refuse to be asked for too many. */
function roomOf({ model: { contextSize, location } }: FoundModel): number {
  return location === 'process' ? contextSize : Math.max(1, contextSize >> 2);
}

function wordsOf(turn: ModelTurn): string {
  if (turn.role === 'tool') return JSON.stringify(turn.result);
  return 'calls' in turn ? turn.text + JSON.stringify(turn.calls) : turn.text;
}

/**
 * Refuses a form that no grammar holds before the model is asked: it would count as the model's failure.
 * @returns the keywords of the request's schemas that the answer may not satisfy
 */
function demandGrammar({ schema, tools }: ChatSettings): string[] {
  try {
    const held = (tools ?? []).map(({ name, parameters }) =>
      grammarSchema(parameters, `The parameters of the tool “${name}”`),
    );
    if (schema !== undefined) held.push(grammarSchema(schema, 'The schema'));
    return [...new Set(held.flatMap(({ unheld }) => unheld))];
  } catch (thrown) {
    throw badRequest(messageOf(thrown), schema === undefined ? 'tools' : 'response_format');
  }
}

/** A model cannot be made to call a tool; that it did not is told rather than passed over. */
function demandCall(answer: ChatAnswer, request: ChatRequest): ChatAnswer {
  if (!mustCall(request) || answer.calls.length > 0) return answer;
  throw new ApiError(422, 'no_tool_call', 'The model was to call a tool and called none.', 'tool_choice');
}

interface About {
  id: string;
  created: number;
  model: string;
}

function whole(answer: ChatAnswer, about: About): Reply {
  const { text, calls } = answer;
  const message = {
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    refusal: null,
    ...(calls.length > 0 ? { tool_calls: calls.map(writtenCall) } : {}),
  };
  const choice = { index: 0, message, logprobs: null, finish_reason: reasonOf(answer) };
  return json(200, { ...about, object: 'chat.completion', choices: [choice], usage: usageOf(answer) });
}

function streamed(ask: Ask, about: About, request: ChatRequest): Promise<Reply> {
  const withUsage = request.stream_options?.include_usage ?? false;
  return eventStream(async (send) => {
    const sendChunk = (choices: object[], usage: object | null) =>
      send({ ...about, object: 'chat.completion.chunk', choices, ...(withUsage ? { usage } : {}) });
    const sendDelta = (delta: object, finish_reason: string | null = null) =>
      sendChunk([{ index: 0, delta, logprobs: null, finish_reason }], null);
    let started = false;
    const say = (delta: object) => {
      sendDelta(started ? delta : { role: 'assistant', ...delta });
      started = true;
    };
    // Where a call is demanded, text that comes instead of it is no answer.
    const answer = await ask((text) => mustCall(request) || say({ content: text }));
    if (answer.calls.length > 0)
      say({ tool_calls: answer.calls.map((call, index) => ({ index, ...writtenCall(call) })) });
    else if (!started) say({ content: '' });
    sendDelta({}, reasonOf(answer));
    if (withUsage) sendChunk([], usageOf(answer));
  });
}

function writtenCall({ id, name, arguments: given }: ToolCall): object {
  return { id, type: 'function', function: { name, arguments: JSON.stringify(given ?? {}) } };
}

function reasonOf({ stopped }: ChatAnswer): string {
  return { end: 'stop', length: 'length', calls: 'tool_calls', cancelled: 'stop' }[stopped];
}

function usageOf({ usage: { prompt, reused, generated } }: ChatAnswer): object {
  return {
    prompt_tokens: prompt,
    completion_tokens: generated,
    total_tokens: prompt + generated,
    prompt_tokens_details: { cached_tokens: reused },
  };
}
