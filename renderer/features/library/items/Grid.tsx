import { useVirtualizer } from '@tanstack/react-virtual';
import { Check } from 'lucide-react';
import { type CSSProperties, memo, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { ListingShape } from '../../../../shared/contract/library.ts';
import { useFormat } from '../../../app/format.ts';
import { assetAt, needAssets, useListing } from '../listing.ts';
import { useSelection } from '../selection.ts';
import { useLibraryText } from '../text.ts';
import { AssetListbox, type Move, optionId } from './AssetListbox.tsx';
import { AssetTile } from './AssetTile.tsx';
import styles from './Grid.module.css';
import { type GridRow, justify, rowHolding, verticalNeighbour } from './layout.ts';
import { MonthScrubber, SCRUBBER_WIDTH } from './MonthScrubber.tsx';
import { useFilled, watchPace } from './scroll-pace.ts';
import { scrubberMarks } from './scrubber-marks.ts';
import { useWidth } from './use-width.ts';
import type { AssetViewProps } from './view-props.ts';

const GAP = 6;
const MARGIN = 16;
const HEADER_HEIGHT = 36;
/** With fewer months than these there is nothing to scrub. */
const FEWEST_MONTHS = 3;

/** The listing as pictures in justified rows under the headers of their months. */
export function Grid({
  shape,
  tileHeight,
  scrolled,
  ...ways
}: AssetViewProps & { shape: ListingShape; tileHeight: number }) {
  const t = useLibraryText();
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const scrubbed = shape.months.length >= FEWEST_MONTHS;
  const end = scrubbed ? SCRUBBER_WIDTH : MARGIN;
  const width = Math.max(0, useWidth(box) - MARGIN - end);
  const at = useSelection((selection) => selection.at);
  const rows = useMemo(
    () => (width > 0 ? justify(shape, { width, rowHeight: tileHeight, gap: GAP, headerHeight: HEADER_HEIGHT }) : []),
    [shape, width, tileHeight],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => rows[index]?.height ?? 0,
    overscan: 4,
    paddingStart: shape.months.length > 0 ? 0 : MARGIN,
    paddingEnd: MARGIN - GAP,
    // The header of the month lies over the rows.
    scrollPaddingStart: shape.months.length > 0 ? HEADER_HEIGHT : 0,
    scrollPaddingEnd: GAP,
    initialOffset: scrolled.current,
    onChange: (instance) => {
      scrolled.current = instance.scrollOffset ?? 0;
      watchPace(scrolled.current, instance.isScrolling);
    },
  });
  // The virtualizer keeps sizes from before; other rows have others.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when the rows change.
  useLayoutEffect(() => virtual.measure(), [rows, virtual]);

  const marks = useMemo(() => scrubberMarks(rows), [rows]);

  const items = virtual.getVirtualItems();
  const range = visibleAssets(rows, items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  useEffect(() => {
    if (range) needAssets(range.first, range.last);
  }, [range?.first, range?.last, range]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only moving brings a place into sight.
  useEffect(() => {
    const row = at < 0 ? -1 : rowHolding(rows, at);
    if (row >= 0) virtual.scrollToIndex(row, { align: 'auto' });
  }, [at]);

  const move = (from: number, step: Move): number => {
    const last = shape.ratios.length - 1;
    switch (step) {
      case 'previous':
        return Math.max(0, from - 1);
      case 'next':
        return Math.min(last, from + 1);
      case 'up':
      case 'down':
        return verticalNeighbour(rows, from, step === 'up' ? -1 : 1, GAP);
      case 'page-up':
      case 'page-down': {
        const count = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / (tileHeight + GAP)));
        let index = from;
        for (let times = 0; times < count; times++)
          index = verticalNeighbour(rows, index, step === 'page-up' ? -1 : 1, GAP);
        return index;
      }
    }
  };
  const sticky = stickyMonth(rows, virtual.getVirtualItemForOffset(virtual.scrollOffset ?? 0)?.index ?? 0);

  return (
    <div className={styles.grid} data-scrubbed={scrubbed || undefined} style={{ '--end': `${end}px` } as CSSProperties}>
      {sticky && (virtual.scrollOffset ?? 0) > 0 && (
        <p className={styles.sticky} aria-hidden>
          {format.month(sticky.month)} <span>{t.items(sticky.count)}</span>
        </p>
      )}
      <AssetListbox ref={box} total={shape.ratios.length} move={move} {...ways}>
        <div className={styles.rows} style={{ height: virtual.getTotalSize() }} role="presentation">
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <div
                key={item.key}
                className={styles.row}
                role="presentation"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row.type === 'month' ? (
                  <h2 className={styles.month} style={{ height: row.height }} role="presentation">
                    {format.month(row.month)} <span>{t.items(row.count)}</span>
                  </h2>
                ) : (
                  <AssetRow row={row} />
                )}
              </div>
            );
          })}
        </div>
      </AssetListbox>
      {scrubbed && <MonthScrubber marks={marks} box={box} />}
    </div>
  );
}

/** Scrolling draws the grid again with each step, but not the rows that stay. */
const AssetRow = memo(function AssetRow({ row }: { row: Extract<GridRow, { type: 'assets' }> }) {
  const filled = useFilled();
  return row.widths.map((width, offset) => {
    const index = row.first + offset;
    return <Option key={index} index={index} width={width} height={row.height - GAP} filled={filled} />;
  });
});

interface OptionProps {
  index: number;
  width: number;
  height: number;
  filled: boolean;
}

function Option({ index, width, height, filled }: OptionProps) {
  const asset = useListing((listing) => assetAt(listing.pages, index));
  const selected = useSelection(({ assets }) => asset !== undefined && assets.has(asset.id));
  const at = useSelection((selection) => selection.at === index);
  return (
    <div
      id={optionId(index)}
      className={styles.option}
      role="option"
      draggable
      aria-label={asset ? undefined : '…'}
      aria-selected={selected}
      data-at={at || undefined}
      data-index={index}
      title={asset?.name}
      style={{ width, height }}
    >
      {asset && filled ? <AssetTile key={asset.id} asset={asset} /> : <div className={styles.unseen} />}
      <span className={styles.check} data-check aria-hidden>
        <Check size={14} strokeWidth={2.5} />
      </span>
    </div>
  );
}

/** The assets in a range of rows; null where there is none. */
function visibleAssets(
  rows: readonly GridRow[],
  firstRow: number,
  lastRow: number,
): { first: number; last: number } | null {
  let first = -1;
  let last = -1;
  for (let index = firstRow; index <= lastRow; index++) {
    const row = rows[index];
    if (row?.type !== 'assets') continue;
    if (first < 0) first = row.first;
    last = row.first + row.widths.length - 1;
  }
  return first < 0 ? null : { first, last };
}

/** The month of the row that the top edge cuts. */
function stickyMonth(rows: readonly GridRow[], at: number): Extract<GridRow, { type: 'month' }> | null {
  for (let index = at; index >= 0; index--) {
    const row = rows[index];
    if (row?.type === 'month') return row;
  }
  return null;
}
