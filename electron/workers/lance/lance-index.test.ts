import { join } from 'node:path';
import { connect } from '@lancedb/lancedb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../../e2e/temporary-folder.ts';
import type { IndexRow, WordHits } from '../index-protocol.ts';
import { LanceIndex } from './lance-index.ts';

async function openIndex(path = join(temporaryFolder(), 'index')): Promise<LanceIndex> {
  const index = await LanceIndex.open(path);
  onTestFinished(() => index.close());
  return index;
}

const rows: IndexRow[] = [
  { id: 1, assetId: 10, isName: false, text: 'The lighthouse keeper lit the lamp.' },
  { id: 2, assetId: 10, isName: false, text: 'Fog came over the north pier at dawn.' },
  { id: 3, assetId: 20, isName: false, text: 'Lamps and oil were delivered to the pier in the north.' },
  { id: 4, assetId: 30, isName: false, text: '東京は日本の首都です' },
];
const LIMIT = { texts: 10, names: 10 };
const hitsOf = async (found: Promise<WordHits>) => (await found).hits;
const ids = (hits: readonly { id: number }[]) => hits.map(({ id }) => id).toSorted((one, other) => one - other);

describe('LanceIndex', () => {
  it('finds words in any form at once after they were added, and best first', async () => {
    const index = await openIndex();
    await index.add(rows);
    const hits = await hitsOf(index.searchWords({ words: ['lamp', 'oil'], phrases: [] }, LIMIT));
    expect(hits.map(({ id, assetId }) => [id, assetId])).toEqual([
      [3, 20],
      [1, 10],
    ]);
  });

  it('finds the same after everything was folded in', async () => {
    const index = await openIndex();
    await index.add(rows);
    await index.optimize();
    expect(await index.unindexedRows()).toBe(0);
    expect(ids(await hitsOf(index.searchWords({ words: ['lamps'], phrases: [] }, LIMIT)))).toEqual([1, 3]);
  });

  it.each(['at once', 'once folded in'])(
    'finds the passages with a phrase, and none without its words, %s',
    async (when) => {
      const index = await openIndex();
      await index.add(rows);
      if (when === 'once folded in') await index.optimize();
      for (const words of [[], ['oil']]) {
        const found = ids(await hitsOf(index.searchWords({ words, phrases: ['north pier'] }, LIMIT)));
        expect(found).toContain(2);
        expect(found).not.toContain(1);
      }
    },
  );

  it('narrows to assets, and finds nothing among none', async () => {
    const index = await openIndex();
    await index.add(rows);
    expect(ids(await hitsOf(index.searchWords({ words: ['pier'], phrases: [] }, LIMIT, [20])))).toEqual([3]);
    expect(await hitsOf(index.searchWords({ words: ['pier'], phrases: [] }, LIMIT, []))).toEqual([]);
  });

  it('finds assets by name, and counts what a name says for the texts of its asset', async () => {
    const index = await openIndex();
    await index.add([
      { id: 1, assetId: 10, isName: false, text: 'The pier and the lamp, the fog and the oil.' },
      { id: 2, assetId: 20, isName: false, text: 'The pier.' },
      { id: 3, assetId: 10, isName: true, text: 'pier.txt' },
      { id: 4, assetId: 30, isName: true, text: 'north pier.txt' },
    ]);
    await index.optimize();
    const hits = await hitsOf(index.searchWords({ words: ['pier'], phrases: [] }, LIMIT));
    expect(hits[0]).toMatchObject({ id: 1, assetId: 10 });
    expect(ids(hits)).toEqual([1, 2, 3, 4]);
    expect(ids(await hitsOf(index.searchWords({ words: [], phrases: ['north pier'] }, LIMIT)))).toContain(4);
  });

  it('takes no note of names when it weighs the length of texts', async () => {
    const scores: number[][] = [];
    for (const names of [0, 40]) {
      const index = await openIndex();
      const named = Array.from(
        { length: names },
        (_, id): IndexRow => ({ id: 100 + id, assetId: id, isName: true, text: `${id}.txt` }),
      );
      await index.add([...rows, ...named]);
      await index.optimize();
      const hits = await hitsOf(index.searchWords({ words: ['lamp', 'pier'], phrases: [] }, LIMIT));
      scores.push(hits.map(({ score }) => score));
    }
    expect(scores[1]).toEqual(scores[0]);
  });

  it('finds words of scripts without spaces', async () => {
    const index = await openIndex();
    await index.add(rows);
    expect(ids(await hitsOf(index.searchWords({ words: ['首都'], phrases: [] }, LIMIT)))).toEqual([4]);
  });

  it('finds words that are a letter off', async () => {
    const index = await openIndex();
    await index.add(rows);
    await index.optimize();
    expect(ids(await hitsOf(index.searchSimilarWords(['lightouse'], LIMIT)))).toEqual([1]);
  });

  it('looks for nothing similar to words that are short or in another script', async () => {
    const index = await openIndex();
    await index.add([...rows, { id: 5, assetId: 40, isName: false, text: 'Гавань была открыта' }]);
    await index.optimize();
    expect(await hitsOf(index.searchSimilarWords(['灯台', 'гавонь', 'om', '😀'], LIMIT))).toEqual([]);
    expect(ids(await hitsOf(index.searchSimilarWords(['гавонь', 'lightouse'], LIMIT)))).toEqual([1]);
  });

  it('finds long words, such as keys and hashes, as a whole', async () => {
    const index = await openIndex();
    const hash = 'a1b2c3d4'.repeat(8);
    await index.add([...rows, { id: 5, assetId: 40, isName: false, text: `sha256 ${hash} of the plan` }]);
    await index.optimize();
    expect(ids(await hitsOf(index.searchWords({ words: [hash], phrases: [] }, LIMIT)))).toEqual([5]);
    expect(ids(await hitsOf(index.searchWords({ words: [], phrases: [`${hash} of the plan`] }, LIMIT)))).toEqual([5]);
  });

  it('removes passages from words and vectors, and takes unknown ids', async () => {
    const index = await openIndex();
    await index.add(rows);
    await index.addVectors('model', [{ passageId: 1, assetId: 10, vector: Float32Array.of(1, 0) }]);
    await index.remove([1, 999]);
    expect(ids(await hitsOf(index.searchWords({ words: ['lamp'], phrases: [] }, LIMIT)))).toEqual([3]);
    expect(await index.countVectors('model')).toBe(0);
  });

  it('finds the nearest vectors with their cosine', async () => {
    const index = await openIndex();
    const vectors = [Float32Array.of(1, 0), Float32Array.of(0.6, 0.8), Float32Array.of(-1, 0)];
    await index.addVectors(
      'model',
      vectors.map((vector, position) => ({ passageId: position, assetId: position, vector })),
    );
    const hits = await index.searchVectors('model', Float32Array.of(1, 0), 2);
    expect(hits.map(({ id }) => id)).toEqual([0, 1]);
    expect(hits[1]?.score).toBeCloseTo(0.6, 3);
  });

  it('cannot be opened where another version made it with other columns', async () => {
    const path = join(temporaryFolder(), 'index');
    const connection = await connect(path);
    await connection.createTable('passages', [{ id: 1, asset: 10, text: 'lamp' }]);
    connection.close();
    await expect(LanceIndex.open(path)).rejects.toThrow('The table has other columns.');
  });

  it('keeps its rows when opened again, and starts empty when it is made anew', async () => {
    const path = join(temporaryFolder(), 'index');
    const first = await LanceIndex.open(path);
    await first.add(rows);
    first.close();
    const second = await LanceIndex.open(path);
    expect(await second.countRows()).toBe(4);
    second.close();
    const third = await LanceIndex.create(path);
    expect(await third.countRows()).toBe(0);
    third.close();
  });
});
