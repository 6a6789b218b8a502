import { create } from 'zustand';
import type { AssetFilter, AssetSummary, ListingShape } from '../../../shared/contract/library.ts';
import { host } from '../../rpc.ts';
import type { SortKey } from './library-store.ts';

/** Which listing is shown. */
export interface ListingQuery {
  filter: AssetFilter;
  sort: SortKey;
  descending: boolean;
}

interface Listing {
  query: ListingQuery | null;
  /** Null until it is known. */
  shape: ListingShape | null;
  error: Error | null;
  /** The assets fetched so far, by page. */
  pages: ReadonlyMap<number, readonly AssetSummary[]>;
}

const PAGE = 100;
/** The most that one call fetches. */
const LARGEST_FETCH = 500;

/**
 * The listing on screen: its shape as a whole and its assets page by page, as they come into sight.
 * It outlives the screen, so that coming back from the viewer is instant.
 */
export const useListing = create<Listing>()(() => ({ query: null, shape: null, error: null, pages: new Map() }));

let current = new AbortController();
/** Pages in sight, first and last. */
let inSight = { first: 0, last: 0 };
const fetching = new Set<number>();

/** The asset at a place of the listing; undefined until it was fetched. */
export function assetAt(pages: Listing['pages'], index: number): AssetSummary | undefined {
  return pages.get(Math.floor(index / PAGE))?.[index % PAGE];
}

/** Shows a listing, or the same one anew where it is old; the one shown stays in sight until it is known. */
export async function showListing(query: ListingQuery, isOld: boolean): Promise<void> {
  const isSame = JSON.stringify(query) === JSON.stringify(useListing.getState().query);
  if (isSame && !isOld) return;
  if (!isSame) inSight = { first: 0, last: 0 };
  useListing.setState({ query });
  await refreshListing();
}

/** Fetches the shape and what is in sight again, and shows both at once. */
export async function refreshListing(): Promise<void> {
  const { query } = useListing.getState();
  if (!query) return;
  current.abort();
  current = new AbortController();
  const { signal } = current;
  fetching.clear();
  const wanted = pagesBetween(inSight.first, inSight.last);
  try {
    const [shape, ...pages] = await Promise.all([
      host.library.shape(query, { signal }),
      ...wanted.map((page) => fetchPage(query, page, signal)),
    ]);
    if (!signal.aborted)
      useListing.setState({
        shape,
        error: null,
        pages: new Map(wanted.map((page, index) => [page, pages[index] ?? []])),
      });
  } catch (error) {
    if (!signal.aborted) useListing.setState({ error: error as Error });
  }
}

/** Says which places are in sight; what was not fetched of them is. */
export function needAssets(first: number, last: number): void {
  inSight = { first: Math.floor(first / PAGE), last: Math.floor(last / PAGE) };
  const { query, pages } = useListing.getState();
  if (!query) return;
  const { signal } = current;
  for (const page of pagesBetween(inSight.first, inSight.last)) {
    if (pages.has(page) || fetching.has(page)) continue;
    fetching.add(page);
    fetchPage(query, page, signal)
      .then((assets) => {
        if (!signal.aborted) useListing.setState((listing) => ({ pages: new Map(listing.pages).set(page, assets) }));
      })
      .catch((error: Error) => {
        if (!signal.aborted) useListing.setState({ error });
      })
      .finally(() => {
        if (!signal.aborted) fetching.delete(page);
      });
  }
}

/** The assets from one place to another, both included, whether in sight or not. */
export async function assetsBetween(first: number, last: number): Promise<AssetSummary[]> {
  const { query, pages } = useListing.getState();
  if (!query) return [];
  const known: AssetSummary[] = [];
  for (let index = first; index <= last; index++) {
    const asset = assetAt(pages, index);
    if (!asset) return fetchBetween(query, first, last);
    known.push(asset);
  }
  return known;
}

/** The place of the next asset with a name that begins like this, from a place on; null where there is none. */
export async function placeOfName(prefix: string, from: number): Promise<number | null> {
  const { query } = useListing.getState();
  return query ? (await host.library.placeOfName({ ...query, prefix, from })).place : null;
}

async function fetchBetween(query: ListingQuery, first: number, last: number): Promise<AssetSummary[]> {
  const fetched: AssetSummary[] = [];
  for (let offset = first; offset <= last; offset += LARGEST_FETCH) {
    const { assets } = await host.library.list({ ...query, offset, limit: Math.min(LARGEST_FETCH, last - offset + 1) });
    fetched.push(...assets);
  }
  return fetched;
}

async function fetchPage(query: ListingQuery, page: number, signal: AbortSignal): Promise<readonly AssetSummary[]> {
  const { assets } = await host.library.list({ ...query, offset: page * PAGE, limit: PAGE }, { signal });
  return assets;
}

function pagesBetween(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
