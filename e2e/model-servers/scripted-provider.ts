import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ProviderKind } from '../../shared/contract/providers.ts';
import { startServer } from '../http-server.ts';

export const SCRIPTED_KEY = 'sk-scripted-0123456789';

/** What goes wrong at the server, for one request or for all. */
export type Fault =
  | { type: 'status'; status: number; body?: string; headers?: Record<string, string> }
  | { type: 'cut'; afterChunks: number }
  | { type: 'garbage' }
  | { type: 'web page' }
  | { type: 'silent' };

/** What the scripted model says to a prompt. */
const ANSWER = ['The harbour ', 'was dredged ', 'in 1931 [1].'];

interface Asked {
  model?: string;
  stream?: boolean;
  tools?: unknown[];
  response_format?: { type: string };
  input?: string | string[];
}

/**
 * A server that speaks a provider's wire format over a real socket: it lists `models`, chats, calls the tool that it is
 * given, keeps to a schema, and embeds by counting letters.
 */
export async function scriptedProvider(
  kind: ProviderKind,
  {
    models = ['scribe', 'embed-letters'],
    can = ['tools', 'json'],
    wantsKey = true,
  }: { models?: string[]; can?: ('tools' | 'json')[]; wantsKey?: boolean } = {},
) {
  const faults: Fault[] = [];
  const bodies: string[] = [];
  const server = await startServer((request, response, body) => {
    bodies.push(body);
    const fault = faults.shift();
    if (fault && fault.type !== 'cut' && fault.type !== 'garbage') return answerFault(fault, response);
    if (wantsKey && !hasKey(request)) return json(response, 401, { error: { message: 'Incorrect API key provided.' } });
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    if (path.endsWith('/models')) return json(response, 200, modelList(kind, models));
    const asked = JSON.parse(body) as Asked;
    if (kind === 'google') return google(path, body, response, fault);
    if (!models.includes(asked.model ?? ''))
      return json(response, 404, { error: { message: `The model \`${asked.model}\` does not exist.` } });
    if (path.endsWith('/embeddings')) {
      if (!asked.model?.startsWith('embed'))
        return json(response, 400, { error: { message: 'This model does not embed.' } });
      const data = [asked.input ?? '']
        .flat()
        .map((text, index) => ({ index, object: 'embedding', embedding: letterCounts(text) }));
      return json(response, 200, {
        object: 'list',
        data,
        model: asked.model,
        usage: { prompt_tokens: 1, total_tokens: 1 },
      });
    }
    if (asked.model?.startsWith('embed'))
      return json(response, 400, { error: { message: 'This model does not chat.' } });
    if (asked.tools && !can.includes('tools'))
      return json(response, 400, { error: { message: 'Tools are not supported.' } });
    if (kind === 'anthropic') return anthropic(asked, response, fault);
    return openAi(asked, response, fault, can);
  });
  return { ...server, faults, bodies, baseUrl: `${server.here}/v1`, elsewhereUrl: `${server.elsewhere}/v1` };
}

/** One number a letter: texts of the same words have the same direction. */
export function letterCounts(text: string): number[] {
  const counts = new Array<number>(26).fill(0);
  for (const letter of text.toLowerCase()) {
    const place = letter.charCodeAt(0) - 97;
    if (place >= 0 && place < 26) counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}

function hasKey({ headers }: IncomingMessage): boolean {
  return [
    headers.authorization?.replace('Bearer ', ''),
    headers['x-api-key'],
    headers['x-goog-api-key'],
    headers['api-key'],
  ].includes(SCRIPTED_KEY);
}

function modelList(kind: ProviderKind, models: readonly string[]): unknown {
  if (kind === 'google') return { models: models.map((name) => ({ name: `models/${name}`, inputTokenLimit: 32768 })) };
  return { object: 'list', data: models.map((id) => ({ id, object: 'model', max_model_len: 32768 })) };
}

function openAi(asked: Asked, response: ServerResponse, fault: Fault | undefined, can: readonly string[]): void {
  const wantsJson = asked.response_format?.type === 'json_schema' || asked.response_format?.type === 'json_object';
  const call = { id: 'call_1', type: 'function', function: { name: 'note', arguments: '{"word":"yes"}' } };
  const text = wantsJson && can.includes('json') ? '{"word":"yes"}' : ANSWER.join('');
  const message = asked.tools
    ? { role: 'assistant', content: null, tool_calls: [call] }
    : { role: 'assistant', content: text };
  const reason = asked.tools ? 'tool_calls' : 'stop';
  const head = { id: 'c1', created: 1, model: asked.model };
  if (!asked.stream) {
    const choices = [{ index: 0, message, finish_reason: reason }];
    return json(response, 200, {
      ...head,
      object: 'chat.completion',
      choices,
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    });
  }
  const chunk = (delta: object, finish_reason: string | null = null) => ({
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason }],
  });
  const chunks = [...ANSWER.map((content) => chunk({ role: 'assistant', content })), chunk({}, 'stop')];
  stream(response, [...chunks.map((part) => `data: ${JSON.stringify(part)}\n\n`), 'data: [DONE]\n\n'], fault);
}

