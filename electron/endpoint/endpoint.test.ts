import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embedMany, generateText, jsonSchema, Output, streamText, tool } from 'ai';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { bagOfWordsEmbedder } from '../../e2e/models/bag-of-words-embedder.ts';
import { scriptedChat } from '../../e2e/models/scripted-chat.ts';
import { defaultRules } from '../../e2e/models/test-models.ts';
import { madeWhisper } from '../../e2e/models/whisper.ts';
import { wordReranker } from '../../e2e/models/word-reranker.ts';
import { ProviderRepository } from '../catalog/providers.ts';
import { runtimeForTests } from '../models/model-runtime-for-tests.ts';
import { ProviderService } from '../models/providers/provider-service.ts';
import { egressForTests } from '../policy/policy-for-tests.ts';
import type { SecretStore } from '../policy/secrets/secret-store.ts';
import { encodeWav, tone } from '../workers/whisper/wav-for-tests.ts';
import { openEndpoint } from './endpoint-for-tests.ts';

const rules = [
  ...defaultRules,
  { when: ['weather'], call: { tool: 'getWeather', arguments: { city: 'Oslo' } }, say: 'Snow for days.' },
  { when: ['tool'], call: { tool: 'note', arguments: { word: 'yes' } }, say: 'Noted.' },
  { when: ['answer'], say: '{"word":"yes"}' },
];
const files = {
  'chat.gguf': scriptedChat({ rules, otherwise: 'I cannot tell.' }),
  'words.gguf': bagOfWordsEmbedder({ dimensions: 32, words: ['harbour', 'lighthouse'], contextSize: 128 }),
  'reranker.gguf': wordReranker({ relevant: ['harbour', 'dredged'], others: ['bread', 'recipe'] }),
  'whisper.bin': madeWhisper(),
};
const setting = runtimeForTests(async () => undefined);
type Opened = Awaited<ReturnType<typeof openEndpoint>>;
let opened: Opened;
const ask: Opened['ask'] = (...request) => opened.ask(...request);
beforeAll(async () => {
  opened = await openEndpoint(setting.runtime, join(setting.folder, 'library'), files);
});
afterAll(() => opened?.stop());
afterEach(() => vi.restoreAllMocks());

