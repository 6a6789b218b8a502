import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { AssetLookup } from '../catalog/asset-lookup.ts';
import { AssetRepository } from '../catalog/assets.ts';
import { Catalog } from '../catalog/database.ts';
import { FileRepository } from '../catalog/files.ts';
import { FolderRepository } from '../catalog/folders.ts';
import { PassageRepository } from '../catalog/passages.ts';
import { Sightings } from '../catalog/sightings.ts';
import { LanceIndex } from '../workers/lance/lance-index.ts';

import { type Reranker, SearchService } from './search-service.ts';

let catalog: Catalog;
let passages: PassageRepository;
let assets: AssetRepository;
let index: LanceIndex;
let search: SearchService;
/** What the reranking model makes of a text. */
let scoreOf: ((text: string) => number) | undefined;

beforeEach(async () => {
  const library = temporaryFolder();
  catalog = Catalog.open(join(library, 'catalog.db'));
  index = await LanceIndex.open(join(library, 'index'));
  onTestFinished(() => {
    index.close();
    catalog.close();
  });
  passages = new PassageRepository(catalog);
  assets = new AssetRepository(catalog);
  const embedder = { embedQuery: async () => ({ reason: 'No embedding model is in use.' }) };
  scoreOf = undefined;
  const reranker: Reranker = {
    rerank: async (_, read) =>
      scoreOf ? { scores: read.map(({ text }) => scoreOf?.(text) ?? 0) } : { reason: 'No reranking model is in use.' },
  };
  search = new SearchService({
    assets: new AssetLookup(catalog),
    passages,
    index,
    embedder,
    reranker,
    writerOf: () => 'Seer',
    makeSearchable: async () => undefined,
  });
});

/** A file of these passages, in the catalog and in the index. */
async function addFile(name: string, texts: readonly string[]): Promise<void> {
  const files = new FileRepository(catalog);
  const folder = new FolderRepository(catalog).obtain('/notes');
  const sha256 = Buffer.from(name).toString('hex').padEnd(64, '0');
  const asset = assets.obtain({ sha256, size: 1, mime: 'text/plain', kind: 'text' });
  const { id } = new Sightings(catalog).note(folder.id, [
    { path: `/notes/${name}`, rawPath: null, size: 1, modified: 0 },
  ])[0]!;
  files.setAsset(id, asset.id, 1, 0);
  assets.refreshPlace(asset.id);
  passages.refreshName(asset.id);
  passages.replace(
    asset.id,
    'text',
    0,
    texts.map((text, line) => ({ text, anchor: { type: 'lines', start: line + 1, end: line + 1 } })),
  );
  await index.add(passages.takeForIndex(10_000));
}

const find = async (query: string, limit = 10) => (await search.search(query, { limit, hitsPerAsset: 3 })).groups;
const namesOf = (groups: Awaited<ReturnType<typeof find>>) => groups.map(({ asset }) => asset.name);

describe('SearchService', () => {
  it('leaves room for other files beside one that is full of the word', async () => {
    await addFile(
      'lamps.txt',
      Array.from({ length: 300 }, (_, line) => `lamp ${line}`),
    );
    for (const name of ['walk.txt', 'tower.txt', 'stair.txt'])
      await addFile(name, [`On the ${name} somebody had left a lamp that was still burning when the morning came.`]);
    await index.optimize();
    const groups = await find('lamp', 3);
    expect(groups[0]?.asset.name).toBe('lamps.txt');
    expect(groups).toHaveLength(3);
    expect((await search.search('lamp', { limit: 3, hitsPerAsset: 3 })).more).toBe(true);
    expect((await search.search('lamp', { limit: 4, hitsPerAsset: 3 })).more).toBe(false);
  });

  it('puts a file first that has the word in its name and in its text, and shows the place in the text', async () => {
    await addFile('notes.txt', ['The harbour.']);
    await addFile('harbour.txt', ['A long account of everything that was seen and heard at the harbour in that year.']);
    await addFile('harbour plan.txt', ['Nothing of the kind.']);
    await index.optimize();
    const groups = await find('harbour');
    expect(namesOf(groups)[0]).toBe('harbour.txt');
    expect(groups[0]?.hits.map(({ anchor }) => anchor.type)).toEqual(['lines']);
    expect(groups.find(({ asset }) => asset.name === 'harbour plan.txt')?.hits[0]?.anchor.type).toBe('asset');
  });

  it('says of what filters alone found that they did, not its words', async () => {
    await addFile('pier.txt', ['The pier.']);
    const foundBy = async (query: string) => (await find(query)).flatMap(({ hits }) => hits.map((hit) => hit.foundBy));
    expect(await foundBy('type:text')).toEqual(['filters']);
    await index.optimize();
    expect(await foundBy('pier type:text')).toEqual(['words']);
  });

  it('finds by phrase, leaves out by word, and narrows by filter together', async () => {
    await addFile('one.txt', ['The north pier was lit.', 'It rained.']);
    await addFile('two.txt', ['The north pier was dark.']);
    await addFile('three.txt', ['The pier in the north was lit.']);
    expect(namesOf(await find('"north pier"')).toSorted()).toEqual(['one.txt', 'two.txt']);
    expect(namesOf(await find('"north pier" -rained'))).toEqual(['two.txt']);
    expect(namesOf(await find('pier path:three'))).toEqual(['three.txt']);
  });

  it('finds words that are misspelt where nothing has them as written', async () => {
    await addFile('one.txt', ['The lighthouse stood dark.']);
    await index.optimize();
    expect(namesOf(await find('lightouse'))).toEqual(['one.txt']);
    expect(await find('zeppelin')).toEqual([]);
  });

  it('lets a reranking model put the best in order, for questions always and for searches where asked', async () => {
    await addFile('often.txt', ['The storm, the storm, the storm, and once more the storm.']);
    await addFile('answer.txt', ['After the storm the pier was rebuilt by the harbour board.']);
    await addFile('other.txt', ['A storm of applause.']);
    await index.optimize();
    const asked = { limit: 10, hitsPerAsset: 3 };
    expect(namesOf((await search.search('storm', { ...asked, rerank: true })).groups)[0]).not.toBe('answer.txt');
    expect((await search.search('storm', { ...asked, rerank: true })).reranked).toEqual({
      used: false,
      reason: 'No reranking model is in use.',
    });
    scoreOf = (text) => (text.includes('rebuilt') ? 0.9 : 0.001);
    const { groups, reranked } = await search.search('storm', { ...asked, rerank: true });
    expect(namesOf(groups)[0]).toBe('answer.txt');
    expect(reranked.used).toBe(true);
    expect(namesOf((await search.search('storm', asked)).groups)[0]).not.toBe('answer.txt');
    const [first] = await search.passages('What happened after the storm?', 3);
    expect(first?.asset.name).toBe('answer.txt');
    const scores = groups.flatMap(({ hits }) => hits.map(({ score }) => score));
    expect(scores).toEqual(scores.toSorted((one, other) => other - one));
  });
});
