import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { SearchIndex } from './search-index.ts';

async function openIndex(path = join(temporaryFolder(), 'index')): Promise<SearchIndex> {
  const index = await SearchIndex.open(path);
  onTestFinished(() => index.close());
  return index;
}

const rows = [
  { id: 1, assetId: 10, text: 'The lighthouse keeper lit the lamp.' },
  { id: 2, assetId: 10, text: 'Fog came over the north pier at dawn.' },
  { id: 3, assetId: 20, text: 'Lamps and oil were delivered to the pier in the north.' },
  { id: 4, assetId: 30, text: '東京は日本の首都です' },
];
const ids = (hits: readonly { id: number }[]) => hits.map(({ id }) => id).toSorted((one, other) => one - other);

describe('SearchIndex', () => {
  it('finds words in any form at once after they were added, and best first', async () => {
    const index = await openIndex();
    await index.add(rows);
    const hits = await index.searchWords({ words: ['lamp', 'oil'], phrases: [] }, 10);
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
    expect(ids(await index.searchWords({ words: ['lamps'], phrases: [] }, 10))).toEqual([1, 3]);
  });

  it.each(['at once', 'once folded in'])(
    'finds the passages with a phrase, and none without its words, %s',
    async (when) => {
      const index = await openIndex();
      await index.add(rows);
      if (when === 'once folded in') await index.optimize();
      for (const words of [[], ['oil']]) {
        const found = ids(await index.searchWords({ words, phrases: ['north pier'] }, 10));
        expect(found).toContain(2);
        expect(found).not.toContain(1);
      }
    },
  );

  it('narrows to assets, and finds nothing among none', async () => {
    const index = await openIndex();
    await index.add(rows);
    expect(ids(await index.searchWords({ words: ['pier'], phrases: [] }, 10, [20]))).toEqual([3]);
    expect(await index.searchWords({ words: ['pier'], phrases: [] }, 10, [])).toEqual([]);
  });

  it('finds words of scripts without spaces', async () => {
    const index = await openIndex();
    await index.add(rows);
    expect(ids(await index.searchWords({ words: ['首都'], phrases: [] }, 10))).toEqual([4]);
  });

  it('finds words that are a letter off', async () => {
    const index = await openIndex();
    await index.add(rows);
    await index.optimize();
    expect(ids(await index.searchSimilarWords(['lightouse'], 10))).toEqual([1]);
  });

  it('removes passages from words and vectors, and takes unknown ids', async () => {
    const index = await openIndex();
    await index.add(rows);
    await index.addVectors('model', [{ passageId: 1, assetId: 10, vector: Float32Array.of(1, 0) }]);
    await index.remove([1, 999]);
    expect(ids(await index.searchWords({ words: ['lamp'], phrases: [] }, 10))).toEqual([3]);
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

  it('keeps its rows when opened again, and starts empty when cleared', async () => {
    const path = join(temporaryFolder(), 'index');
    const first = await SearchIndex.open(path);
    await first.add(rows);
    first.close();
    const second = await openIndex(path);
    expect(await second.countRows()).toBe(4);
    await second.clear();
    expect(await second.countRows()).toBe(0);
  });
});