const user = (content: unknown) => ({ role: 'user', content });
const harbour = { model: 'holdfast/chat', messages: [user('When was the harbour dredged?')] };
const weatherTool = {
  type: 'function',
  function: {
    name: 'getWeather',
    description: 'The forecast for a place.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

/** The events of a stream, without comments. */
async function eventsOf(response: Response): Promise<unknown[]> {
  const lines = (await response.text()).split('\n\n').filter((line) => line.startsWith('data: '));
  expect(lines.at(-1)).toBe('data: [DONE]');
  return lines.slice(0, -1).map((line) => JSON.parse(line.slice(6)) as unknown);
}

test('lists the models by name and by role', async () => {
  const { models, endpoint } = opened;
  const listed = (await (await ask('/models')).json()) as { object: string; data: { id: string }[] };
  const names = models.list().map(({ name }) => name);
  expect(listed.object).toBe('list');
  expect(listed.data.map(({ id }) => id)).toEqual([
    'holdfast/chat',
    'holdfast/embedding',
    'holdfast/rerank',
    'holdfast/transcription',
    ...names,
  ]);
  expect(endpoint.models().map(({ id }) => id)).toEqual(listed.data.map(({ id }) => id));
  expect(await (await ask('/models/holdfast/chat')).json()).toEqual(listed.data[0]);
  expect(listed.data[0]).toMatchObject({ object: 'model', owned_by: 'holdfast', location: 'process' });
  expect((await ask('/models/nobody')).status).toBe(404);
});

describe('chat', () => {
  test('answers whole', async () => {
    const answer = await (await ask('/chat/completions', harbour)).json();
    expect(answer).toMatchObject({
      id: expect.stringMatching(/^chatcmpl-/),
      object: 'chat.completion',
      created: expect.any(Number),
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'The harbour was dredged in 1931 [1].' },
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: expect.any(Number), completion_tokens: expect.any(Number) },
    });
    expect(answer.model).not.toBe('holdfast/chat');
    expect(answer.usage.total_tokens).toBe(answer.usage.prompt_tokens + answer.usage.completion_tokens);
    expect(answer.usage.completion_tokens).toBeGreaterThan(3);
  });

  test('answers in a stream, with its usage where that is asked for', async () => {
    const response = await ask('/chat/completions', {
      ...harbour,
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const events = (await eventsOf(response)) as {
      choices: { delta: { role?: string; content?: string }; finish_reason: string | null }[];
      usage: { total_tokens: number } | null;
    }[];
    const text = events.map(({ choices: [choice] }) => choice?.delta.content ?? '').join('');
    expect(text).toBe('The harbour was dredged in 1931 [1].');
    expect(events[0]).toMatchObject({ object: 'chat.completion.chunk', choices: [{ delta: { role: 'assistant' } }] });
    expect(events.at(-2)).toMatchObject({ choices: [{ delta: {}, finish_reason: 'stop' }], usage: null });
    expect(events.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } });
  });

  test('keeps to the limits of the request', async () => {
    const whole = async (more: object) =>
      (await (await ask('/chat/completions', { ...harbour, ...more })).json()) as {
        choices: [{ message: { content: string }; finish_reason: string }];
        usage: { completion_tokens: number };
      };
    const short = await whole({ max_completion_tokens: 3 });
    expect(short.choices[0].finish_reason).toBe('length');
    expect(short.usage.completion_tokens).toBeLessThanOrEqual(3);
    expect('The harbour was dredged in 1931 [1].').toContain(short.choices[0].message.content);
    const stopped = await whole({ stop: [' in 1931'], seed: 7, temperature: 0, top_p: 0.9, unknown_field: true });
    expect(stopped.choices[0]).toMatchObject({
      message: { content: 'The harbour was dredged' },
      finish_reason: 'stop',
    });
  });

  test('calls a tool, whole and in a stream, and goes on with its result', async () => {
    const messages: unknown[] = [{ role: 'system', content: 'Be brief.' }, user('How is the weather?')];
    const request = { model: 'holdfast/chat', messages, tools: [weatherTool] };
    const { choices } = await (await ask('/chat/completions', request)).json();
    expect(choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { content: null } });
    const [call] = choices[0].message.tool_calls;
    expect(call).toMatchObject({ type: 'function', function: { name: 'getWeather', arguments: '{"city":"Oslo"}' } });
    const events = await eventsOf(await ask('/chat/completions', { ...request, stream: true }));
    expect(events).toMatchObject([
      { choices: [{ delta: { role: 'assistant', tool_calls: [{ index: 0, function: call.function }] } }] },
      { choices: [{ delta: {}, finish_reason: 'tool_calls' }] },
    ]);
    messages.push(choices[0].message, { role: 'tool', tool_call_id: call.id, content: '{"sky":"snow"}' });
    expect((await (await ask('/chat/completions', request)).json()).choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: { content: 'Snow for days.' },
    });
  });

  test('leaves tools alone where it may not call, and says so where it should have', async () => {
    const request = { model: 'holdfast/chat', tools: [weatherTool], messages: [user('How is the weather?')] };
    const none = await (await ask('/chat/completions', { ...request, tool_choice: 'none' })).json();
    expect(none.choices[0].finish_reason).toBe('stop');
    expect(none.choices[0].message).not.toHaveProperty('tool_calls');
    for (const stream of [false, true]) {
      const refused = await ask('/chat/completions', { ...request, ...harbour, stream, tool_choice: 'required' });
      expect(refused.status).toBe(422);
      expect(await refused.json()).toMatchObject({ error: { code: 'no_tool_call', param: 'tool_choice' } });
    }
  });

  test('keeps to a schema, or to any object', async () => {
    const contentFor = async (response_format: unknown) => {
      const body = { model: 'holdfast/chat', messages: [user('Answer with the word yes.')], response_format };
      const answer = await (await ask('/chat/completions', body)).json();
      return JSON.parse(answer.choices[0].message.content);
    };
    const schema = { type: 'object', properties: { word: { enum: ['yes', 'no'] } }, required: ['word'] };
    expect(await contentFor({ type: 'json_schema', json_schema: { name: 'word', schema } })).toEqual({ word: 'yes' });
    expect(await contentFor({ type: 'json_object' })).toEqual({ word: 'yes' });
  });

  test('keeps to the form of a schema whose limits no grammar holds, and names these', async () => {
    const parameters = {
      type: 'object',
      properties: {
        word: { type: 'string', minLength: 2, pattern: '^[a-z]+$' },
        page: { type: 'string', format: 'uri' },
        days: { type: 'integer', minimum: 1, maximum: 9 },
      },
      required: ['word'],
    };
    const request = { model: 'holdfast/chat', messages: [user('Answer with the word yes.')], max_tokens: 200 };
    const response_format = { type: 'json_schema', json_schema: { name: 'word', schema: parameters } };
    const tools = [{ type: 'function', function: { name: 'note', parameters } }];
    for (const more of [{ response_format }, { tools }, { response_format, stream: true }]) {
      const response = await ask('/chat/completions', { ...request, ...more });
      expect(response.status).toBe(200);
      expect(response.headers.get('x-holdfast-unheld-keywords')?.split(', ').toSorted()).toEqual([
        'format',
        'maximum',
        'minimum',
        'pattern',
      ]);
      await response.text();
    }
    expect((await ask('/chat/completions', harbour)).headers.has('x-holdfast-unheld-keywords')).toBe(false);
  });

  test('ends the model when the program that asked has gone', async () => {
    const { models } = opened;
    const attempt = vi.spyOn(models, 'attempt');
    const gone = new AbortController();
    const body = { model: 'holdfast/chat', messages: [user('A poem, please')], stream: true };
    const response = await ask('/chat/completions', body, { signal: gone.signal });
    const reader = response.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('data: {');
    gone.abort();
    await expect(attempt.mock.results.at(-1)!.value).rejects.toMatchObject({ name: 'AbortError' });
    expect((await ask('/chat/completions', harbour)).status).toBe(200);
    expect(models.list().map(({ state }) => state)).toEqual(models.list().map(() => 'loaded'));
  });
});

