import { describe, expect, test } from 'vitest';
import type { Anchor } from '../../../shared/anchors.ts';
import { assetHref, neighbour, parseAssetLink } from './open-asset.ts';

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
