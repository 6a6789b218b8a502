import { create } from 'zustand';
import { type Anchor, anchorSchema } from '../../../shared/anchors.ts';

/** The screen a viewer was opened from; Back and the arrow keys go by it. */
export const openedFrom = ['search', 'library', 'duplicates', 'missing', 'chat', 'activity'] as const;
export type OpenedFrom = (typeof openedFrom)[number];

/** Where each screen is that a viewer is opened from. */
export const screenPaths: Record<OpenedFrom, string> = {
  library: '/library',
  duplicates: '/library/duplicates',
  missing: '/library/missing',
  search: '/search',
  chat: '/chat',
  activity: '/activity',
};

/** What the viewer's route says: which asset, where in it, and what was searched. */
export interface AssetLink {
  id: string;
  anchor: Anchor;
  /** The query that led here, whose words are marked; empty without one. */
  q: string;
  from: OpenedFrom | null;
}

/** What is known of a result set that is too long to be fetched as a whole. */
export interface LongSet {
  /** The place of the first of the known ids in the whole set, and how long that is. */
  first: number;
  total: number;
  /** The ids from one place to another, both included. */
  fetch: (first: number, last: number) => Promise<string[]>;
  /** Is told which asset the viewer went on to, and its place, so that one comes back to it. */
  onShow: (id: string, place: number) => void;
}

/** The result set that the viewer's previous and next go through, in its order. */
interface OpenAssets {
  ids: readonly string[];
  from: OpenedFrom | null;
  /** Where each asset opens; one that is not listed opens at its start. */
  anchors: ReadonlyMap<string, Anchor>;
  /** Null where `ids` are all. */
  long: LongSet | null;
  open: (set: {
    ids: readonly string[];
    from: OpenedFrom;
    anchors?: ReadonlyMap<string, Anchor>;
    long?: LongSet;
  }) => void;
}

/** Filled by the screen that opens an asset, just before it navigates to `assetHref`. */
export const useOpenAssets = create<OpenAssets>()((set) => ({
  ids: [],
  from: null,
  anchors: new Map(),
  long: null,
  open: ({ ids, from, anchors = new Map(), long = null }) => set({ ids, from, anchors, long }),
}));

/** So many ids before the end of those that are known, the next are fetched, and so many at a time. */
const AHEAD = 50;
const FETCHED = 400;

/** Which places of a long set to fetch next, as an asset of it is shown; null while enough around it are known. */
export function wantedPlaces(at: number, known: number, { first, total }: Pick<LongSet, 'first' | 'total'>) {
  const end = first + known;
  if (at >= known - AHEAD && end < total) return { first: end, last: Math.min(total, end + FETCHED) - 1 };
  if (at < AHEAD && first > 0) return { first: Math.max(0, first - FETCHED), last: first - 1 };
  return null;
}

/** Fetches what lies around an asset of a long set, once the viewer comes near the ends of what is known. */
export async function fetchAround(id: string): Promise<void> {
  const { ids, long } = useOpenAssets.getState();
  const at = ids.indexOf(id);
  const wanted = long && at >= 0 ? wantedPlaces(at, ids.length, long) : null;
  if (!long || !wanted) return;
  const fetched = await long.fetch(wanted.first, wanted.last);
  useOpenAssets.setState((now) => {
    // Another set was opened, or these were fetched, meanwhile.
    if (now.ids !== ids) return now;
    const known = new Set(ids);
    const fresh = fetched.filter((one) => !known.has(one));
    const before = wanted.first < long.first;
    // The listing has become another one; what is known of it is all that there is to go through.
    if (fresh.length === 0)
      return { long: { ...long, ...(before ? { first: 0 } : { total: long.first + ids.length }) } };
    return before
      ? { ids: [...fresh, ...ids], long: { ...long, first: long.first - fresh.length } }
      : { ids: [...ids, ...fresh] };
  });
}

const wholeAsset: Anchor = { type: 'asset' };

/** The viewer's route for an asset, a place in it and the query that found it. */
export function assetHref({ id, anchor = wholeAsset, q = '', from }: Partial<AssetLink> & { id: string }): string {
  const search = new URLSearchParams();
  if (anchor.type !== 'asset') search.set('anchor', JSON.stringify(anchor));
  if (q !== '') search.set('q', q);
  if (from) search.set('from', from);
  const text = search.toString();
  return `/asset/${id}${text === '' ? '' : `?${text}`}`;
}

/** Reads the viewer's route; an anchor that cannot be read opens the asset at its start. */
export function parseAssetLink(id: string, search: string): AssetLink {
  const parameters = new URLSearchParams(search);
  const from = openedFrom.find((screen) => screen === parameters.get('from')) ?? null;
  return { id, anchor: parseAnchor(parameters.get('anchor')), q: parameters.get('q') ?? '', from };
}

function parseAnchor(text: string | null): Anchor {
  if (text === null) return wholeAsset;
  try {
    const parsed = anchorSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : wholeAsset;
  } catch {
    return wholeAsset;
  }
}

/** The neighbour of an asset in the result set; undefined at its ends and for an asset outside it. */
export function neighbour(ids: readonly string[], id: string, step: -1 | 1): string | undefined {
  const at = ids.indexOf(id);
  return at < 0 ? undefined : ids[at + step];
}