describe('what a request says wrongly is told', () => {
  test('with the field and a status', async () => {
    const { models } = opened;
    const long = 'harbour '.repeat(20_000);
    const cases: [path: string, body: unknown, status: number, error: object][] = [
      ['/chat/completions', { ...harbour, model: 'nobody' }, 404, { code: 'model_not_found', param: 'model' }],
      ['/chat/completions', { ...harbour, model: 'holdfast/vision' }, 404, { code: 'model_not_found' }],
      ['/chat/completions', { ...harbour, model: 'Bag of words' }, 400, { param: 'model' }],
      ['/chat/completions', { model: 'holdfast/chat' }, 400, { param: 'messages' }],
      ['/chat/completions', { ...harbour, temperature: 3 }, 400, { param: 'temperature' }],
      ['/chat/completions', { ...harbour, n: 2 }, 400, { param: 'n' }],
      [
        '/chat/completions',
        { ...harbour, messages: [user([{ type: 'image_url', image_url: { url: 'data:,' } }])] },
        400,
        { param: 'messages[0].content', message: expect.stringContaining('pictures and sound are not taken') },
      ],
      [
        '/chat/completions',
        { ...harbour, messages: [user('x'), { role: 'tool', tool_call_id: 'a', content: 'y' }] },
        400,
        { param: 'messages.1' },
      ],
      [
        '/chat/completions',
        {
          ...harbour,
          response_format: { type: 'json_schema', json_schema: { schema: { type: 'string', not: {} } } },
        },
        400,
        { param: 'response_format', message: expect.stringContaining('"not"') },
      ],
      ['/chat/completions', { ...harbour, messages: [user(long)] }, 400, { code: 'context_length_exceeded' }],
      ['/embeddings', { model: 'holdfast/embedding', input: [1, 2] }, 400, { param: 'input' }],
      ['/embeddings', { model: 'holdfast/embedding', input: 'x', dimensions: 8 }, 400, { param: 'dimensions' }],
      ['/embeddings', { model: 'holdfast/embedding', input: ['x', long] }, 400, { code: 'context_length_exceeded' }],
      ['/embeddings', { model: 'holdfast/embedding', input: 'x'.repeat(5e6) }, 413, { code: 'request_too_large' }],
      ['/embeddings', { model: 'holdfast/chat', input: 'x' }, 400, { param: 'model' }],
      ['/completions', { model: 'holdfast/chat', prompt: 'x' }, 404, { code: 'unknown_path' }],
      ['/audio/transcriptions', {}, 400, { message: expect.stringContaining('multipart/form-data') }],
    ];
    for (const [path, body, status, error] of cases) {
      const response = await ask(path, body);
      const told = (await response.json()) as { error: object };
      expect({ status: response.status, ...told.error }, `${path} ${JSON.stringify(body).slice(0, 200)}`).toMatchObject(
        {
          status,
          type: 'invalid_request_error',
          message: expect.stringMatching(/\S/),
          ...error,
        },
      );
    }
    expect((await ask('/chat/completions')).status).toBe(405);
    expect((await ask('/chat/completions', harbour, { body: '{' })).status).toBe(200);
    // No fault of the models: they go on serving their roles.
    expect(models.list().map(({ state }) => state)).toEqual(models.list().map(() => 'loaded'));
  });

  test('also where it is no JSON', async () => {
    const { address, token } = opened;
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${address}/embeddings`, { method: 'POST', headers, body: '{"model":' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { message: 'The body of the request is no JSON.' } });
  });
});

describe('embeddings', () => {
  test('are unit vectors, as numbers or as bytes', async () => {
    const input = ['harbour', 'lighthouse', 'harbour'];
    const request = { model: 'holdfast/embedding', input };
    const { data, usage, object } = await (await ask('/embeddings', request)).json();
    expect(object).toBe('list');
    expect(usage.prompt_tokens).toBeGreaterThanOrEqual(3);
    expect(data.map(({ index }: { index: number }) => index)).toEqual([0, 1, 2]);
    const vectors = data.map(({ embedding }: { embedding: number[] }) => embedding);
    expect(Math.hypot(...vectors[0])).toBeCloseTo(1);
    expect(vectors[0]).toEqual(vectors[2]);
    expect(vectors[0]).not.toEqual(vectors[1]);
    const encoded = await (await ask('/embeddings', { ...request, encoding_format: 'base64' })).json();
    const bytes = Buffer.from(encoded.data[1].embedding, 'base64');
    expect(Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4))).toEqual(vectors[1]);
    const one = await (await ask('/embeddings', { ...request, input: 'lighthouse' })).json();
    expect(one.data).toEqual([{ object: 'embedding', index: 0, embedding: vectors[1] }]);
  });
});

describe('reranking', () => {
  const documents = ['a recipe for bread', 'the harbour was dredged', { text: 'bread in the harbour' }];

  test('puts the most fitting first', async () => {
    const request = { model: 'holdfast/rerank', query: 'harbour', documents };
    const { results, usage } = await (await ask('/rerank', request)).json();
    expect(results.map(({ index }: { index: number }) => index)).toEqual([1, 2, 0]);
    expect(results[0].document).toEqual({ text: 'the harbour was dredged' });
    for (const { relevance_score: score } of results)
      expect(score).toSatisfy((value: number) => value >= 0 && value <= 1);
    expect(usage.total_tokens).toBeGreaterThan(0);
    const best = await (await ask('/rerank', { ...request, top_n: 1, return_documents: false })).json();
    expect(best.results).toEqual([{ index: 1, relevance_score: results[0].relevance_score }]);
  });
});

describe('transcription', () => {
  test('is made by whisper.cpp, in the format that is asked for', async () => {
    const form = new FormData();
    form.append('model', 'holdfast/transcription');
    form.append('response_format', 'srt');
    const sound = encodeWav([tone(440, 16_000, 12)], { rate: 16_000, bits: 16 });
    form.append('file', new Blob([new Uint8Array(sound)]), 'note.wav');
    const headers = { authorization: `Bearer ${opened.token}` };
    const sent = await fetch(`${opened.address}/audio/transcriptions`, { method: 'POST', headers, body: form });
    expect(await sent.text()).toMatch(/^1\n00:00:00,000 --> 00:00:0\d,\d{3}\nThe harbour was dredged\.\n/);
  });
});

describe('a client of OpenAI’s protocol', () => {
  const clientOf = ({ address, token }: Opened) =>
    createOpenAICompatible({
      name: 'holdfast',
      baseURL: address,
      apiKey: token,
      supportsStructuredOutputs: true,
      includeUsage: true,
    });

  test('chats, calls tools, keeps to schemas and embeds', async () => {
    const endpoint = opened;
    const client = clientOf(endpoint);
    const model = client('holdfast/chat');
    const stream = streamText({ model, prompt: 'When was the harbour dredged?' });
    let text = '';
    for await (const part of stream.textStream) text += part;
    expect(text).toBe('The harbour was dredged in 1931 [1].');
    expect((await stream.usage).outputTokens).toBeGreaterThan(3);
    const inputSchema = jsonSchema<{ city: string }>({
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
    });
    const seen: unknown[] = [];
    const weather = tool({
      description: 'The forecast for a place.',
      inputSchema,
      execute: (input) => {
        seen.push(input);
        return { sky: 'snow' };
      },
    });
    const { toolCalls } = await generateText({ model, prompt: 'How is the weather?', tools: { getWeather: weather } });
    expect(toolCalls).toMatchObject([{ toolName: 'getWeather', input: { city: 'Oslo' } }]);
    expect(seen).toEqual([{ city: 'Oslo' }]);
    const schema = jsonSchema<{ word: string }>({
      type: 'object',
      properties: { word: { type: 'string' } },
      required: ['word'],
      additionalProperties: false,
    });
    const { output } = await generateText({
      model,
      prompt: 'Answer with the word yes.',
      output: Output.object({ schema }),
    });
    expect(output).toEqual({ word: 'yes' });
    const { embeddings } = await embedMany({
      model: client.embeddingModel('holdfast/embedding'),
      values: ['harbour', 'lighthouse'],
    });
    expect(embeddings.map(({ length }) => length)).toEqual([32, 32]);
  });

  test('is told what is wrong in the server’s words', async () => {
    const client = clientOf({ ...opened, token: `holdfast_${randomUUID()}` });
    await expect(generateText({ model: client('holdfast/chat'), prompt: 'x', maxRetries: 0 })).rejects.toMatchObject({
      statusCode: 401,
      message: expect.stringContaining('This token is not valid.'),
    });
  });
});

test('another Holdfast finds out what its models can do', async () => {
  const { address, token, models } = opened;
  const kept = new Map<string, string>();
  const secrets: SecretStore = {
    place: 'keychain',
    isLocked: () => false,
    unlock: async () => undefined,
    get: async (name) => kept.get(name) ?? null,
    set: async (name, secret) => void kept.set(name, secret),
    delete: async (name) => void kept.delete(name),
  };
  const { catalog, egress } = egressForTests();
  const providers = new ProviderService({ providers: new ProviderRepository(catalog), secrets, egress });
  const given = { headers: {}, caPath: '', certificatePath: '', certificateKeyPath: '' };
  const { id } = await providers.add({
    kind: 'openai-compatible',
    name: 'Desk',
    baseUrl: address,
    key: token,
    ...given,
  });
  const offered = await providers.offered(id);
  expect(offered.map(({ name }) => name)).toContain('holdfast/chat');
  expect(offered.find(({ name }) => name === 'holdfast/chat')!.contextSize).toBe(
    models.list().find(({ serves }) => serves.includes('chat'))!.contextSize,
  );
  expect(await providers.probe(id, 'holdfast/chat')).toEqual({
    capabilities: ['chat', 'tools', 'json-schema'],
    dimensions: 0,
  });
  expect(await providers.probe(id, 'holdfast/embedding')).toEqual({ capabilities: ['embedding'], dimensions: 32 });
  expect(await providers.probe(id, 'holdfast/rerank')).toEqual({ capabilities: ['rerank'], dimensions: 0 });
  const ear = await providers.probe(id, 'holdfast/transcription');
  expect(ear).toEqual({ capabilities: ['transcription'], dimensions: 0 });
});

test.each<[string, () => Promise<unknown>]>([
  [
    'is switched off',
    async () => {
      await opened.endpoint.update({ enabled: false });
      await opened.endpoint.update({ enabled: true });
    },
  ],
  // The last test: the others know the old token.
  ['gets a new token', () => opened.endpoint.renewToken()],
])('an answer ends when the endpoint %s', async (_, change) => {
  const attempt = vi.spyOn(opened.models, 'attempt');
  const body = { model: 'holdfast/chat', messages: [user('A poem, please')], stream: true };
  const reader = (await ask('/chat/completions', body)).body!.getReader();
  await reader.read();
  const answering = attempt.mock.results.at(-1)!.value;
  const ended = expect(answering).rejects.toMatchObject({ name: 'AbortError' });
  await change();
  await ended;
});
