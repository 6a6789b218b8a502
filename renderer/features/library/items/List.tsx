import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type CSSProperties, memo, useEffect, useMemo, useRef } from 'react';
import type { AssetSummary } from '../../../../shared/contract/library.ts';
import { waitsForPassword } from '../../../../shared/password-needed.ts';
import { useFormat } from '../../../app/format.ts';
import { AssetThumbnail } from '../../../components/AssetThumbnail.tsx';
import { folderOf, nameOf } from '../../../paths/split-path.ts';
import { type SortKey, sortBy, useLibraryView } from '../library-store.ts';
import { assetAt, needAssets, useListing } from '../listing.ts';
import { useSelection } from '../selection.ts';
import { useLibraryText } from '../text.ts';
import { AssetListbox, type Move, optionId } from './AssetListbox.tsx';
import { ColumnMenu } from './ColumnMenu.tsx';
import { type ColumnId, columns, columnsThatFit, tracksOf } from './columns.ts';
import styles from './List.module.css';
import { useFilled, watchPace } from './scroll-pace.ts';
import { useWidth } from './use-width.ts';
import type { AssetViewProps } from './view-props.ts';

const ROW_HEIGHT = 32;
/** Kinds whose size is in pixels. */
const picturedKinds: ReadonlySet<AssetSummary['kind']> = new Set(['image', 'video']);

/** What a row leaves free on both sides for its margins and the menu of the columns. */
const MARGINS = 56;

/** The listing as rows with the chosen columns. */
export function List({ total, scrolled, ...ways }: AssetViewProps & { total: number }) {
  const t = useLibraryText();
  const box = useRef<HTMLDivElement>(null);
  const at = useSelection((selection) => selection.at);
  const chosen = useLibraryView((view) => view.columns);
  const width = useWidth(box);
  const shown = useMemo(() => columnsThatFit(chosen, width - MARGINS), [chosen, width]);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    initialOffset: scrolled.current,
    onChange: (instance) => {
      scrolled.current = instance.scrollOffset ?? 0;
      watchPace(scrolled.current, instance.isScrolling);
    },
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (total > 0) needAssets(first, last);
  }, [first, last, total]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only moving brings a place into sight.
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at]);

  const move = (from: number, step: Move): number => {
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
    const by = { previous: -1, next: 1, up: -1, down: 1, 'page-up': -page, 'page-down': page }[step];
    return Math.min(total - 1, Math.max(0, from + by));
  };

  return (
    <div className={styles.list} style={{ '--columns': tracksOf(shown) } as CSSProperties}>
      <div className={styles.header}>
        <div className={styles.cells} role="group" aria-label={t.sortBy}>
          {shown.map((id) => {
            const { sort } = columns[id];
            return sort ? <SortButton key={id} sort={sort} /> : <span key={id}>{t.columns[id]}</span>;
          })}
        </div>
        <ColumnMenu />
      </div>
      <div className={styles.body}>
        <AssetListbox ref={box} total={total} move={move} {...ways}>
          <div className={styles.rows} style={{ height: virtual.getTotalSize() }} role="presentation">
            {items.map(({ index, key, start }) => (
              <Row key={key} index={index} start={start} shown={shown} />
            ))}
          </div>
        </AssetListbox>
      </div>
    </div>
  );
}

interface RowProps {
  index: number;
  /** Where it begins, in pixels. */
  start: number;
  shown: readonly ColumnId[];
}

/** Scrolling draws the list again with each step, but not the rows that stay. */
const Row = memo(function Row({ index, start, shown }: RowProps) {
  const asset = useListing((listing) => assetAt(listing.pages, index));
  const selected = useSelection(({ assets }) => asset !== undefined && assets.has(asset.id));
  const at = useSelection((selection) => selection.at === index);
  const filled = useFilled();
  return (
    <div
      id={optionId(index)}
      className={styles.row}
      role="option"
      draggable
      aria-label={asset ? undefined : '…'}
      aria-selected={selected}
      data-at={at || undefined}
      data-index={index}
      style={{ transform: `translateY(${start}px)` }}
    >
      {asset && filled && <Cells asset={asset} shown={shown} />}
    </div>
  );
});

function SortButton({ sort }: { sort: SortKey }) {
  const t = useLibraryText();
  const { sort: current, descending } = useLibraryView();
  const Arrow = descending ? ArrowDown : ArrowUp;
  return (
    <button type="button" data-column={sort} aria-pressed={sort === current} onClick={() => sortBy(sort)}>
      {t.columns[sort]}
      {sort === current && <Arrow size={14} strokeWidth={1.5} aria-label={descending ? t.descending : t.ascending} />}
    </button>
  );
}

function Cells({ asset, shown }: { asset: AssetSummary; shown: readonly ColumnId[] }) {
  return shown.map((id) => <Cell key={id} id={id} asset={asset} />);
}

function Cell({ id, asset }: { id: ColumnId; asset: AssetSummary }) {
  const t = useLibraryText();
  const format = useFormat();
  switch (id) {
    case 'name':
      return (
        <span className={styles.name}>
          <AssetThumbnail asset={asset} size={24} />
          <span dir="auto" title={asset.path}>
            {asset.name}
          </span>
        </span>
      );
    case 'title':
      return (
        <span title={asset.title} dir="auto">
          {asset.title}
        </span>
      );
    case 'folder':
      return (
        <span title={asset.path} dir="auto">
          {nameOf(folderOf(asset.path))}
        </span>
      );
    case 'kind':
      return <span>{t.kindName[asset.kind]}</span>;
    case 'duration':
      return <span className={styles.size}>{asset.duration > 0 && format.clock(asset.duration)}</span>;
    case 'dimensions':
      return <span>{picturedKinds.has(asset.kind) && asset.width > 0 && `${asset.width} × ${asset.height}`}</span>;
    case 'date':
      return <span title={format.dateTime(asset.date)}>{format.date(asset.date)}</span>;
    case 'size':
      return <span className={styles.size}>{format.bytes(asset.size)}</span>;
    case 'state':
      return (
        <span className={styles.state} data-state={asset.state} title={asset.reason}>
          {asset.state !== 'ready' && (waitsForPassword(asset) ? t.locked : t.stateNames[asset.state])}
        </span>
      );
  }
}
