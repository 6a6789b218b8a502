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

/** The result set that the viewer's previous and next go through, in its order. */
interface OpenAssets {
  ids: readonly string[];
  from: OpenedFrom | null;
  /** Where each asset opens; one that is not listed opens at its start. */
  anchors: ReadonlyMap<string, Anchor>;
  open: (set: { ids: readonly string[]; from: OpenedFrom; anchors?: ReadonlyMap<string, Anchor> }) => void;
}

/** Filled by the screen that opens an asset, just before it navigates to `assetHref`. */
export const useOpenAssets = create<OpenAssets>()((set) => ({
  ids: [],
  from: null,
  anchors: new Map(),
  open: ({ ids, from, anchors = new Map() }) => set({ ids, from, anchors }),
}));

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
