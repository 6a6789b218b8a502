import { create } from 'zustand';
import type { AssetFilter, sortKeys } from '../../../shared/contract/library.ts';
import { type ColumnId, columnIds, usualColumns } from './items/columns.ts';

export type SortKey = (typeof sortKeys)[number];

/** How the library is looked at; kept from one start to the next, except the filter. */
interface LibraryView {
  filter: AssetFilter;
  sort: SortKey;
  descending: boolean;
  layout: 'grid' | 'list';
  /** The height of a row of the grid, in pixels. */
  tileHeight: number;
  /** The columns of the list beside the name. */
  columns: readonly ColumnId[];
}

const KEY = 'library.view';
const kept = ['sort', 'descending', 'layout', 'tileHeight', 'columns'] as const;

export const TILE_HEIGHTS = { smallest: 96, largest: 360, usual: 184, step: 8 };

const usual: LibraryView = {
  filter: {},
  sort: 'date',
  descending: true,
  layout: 'grid',
  tileHeight: TILE_HEIGHTS.usual,
  columns: usualColumns,
};

function remembered(): Partial<LibraryView> {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<LibraryView>;
    const view: Partial<LibraryView> = Object.fromEntries(
      kept.filter((name) => typeof stored[name] === typeof usual[name]).map((name) => [name, stored[name]]),
    );
    return Array.isArray(view.columns)
      ? { ...view, columns: columnIds.filter((id) => view.columns?.includes(id)) }
      : { ...view, columns: usualColumns };
  } catch {
    return {};
  }
}

export const useLibraryView = create<LibraryView>()(() => ({ ...usual, ...remembered() }));

/** Looks at the library in another way. */
export function changeView(change: Partial<LibraryView>): void {
  useLibraryView.setState(change);
  const view = useLibraryView.getState();
  localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(kept.map((name) => [name, view[name]]))));
}

/** Sorts by a key; by the one that sorts already, the other way round. */
export function sortBy(sort: SortKey): void {
  const { sort: before, descending } = useLibraryView.getState();
  changeView(sort === before ? { descending: !descending } : { sort, descending: sort === 'date' || sort === 'size' });
}

/** How many facets narrow the listing. */
export function activeFilters(filter: AssetFilter): number {
  return Object.values(filter).filter((value) => typeof value === 'boolean' || (value?.length ?? 0) > 0).length;
}
