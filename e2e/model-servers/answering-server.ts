import type { ServerResponse } from 'node:http';
import { startServer } from '../http-server.ts';

/** What a server was asked, in OpenAI's protocol. */
export interface AskedChat {
  model: string;
  stream?: boolean;
  messages: { role: string; content: string | { type: string; text?: string; image_url?: { url: string } }[] }[];
  tools?: unknown[];
  response_format?: { type: string; json_schema?: { schema: unknown } };
}

/** An answer, or the status of a refusal. */
export type ServedAnswer = string | { status: number };

/**
 * A server of the kind “OpenAI-compatible” with one model, which sees pictures and keeps to schemas. What it is asked in
 * a stream, which is how all but trials are asked, is answered by `answer`; trials succeed.
 * @param delayMs how long it thinks before each answer
 */
export async function answeringServer(answer: (asked: AskedChat) => ServedAnswer, { delayMs = 0 } = {}) {
  const asked: AskedChat[] = [];
  const server = await startServer((request, response, body) => {
    if (request.url?.endsWith('/models')) return json(response, 200, { data: [{ id: 'seer', max_model_len: 16384 }] });
    if (!request.url?.endsWith('/chat/completions')) return json(response, 404, { error: { message: 'Not here.' } });
    const chat = JSON.parse(body) as AskedChat;
    if (!chat.stream) return json(response, 200, trial(chat));
    asked.push(chat);
    setTimeout(() => stream(response, answer(chat)), delayMs);
  });
  return { ...server, asked, baseUrl: `${server.here}/v1` };
}

function stream(response: ServerResponse, said: ServedAnswer): void {
  if (typeof said !== 'string') return json(response, said.status, { error: { message: 'It is unwell.' } });
  const head = { id: 'c1', created: 1, model: 'seer', object: 'chat.completion.chunk' };
  const usage = { prompt_tokens: 200, completion_tokens: 40, total_tokens: 240 };
  const chunks = [
    { ...head, choices: [{ index: 0, delta: { role: 'assistant', content: said }, finish_reason: null }] },
    { ...head, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    { ...head, choices: [], usage },
  ];
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(`${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`);
}

function trial({ tools, response_format }: AskedChat): unknown {
  const call = { id: 'call_1', type: 'function', function: { name: 'note', arguments: '{"word":"yes"}' } };
  const message = tools
    ? { role: 'assistant', content: null, tool_calls: [call] }
    : { role: 'assistant', content: response_format ? '{"word":"yes"}' : 'yes' };
  const choices = [{ index: 0, message, finish_reason: tools ? 'tool_calls' : 'stop' }];
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  return { id: 'c1', created: 1, model: 'seer', object: 'chat.completion', choices, usage };
}

/** All that a request says to the model, in one text. */
export function textOf({ messages }: AskedChat): string {
  return messages
    .flatMap(({ content }) => (typeof content === 'string' ? content : content.map(({ text }) => text ?? '')))
    .join('\n');
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
