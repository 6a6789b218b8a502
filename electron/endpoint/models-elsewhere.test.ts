import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createOpenAI } from '@ai-sdk/openai';
import { transcribe } from 'ai';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startServer } from '../../e2e/http-server.ts';
import { SCRIPTED_KEY, scriptedProvider } from '../../e2e/model-servers/scripted-provider.ts';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { ModelRepository, type RemoteModel } from '../catalog/models.ts';
import { ProviderRepository } from '../catalog/providers.ts';
import { runtimeForTests } from '../models/model-runtime-for-tests.ts';
import { silentRecording } from '../models/providers/silent-recording.ts';
import { openEndpoint } from './endpoint-for-tests.ts';

const setting = runtimeForTests(async () => undefined);
let opened: Awaited<ReturnType<typeof openEndpoint>>;
beforeEach(async () => {
  opened = await openEndpoint(setting.runtime, join(temporaryFolder(), 'library'));
});
afterEach(() => opened.stop());

const server = (name: string, baseUrl: string) => ({
  kind: 'openai-compatible' as const,
  name,
  baseUrl,
  headers: {},
  caPath: '',
  certificatePath: '',
  certificateKeyPath: '',
});
const question = (model: string) => ({ model, messages: [{ role: 'user', content: 'When was the harbour dredged?' }] });
const listed = async () => {
  const { data } = (await (await opened.ask('/models')).json()) as { data: { id: string }[] };
  return data.map(({ id }) => id);
};

describe('a model inside the boundary', () => {
  async function withScribe() {
    const scripted = await scriptedProvider('openai-compatible');
    onTestFinished(scripted.close);
    const { id } = await opened.providers.add({ ...server('Harbour server', scripted.baseUrl), key: SCRIPTED_KEY });
    await opened.models.addRemote(id, 'scribe', undefined);
    await opened.models.addRemote(id, 'embed-letters', undefined);
    return scripted;
  }

  test('is offered and answers', async () => {
    await withScribe();
    expect(await listed()).toEqual(['holdfast/chat', 'holdfast/embedding', 'scribe', 'embed-letters']);
    const { choices, model } = await (await opened.ask('/chat/completions', question('holdfast/chat'))).json();
    expect(choices[0].message.content).toBe('The harbour was dredged in 1931 [1].');
    expect(model).toBe('scribe');
    const { data } = await (await opened.ask('/embeddings', { model: 'embed-letters', input: 'abba' })).json();
    expect(Math.hypot(...data[0].embedding)).toBeCloseTo(1);
  });

  test('that breaks off in the middle ends the stream with an error, and none that was whole', async () => {
    const scripted = await withScribe();
    scripted.faults.push({ type: 'cut', afterChunks: 2 });
    const text = await (await opened.ask('/chat/completions', { ...question('scribe'), stream: true })).text();
    const last = text.trim().split('\n\n').at(-1)!;
    expect(text).toContain('The harbour ');
    expect(text).not.toContain('[DONE]');
    expect(JSON.parse(last.replace('data: ', ''))).toMatchObject({
      error: {
        type: 'server_error',
        code: 'provider_failed',
        message: expect.stringMatching(/broke the (answer|connection) off/),
      },
    });
  });

  test('that fails before it says anything is told by the status', async () => {
    const scripted = await withScribe();
    scripted.faults.push({ type: 'status', status: 400, body: '{"error":{"message":"No."}}' });
    const response = await opened.ask('/chat/completions', { ...question('scribe'), stream: true });
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ error: { code: 'provider_failed' } });
  });
});

