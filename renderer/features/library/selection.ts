import { create } from 'zustand';
import type { AssetSummary } from '../../../shared/contract/library.ts';
import { assetsBetween, placeOfName } from './listing.ts';

interface Selection {
  /** The selected assets by their ids. */
  assets: ReadonlyMap<string, AssetSummary>;
  /** The place that the keys move; -1 before any was reached. */
  at: number;
  /** Where a range begins that Shift extends. */
  anchor: number;
}

const nothing: Selection = { assets: new Map(), at: -1, anchor: -1 };

export const useSelection = create<Selection>()(() => nothing);

let turn = 0;

/** Selects what lies between two places; what is asked later wins over what arrives later. */
async function selectBetween(from: number, to: number, place: Pick<Selection, 'at' | 'anchor'>): Promise<void> {
  const mine = ++turn;
  useSelection.setState(place);
  const between = await assetsBetween(Math.min(from, to), Math.max(from, to));
  if (mine !== turn) return;
  useSelection.setState({ assets: new Map(between.map((asset) => [asset.id, asset])) });
}

/** Selects one place alone. */
export function selectOne(at: number): Promise<void> {
  return selectBetween(at, at, { at, anchor: at });
}

/** Selects one asset that is known already, at once. */
export function selectKnown(asset: AssetSummary, at: number): void {
  turn++;
  useSelection.setState({ assets: new Map([[asset.id, asset]]), at, anchor: at });
}

/**
 * Selects the next asset whose name begins with what was typed; the same letter again goes on to the one after it, and a
 * longer prefix stays while it fits.
 */
export async function selectByName(typed: string): Promise<void> {
  const mine = ++turn;
  const { at } = useSelection.getState();
  const again = new Set(typed.toLowerCase()).size === 1;
  const place = await placeOfName(again ? typed.slice(0, 1) : typed, again ? at + 1 : Math.max(0, at));
  if (place !== null && mine === turn) await selectOne(place);
}

/** Selects from the anchor up to a place. */
export function selectTo(at: number): Promise<void> {
  const { anchor } = useSelection.getState();
  const from = anchor < 0 ? at : anchor;
  return selectBetween(from, at, { at, anchor: from });
}

/** Adds a place to the selection, or takes it out. */
export async function toggleOne(at: number): Promise<void> {
  const mine = ++turn;
  useSelection.setState({ at, anchor: at });
  const [asset] = await assetsBetween(at, at);
  if (!asset || mine !== turn) return;
  useSelection.setState(({ assets }) => {
    const next = new Map(assets);
    if (!next.delete(asset.id)) next.set(asset.id, asset);
    return { assets: next };
  });
}

export function selectAll(total: number): Promise<void> {
  const { at } = useSelection.getState();
  return total === 0 ? Promise.resolve() : selectBetween(0, total - 1, { at: Math.max(0, at), anchor: 0 });
}

/** Selects nothing, and stays where it is. */
export function clearSelection(): void {
  turn++;
  useSelection.setState(({ at }) => ({ assets: new Map(), anchor: at }));
}

/** Forgets also the place: for another listing. */
export function resetSelection(): void {
  turn++;
  useSelection.setState(nothing);
}
