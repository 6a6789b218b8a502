import { describe, expect, test } from 'vitest';
import type { Anchor } from '../../../shared/anchors.ts';
import { assetHref, fetchAround, neighbour, parseAssetLink, useOpenAssets, wantedPlaces } from './open-asset.ts';

const id = 'a'.repeat(64);

function roundTrip(link: Parameters<typeof assetHref>[0]) {
  const [, search = ''] = assetHref(link).split('?');
  return parseAssetLink(link.id, search);
}

describe('the viewer’s route', () => {
  test('brings anchor, query and origin back', () => {
    const anchor: Anchor = { type: 'page', page: 3, boxes: [{ x: 0.1, y: 0.2, width: 0.5, height: 0.02 }] };
    const link = { id, anchor, q: 'why? "50 % & more" #1', from: 'search' as const };
    expect(roundTrip(link)).toEqual(link);
  });

  test('is short for an asset as a whole', () => {
    expect(assetHref({ id })).toBe(`/asset/${id}`);
    expect(roundTrip({ id })).toEqual({ id, anchor: { type: 'asset' }, q: '', from: null });
  });

  test.each(['', '{', '{"type":"page"}', '{"type":"page","page":0,"boxes":[]}', 'null'])(
    'opens at the start for the anchor %j',
    (anchor) => {
      expect(parseAssetLink(id, new URLSearchParams({ anchor, from: 'elsewhere' }).toString())).toEqual({
        id,
        anchor: { type: 'asset' },
        q: '',
        from: null,
      });
    },
  );
});

test('neighbours end with the result set', () => {
  expect(neighbour(['a', 'b', 'c'], 'b', 1)).toBe('c');
  expect(neighbour(['a', 'b', 'c'], 'b', -1)).toBe('a');
  expect(neighbour(['a', 'b', 'c'], 'c', 1)).toBeUndefined();
  expect(neighbour(['a', 'b', 'c'], 'x', 1)).toBeUndefined();
});

test('a long result set is fetched on as its ends come near', async () => {
  const all = Array.from({ length: 1000 }, (_, place) => `${place}`);
  const fetch = async (first: number, last: number) => all.slice(first, last + 1);
  const set = { first: 300, total: 1000 };
  expect(wantedPlaces(100, 200, set)).toBeNull();
  expect(wantedPlaces(199, 200, set)).toEqual({ first: 500, last: 899 });
  expect(wantedPlaces(0, 200, set)).toEqual({ first: 0, last: 299 });
  useOpenAssets
    .getState()
    .open({ ids: all.slice(300, 500), from: 'library', long: { ...set, fetch, onShow: () => {} } });
  await fetchAround('499');
  expect(useOpenAssets.getState().ids).toEqual(all.slice(300, 900));
  await fetchAround('300');
  await fetchAround('899');
  const { ids, long } = useOpenAssets.getState();
  expect(ids).toEqual(all);
  expect(long?.first).toBe(0);
  // What is fetched may be known already, where the listing has changed meanwhile.
  useOpenAssets.getState().open({
    ids: ['a', 'b'],
    from: 'library',
    long: { first: 7, total: 9, fetch: async () => ['b'], onShow: () => {} },
  });
  await fetchAround('a');
  expect(useOpenAssets.getState().long).toMatchObject({ first: 0, total: 9 });
});