describe('which models are offered', () => {
  const provider = (id: string, baseUrl: string) => {
    const { kind, name, caPath, certificatePath, certificateKeyPath } = server(id, baseUrl);
    const rest = { caPath, certificatePath, certificateKeyPath, keyless: true, headers: [], added: 1 };
    new ProviderRepository(opened.catalog).add({ id, kind, name, baseUrl, ...rest });
  };
  const keep = (model: Pick<RemoteModel, 'id' | 'name' | 'providerId'>) =>
    new ModelRepository(opened.catalog).keep({
      ...model,
      remoteName: model.name,
      capabilities: ['chat'],
      languages: [],
      engine: null,
      path: null,
      sha256: '',
      size: 0,
      architecture: '',
      quantisation: '',
      parameters: 0,
      contextSize: 8192,
      dimensions: 0,
      licence: '',
      added: 1,
    });

  beforeEach(() => {
    opened.egress.update({ mode: 'connected' });
    provider('near', 'http://127.0.0.1:9/v1');
    provider('far', 'https://cloud.example/v1');
    provider('self', opened.address);
    provider('self-by-name', opened.address.replace('127.0.0.1', 'localhost'));
    keep({ id: 'm1', name: 'large', providerId: 'far' });
    keep({ id: 'm2', name: 'large', providerId: 'near' });
    keep({ id: 'm3', name: 'holdfast/chat', providerId: 'self' });
    keep({ id: 'm4', name: 'small', providerId: 'self-by-name' });
  });

  test('are those that stay inside the boundary, unless the owner offers the others too', async () => {
    expect(await listed()).toEqual(['large']);
    expect((await opened.ask('/chat/completions', question('m1'))).status).toBe(404);
    await opened.endpoint.update({ cloud: true });
    // The nearest has the name that both have.
    expect(await listed()).toEqual(['large', 'large@m1']);
    expect(opened.endpoint.models()).toMatchObject([{ location: 'boundary' }, { location: 'cloud' }]);
    opened.egress.update({ mode: 'boundary' });
    expect(await listed()).toEqual(['large']);
    const barred = await opened.ask('/chat/completions', question('large@m1'));
    expect(barred.status).toBe(503);
    expect(await barred.json()).toMatchObject({ error: { code: 'model_unavailable' } });
  });

  test('by a role is the one that serves it, if it is offered', async () => {
    await opened.models.use('m1', { tag: '', asFallback: false });
    expect(await listed()).toEqual(['large']);
    expect((await opened.ask('/chat/completions', question('holdfast/chat'))).status).toBe(404);
    await opened.models.use('m2', { tag: '', asFallback: false });
    expect(await listed()).toEqual(['holdfast/chat', 'large']);
  });
});

