import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { SCRIPTED_KEY, scriptedProvider } from '../e2e/model-servers/scripted-provider.ts';
import { temporaryFolder } from '../e2e/temporary-folder.ts';
import type { AnswerEvent } from '../shared/contract/chat.ts';
import { type Host, openHost } from './host.ts';
import { nodePlatform } from './platform/node.ts';
import type { WorkerEntry } from './platform/platform.ts';
import { forkForTests } from './workers/fork-for-tests.ts';

interface Sent {
  model: string;
  messages: { role: string; content: string }[];
}

let host: Host;
let server: Awaited<ReturnType<typeof scriptedProvider>>;

beforeEach(async () => {
  const disk = temporaryFolder();
  const files = join(disk, 'files');
  mkdirSync(files);
  writeFileSync(join(files, 'harbour.txt'), 'The harbour was dredged in 1931 by the board.');
  writeFileSync(join(files, 'keeper.txt'), 'The keeper of the light lived alone on the harbour wall.');
  process.env.HOLDFAST_PASSPHRASE = 'a passphrase for tests';
  const entry = (name: WorkerEntry) => join(import.meta.dirname, `./workers/${name}.ts`);
  host = await openHost({
    platform: { ...nodePlatform('cli'), startWorker: (name) => forkForTests(entry(name)) },
    libraryPath: join(disk, 'library'),
  });
  onTestFinished(() => host.close());
  const { jobId } = await host.client.library.addFolder({ path: files });
  for await (const jobs of await host.client.jobs.watch())
    if (jobs.find(({ id }) => id === jobId)?.state === 'done') break;
  await host.settleIndex();
  server = await scriptedProvider('openai-compatible', { models: ['scribe', 'inside'] });
  onTestFinished(() => server.close());
  const provider = await host.client.providers.add({
    kind: 'openai-compatible',
    name: 'Server',
    baseUrl: server.baseUrl,
    key: SCRIPTED_KEY,
  });
  for (const model of ['scribe', 'inside']) await host.client.providers.addModel({ id: provider.id, model });
  server.bodies.length = 0;
});

async function ask(question: string, conversationId: number | null): Promise<AnswerEvent[]> {
  const events: AnswerEvent[] = [];
  for await (const event of await host.client.chat.ask({ question, conversationId, keep: true })) events.push(event);
  return events;
}

const sent = (): Sent[] => server.bodies.map((body) => JSON.parse(body) as Sent);
const conversationOf = (events: readonly AnswerEvent[]) => {
  const [first] = events;
  return first?.type === 'sources' ? first.conversationId : null;
};

describe('a conversation', () => {
  it('goes on from what the model was told word for word, with only the passages that are new', async () => {
    const first = await ask('When was the harbour dredged, and by whom?', null);
    const second = await ask('Who was the keeper of the light there?', conversationOf(first));
    const [before, after] = sent();
    const told = before?.messages ?? [];
    expect(after?.messages.slice(0, told.length)).toEqual(told);
    expect(after?.messages.at(-2)).toMatchObject({
      role: 'assistant',
      content: 'The harbour was dredged in 1931 [1].',
    });
    const asked = after?.messages.at(-1)?.content ?? '';
    expect(asked).toContain('Question: Who was the keeper');
    for (const text of ['dredged in 1931 by the board', 'lived alone'])
      expect(JSON.stringify(after?.messages).split(text)).toHaveLength(2);
    expect(second.at(-1)).toMatchObject({
      type: 'done',
      citations: [{ n: 1, quote: expect.stringContaining('1931') }],
    });
  });

  it('does not tell again what was taken out of the library', async () => {
    const first = await ask('When was the harbour dredged, and by whom?', null);
    const [folder] = await host.client.library.folders();
    await host.client.library.removeFolder({ id: folder?.id ?? 0 });
    await host.settleIndex();
    const second = await ask('And who kept the light?', conversationOf(first));
    expect(second.at(-1)).toMatchObject({ type: 'done', model: null });
    expect(sent()).toHaveLength(1);
  });
});

describe('a model that was chosen for the files with a tag', () => {
  const choose = async () => {
    const { assets } = await host.client.library.list({
      filter: {},
      sort: 'name',
      descending: false,
      offset: 0,
      limit: 10,
    });
    const harbour = assets.find(({ name }) => name === 'harbour.txt');
    await host.client.library.addTag({ ids: [harbour?.id ?? ''], tag: 'Secret' });
    const inside = (await host.client.models.list()).find(({ name }) => name === 'inside');
    await host.client.models.use({ id: inside?.id ?? '', tag: 'secret' });
  };

  it('alone reads these, and conversations about them', async () => {
    await choose();
    const first = await ask('When was the harbour dredged?', null);
    expect(first[0]).toMatchObject({ type: 'sources', model: 'inside' });
    expect(first.at(-1)).toMatchObject({ citations: [{ quote: expect.stringContaining('1931') }] });
    await ask('keeper alone', conversationOf(first));
    expect(new Set(sent().map(({ model }) => model))).toEqual(new Set(['inside']));
  });

  it('leaves all others to the one that serves everywhere', async () => {
    await choose();
    const answer = await ask('Who lived alone?', null);
    expect(answer[0]).toMatchObject({ type: 'sources', model: 'scribe' });
    expect(sent().map(({ model }) => model)).toEqual(['scribe']);
  });
});
