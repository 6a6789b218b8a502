import { z } from 'zod';
import type { ChatSettings, ModelTurn, ToolCall } from '../workers/model-protocol.ts';
import { badRequest } from './api-error.ts';

const textPart = z.object({ type: z.enum(['text', 'input_text']), text: z.string() });
const content = z.union([z.string(), z.array(textPart)], {
  error: 'It must be text, or parts of the type “text”: pictures and sound are not taken here.',
});

const calledTool = z.object({
  id: z.string().min(1),
  function: z.object({ name: z.string(), arguments: z.string() }),
});

const message = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'developer']), content }),
  z.object({ role: z.literal('user'), content }),
  z.object({ role: z.literal('assistant'), content: content.nullish(), tool_calls: z.array(calledTool).nullish() }),
  z.object({ role: z.literal('tool'), tool_call_id: z.string(), content }),
]);

const tool = z.object({
  type: z.literal('function'),
  function: z.object({
    name: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'It must have 1 to 64 letters, digits, and the signs . _ -'),
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
  }),
});

const toolChoice = z.union([
  z.enum(['auto', 'none', 'required']),
  z.object({ type: z.literal('function'), function: z.object({ name: z.string() }) }),
]);

const responseFormat = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({ type: z.literal('json_schema'), json_schema: z.object({ schema: z.record(z.string(), z.unknown()) }) }),
]);

const stopText = z.string().min(1).max(200);

/** What `POST /v1/chat/completions` takes. */
export const chatRequestSchema = z.object({
  model: z.string(),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  tools: z.array(tool).max(128).nullish(),
  tool_choice: toolChoice.nullish(),
  response_format: responseFormat.nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  seed: z.int().nullish(),
  stop: z.union([stopText, z.array(stopText).max(16)]).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  n: z.literal(1, 'One answer at a time is given.').nullish(),
});
export type ChatRequest = z.infer<typeof chatRequestSchema>;

/**
 * The conversation as models are given it.
 * @throws ApiError 400 where calls of tools and their results do not belong together
 */
export function turnsOf({ messages }: ChatRequest): ModelTurn[] {
  const open = new Set<string>();
  const turns = messages.map((one, index): ModelTurn => {
    const at = `messages.${index}`;
    if (one.role === 'tool') {
      if (!open.delete(one.tool_call_id))
        throw badRequest(`“${at}” answers the call “${one.tool_call_id}”, which no message before it makes.`, at);
      return { role: 'tool', callId: one.tool_call_id, result: resultOf(textOf(one.content)) };
    }
    if (open.size > 0) throw badRequest(`“${at}” comes before the results of the calls ${[...open].join(', ')}.`, at);
    if (one.role !== 'assistant') return { role: one.role === 'user' ? 'user' : 'system', text: textOf(one.content) };
    const text = textOf(one.content ?? '');
    const calls = (one.tool_calls ?? []).map((call) => callOf(call, at));
    for (const { id } of calls) open.add(id);
    return calls.length > 0 ? { role: 'assistant', text, calls } : { role: 'assistant', text };
  });
  if (open.size > 0) throw badRequest(`The results of the calls ${[...open].join(', ')} are missing.`, 'messages');
  return turns;
}

function textOf(given: z.infer<typeof content>): string {
  return typeof given === 'string' ? given : given.map(({ text }) => text).join('');
}

function callOf({ id, function: called }: z.infer<typeof calledTool>, at: string): ToolCall {
  try {
    return { id, name: called.name, arguments: JSON.parse(called.arguments || '{}') as unknown };
  } catch {
    throw badRequest(`The arguments of the call “${id}” are no JSON.`, `${at}.tool_calls`);
  }
}

/** What a tool answered: most write JSON as text, and a model should not see it quoted twice. */
function resultOf(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? value : text;
  } catch {
    return text;
  }
}

/**
 * How the model is to answer.
 * @param room tokens that the answer may have where the request sets no limit
 * @throws ApiError 400 where the request asks for what excludes each other
 */
export function settingsOf(request: ChatRequest, room: number): ChatSettings {
  const { temperature, top_p, seed, stop, max_completion_tokens, max_tokens } = request;
  const tools = toolsOf(request);
  const schema = schemaOf(request);
  if (tools && schema !== undefined)
    throw badRequest('An answer can call tools or keep to a form, but not both.', 'response_format');
  return {
    maxTokens: max_completion_tokens ?? max_tokens ?? room,
    tools,
    schema,
    temperature: temperature ?? undefined,
    topP: top_p ?? undefined,
    seed: seed ?? undefined,
    stop: stop == null || stop.length === 0 ? undefined : [stop].flat(),
  };
}

/** Whether the request wants a call and nothing else. */
export function mustCall({ tool_choice: choice }: ChatRequest): boolean {
  return choice === 'required' || typeof choice === 'object';
}

function toolsOf({ tools, tool_choice: choice }: ChatRequest): ChatSettings['tools'] {
  if (!tools || tools.length === 0 || choice === 'none') return undefined;
  const named = choice && typeof choice === 'object' ? choice.function.name : undefined;
  const wanted = tools.filter(({ function: { name } }) => named === undefined || name === named);
  if (wanted.length === 0) throw badRequest(`There is no tool “${named}” in the request.`, 'tool_choice');
  const names = wanted.map(({ function: { name } }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw badRequest(`Two tools are named “${twice}”.`, 'tools');
  return wanted.map(({ function: { name, description, parameters } }) => ({
    name,
    description: description ?? '',
    parameters: parameters ?? { type: 'object', properties: {} },
  }));
}

function schemaOf({ response_format: format }: ChatRequest): unknown {
  if (format?.type === 'json_schema') return format.json_schema.schema;
  return format?.type === 'json_object' ? { type: 'object', additionalProperties: true } : undefined;
}