describe('transcription', () => {
  const spoken = { text: 'Light the lamp. It is < dark.', language: 'english', duration: 3.5 };
  const measures = { seek: 0, tokens: [], temperature: 0, avg_logprob: 0, compression_ratio: 1, no_speech_prob: 0 };
  const segments = [
    { id: 0, start: 0, end: 1.25, text: ' Light the lamp.', ...measures },
    { id: 1, start: 1.25, end: 3661.5, text: ' It is < dark.', ...measures },
  ];

  /** A server that does nothing but transcribe, and says what `heard` is. */
  async function withScribe(heard: object) {
    const scribe = await startServer((request, response, body) => {
      const isSpeech = request.url === '/v1/audio/transcriptions' && body.includes('RIFF');
      const answer = request.url === '/v1/models' ? { data: [{ id: 'ear' }] } : isSpeech ? heard : null;
      response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { error: { message: 'not here' } }));
    });
    onTestFinished(scribe.close);
    const { id } = await opened.providers.add(server('Ear', `${scribe.here}/v1`));
    await opened.models.addRemote(id, 'ear', undefined);
    return scribe;
  }

  function send(fields: Record<string, string>, recording: BlobPart | null = Buffer.from(silentRecording())) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    if (recording) form.append('file', new Blob([recording]), '../../note.wav');
    const headers = { authorization: `Bearer ${opened.token}` };
    return fetch(`${opened.address}/audio/transcriptions`, { method: 'POST', headers, body: form });
  }
  const left = () => {
    const folder = join(opened.libraryPath, 'recordings-in-transit');
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  test('is given in each format', async () => {
    const scribe = await withScribe({ ...spoken, segments });
    expect(await listed()).toEqual(['holdfast/transcription', 'ear']);
    const model = 'holdfast/transcription';
    expect(await (await send({ model, language: 'en' })).json()).toEqual({ text: spoken.text });
    expect(scribe.seen.at(-1)!.body).toContain('RIFF');
    expect(scribe.seen.at(-1)!.body).toContain('verbose_json');
    expect(await (await send({ model, response_format: 'verbose_json' })).json()).toMatchObject({
      task: 'transcribe',
      text: spoken.text,
      duration: 3661.5,
      segments: segments.map(({ id, start, end }) => ({ id, start, end })),
    });
    const texts = [];
    for (const response_format of ['text', 'srt', 'vtt'])
      texts.push(await (await send({ model, response_format })).text());
    expect(texts).toEqual([
      'Light the lamp. It is < dark.\n',
      '1\n00:00:00,000 --> 00:00:01,250\nLight the lamp.\n\n2\n00:00:01,250 --> 01:01:01,500\nIt is < dark.\n',
      'WEBVTT\n\n00:00:00.000 --> 00:00:01.250\nLight the lamp.\n\n00:00:01.250 --> 01:01:01.500\nIt is &lt; dark.\n',
    ]);
    expect(left()).toEqual([]);
  });

  test('is understood by a client of OpenAI’s protocol', async () => {
    await withScribe({ ...spoken, segments });
    const client = createOpenAI({ baseURL: opened.address, apiKey: opened.token });
    const heard = await transcribe({
      model: client.transcription('holdfast/transcription'),
      audio: silentRecording(),
      providerOptions: { openai: { timestampGranularities: ['segment'] } },
    });
    expect(heard.text).toBe(spoken.text);
  });

  test('is refused where the request cannot be done, and nothing is left behind', async () => {
    await withScribe({ text: spoken.text });
    const cases: [Promise<Response>, number, object][] = [
      [send({ model: 'ear', response_format: 'srt' }), 400, { message: expect.stringContaining('Ask for json') }],
      [send({ model: 'ear', response_format: 'docx' }), 400, { param: 'response_format' }],
      [send({ model: 'nobody' }), 404, { code: 'model_not_found' }],
      [send({}), 400, { param: 'model' }],
      [send({ model: 'ear', stream: 'true' }), 400, { param: 'stream' }],
      [send({ model: 'ear' }, null), 400, { param: 'file' }],
    ];
    for (const [sent, status, error] of cases) {
      const response = await sent;
      expect({ status: response.status, ...(await response.json()).error }).toMatchObject({ status, ...error });
    }
    expect(left()).toEqual([]);
  });

  test('is refused where the form breaks off', async () => {
    await withScribe(spoken);
    const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.wav"\r\n\r\nRIFF and no end';
    for (const body of [head, '--b\r\n', 'nothing of a form']) {
      const response = await fetch(`${opened.address}/audio/transcriptions`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${opened.token}`,
          'content-type': 'multipart/form-data; boundary=b',
        },
        body,
      });
      expect({ body, status: response.status }).toEqual({ body, status: 400 });
    }
    expect(left()).toEqual([]);
  });

  test('ends when the program that asked has gone in the middle of sending', async () => {
    await withScribe(spoken);
    const gone = new AbortController();
    const { readable, writable } = new TransformStream<Uint8Array>();
    const writer = writable.getWriter();
    const sent = fetch(`${opened.address}/audio/transcriptions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${opened.token}`,
        'content-type': 'multipart/form-data; boundary=b',
      },
      body: readable,
      signal: gone.signal,
      duplex: 'half',
    } as RequestInit);
    const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.wav"\r\n\r\n';
    await writer.write(Buffer.concat([Buffer.from(head), Buffer.alloc(200_000)]));
    await expect.poll(left).toHaveLength(1);
    gone.abort();
    await expect(sent).rejects.toThrow();
    await expect.poll(left).toEqual([]);
  });
});