function anthropic(asked: Asked, response: ServerResponse, fault: Fault | undefined): void {
  const usage = { input_tokens: 1, output_tokens: 1 };
  const head = { id: 'm1', type: 'message', role: 'assistant', model: asked.model };
  if (!asked.stream) {
    const content = asked.tools
      ? [{ type: 'tool_use', id: 't1', name: (asked.tools[0] as { name: string }).name, input: { word: 'yes' } }]
      : [{ type: 'text', text: ANSWER.join('') }];
    const stop_reason = asked.tools ? 'tool_use' : 'end_turn';
    return json(response, 200, { ...head, content, stop_reason, stop_sequence: null, usage });
  }
  const events = [
    { type: 'message_start', message: { ...head, content: [], stop_reason: null, stop_sequence: null, usage } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...ANSWER.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage },
    { type: 'message_stop' },
  ];
  stream(
    response,
    events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
    fault,
  );
}

function google(path: string, body: string, response: ServerResponse, fault: Fault | undefined): void {
  if (path.includes('mbedContent')) {
    if (!path.includes('embed-'))
      return json(response, 400, {
        error: { code: 400, message: 'This model does not embed.', status: 'INVALID_ARGUMENT' },
      });
    const texts = [...body.matchAll(/"text":"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text);
    if (path.includes('batch'))
      return json(response, 200, { embeddings: texts.map((text) => ({ values: letterCounts(text) })) });
    return json(response, 200, { embedding: { values: letterCounts(texts[0] ?? '') } });
  }
  if (path.includes('embed-'))
    return json(response, 400, {
      error: { code: 400, message: 'This model does not chat.', status: 'INVALID_ARGUMENT' },
    });
  const part = (text: string, finishReason?: string) => ({
    candidates: [
      { content: { role: 'model', parts: [{ text }] }, index: 0, ...(finishReason ? { finishReason } : {}) },
    ],
    usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
  });
  if (!path.includes('stream')) {
    if (body.includes('"functionDeclarations"')) {
      const parts = [{ functionCall: { name: 'note', args: { word: 'yes' } } }];
      return json(response, 200, {
        candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP', index: 0 }],
      });
    }
    return json(
      response,
      200,
      part(body.includes('"responseMimeType":"application/json"') ? '{"word":"yes"}' : ANSWER.join(''), 'STOP'),
    );
  }
  const parts = ANSWER.map((text, index) => part(text, index === ANSWER.length - 1 ? 'STOP' : undefined));
  stream(
    response,
    parts.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`),
    fault,
  );
}

function stream(response: ServerResponse, chunks: readonly string[], fault: Fault | undefined): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (index: number): void => {
    if (fault?.type === 'cut' && index >= fault.afterChunks) return void response.destroy();
    if (fault?.type === 'garbage' && index === 1) response.write('data: {"choices": [{"delta"\n\n');
    const chunk = chunks[index];
    if (chunk === undefined) return void response.end();
    response.write(chunk);
    setTimeout(() => send(index + 1), 2);
  };
  send(0);
}

function answerFault(fault: Exclude<Fault, { type: 'cut' | 'garbage' }>, response: ServerResponse): void {
  if (fault.type === 'status') response.writeHead(fault.status, fault.headers).end(fault.body ?? '');
  if (fault.type === 'web page')
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>Router</title>');
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
