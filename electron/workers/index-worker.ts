import { closeOtherDoors } from '../platform/close-other-doors.ts';
import { giveWay } from './give-way.ts';
import type { HitColumns, IndexHit, IndexRequests } from './index-protocol.ts';
import { LanceIndex } from './lance/lance-index.ts';
import { serveRequests } from './serve-requests.ts';

closeOtherDoors();
giveWay('index');

/** A process serves one library. */
let opened: Promise<LanceIndex> | undefined;

function indexAt(path: string, open = LanceIndex.open): Promise<LanceIndex> {
  opened ??= open(path).catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

function toColumns(hits: readonly IndexHit[]): HitColumns {
  return {
    ids: Int32Array.from(hits, ({ id }) => id),
    assetIds: Int32Array.from(hits, ({ assetId }) => assetId),
    scores: Float64Array.from(hits, ({ score }) => score),
  };
}

/** The entry of the process that hosts LanceDB. */
serveRequests<IndexRequests>({
  open: async ({ path }) => {
    await indexAt(path);
    return null;
  },

  clear: async ({ path }) => {
    const held = await opened?.catch(() => undefined);
    opened = undefined;
    held?.close();
    await indexAt(path, LanceIndex.create);
    return null;
  },

  add: async ({ path, rows }) => {
    await (await indexAt(path)).add(rows);
    return null;
  },

  remove: async ({ path, passageIds }) => {
    await (await indexAt(path)).remove(passageIds);
    return null;
  },

  count: async ({ path }) => {
    const index = await indexAt(path);
    const [rows, unindexed] = await Promise.all([index.countRows(), index.unindexedRows()]);
    return { rows, unindexed };
  },

  optimize: async ({ path }) => {
    await (await indexAt(path)).optimize();
    return { residentBytes: process.memoryUsage.rss() };
  },

  searchWords: async ({ path, query, limit, assetIds }) => {
    const { hits, complete } = await (await indexAt(path)).searchWords(query, limit, assetIds);
    return { ...toColumns(hits), complete };
  },

  searchSimilarWords: async ({ path, words, limit }) => {
    const { hits, complete } = await (await indexAt(path)).searchSimilarWords(words, limit);
    return { ...toColumns(hits), complete };
  },

  addVectors: async ({ path, modelId, rows }) => {
    await (await indexAt(path)).addVectors(modelId, rows);
    return null;
  },

  searchVectors: async ({ path, modelId, vector, limit, assetIds }) =>
    toColumns(await (await indexAt(path)).searchVectors(modelId, vector, limit, assetIds)),

  countVectors: async ({ path, modelId }) => (await indexAt(path)).countVectors(modelId),

  dropVectors: async ({ path, modelId }) => {
    await (await indexAt(path)).dropVectors(modelId);
    return null;
  },
});
