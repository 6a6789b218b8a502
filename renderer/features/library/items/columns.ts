import type { SortKey } from '../library-store.ts';

export const columnIds = [
  'name',
  'title',
  'folder',
  'kind',
  'duration',
  'dimensions',
  'date',
  'size',
  'state',
] as const;
export type ColumnId = (typeof columnIds)[number];

/** The columns that a list begins with. */
export const usualColumns: readonly ColumnId[] = ['name', 'folder', 'kind', 'date', 'size', 'state'];

interface Column {
  /** What the listing is sorted by at its header; null where it has no order of its own. */
  sort: SortKey | null;
  /** The least room that it needs, in pixels. */
  width: number;
  /** Its share of the room that is left over. */
  grow: number;
}

export const columns: Readonly<Record<ColumnId, Column>> = {
  name: { sort: 'name', width: 192, grow: 3 },
  title: { sort: null, width: 144, grow: 2 },
  folder: { sort: null, width: 112, grow: 1 },
  kind: { sort: 'kind', width: 96, grow: 0 },
  duration: { sort: null, width: 80, grow: 0 },
  dimensions: { sort: null, width: 96, grow: 0 },
  date: { sort: 'date', width: 104, grow: 0 },
  size: { sort: 'size', width: 80, grow: 0 },
  state: { sort: null, width: 168, grow: 0 },
};

/** Which column makes way first where there is too little room; the name never does. */
const yielding: readonly ColumnId[] = ['title', 'folder', 'dimensions', 'duration', 'state', 'kind', 'size', 'date'];

export const COLUMN_GAP = 12;

/** The chosen columns that have room in a width in pixels, in their order; what says least makes way first. */
export function columnsThatFit(chosen: readonly ColumnId[], width: number): ColumnId[] {
  const shown = new Set<ColumnId>(['name', ...chosen]);
  for (const id of yielding) {
    if (roomOf(shown) <= width) break;
    shown.delete(id);
  }
  return columnIds.filter((id) => shown.has(id));
}

function roomOf(shown: ReadonlySet<ColumnId>): number {
  return [...shown].reduce((sum, id) => sum + columns[id].width, COLUMN_GAP * (shown.size - 1));
}

/** The columns as the tracks of a CSS grid. */
export function tracksOf(shown: readonly ColumnId[]): string {
  return shown
    .map((id) => columns[id])
    .map(({ width, grow }) => (grow > 0 ? `minmax(${width}px, ${grow}fr)` : `${width}px`))
    .join(' ');
}
