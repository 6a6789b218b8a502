import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type MouseEvent,
  memo,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { type Anchor, columnName } from '../../../../shared/anchors.ts';
import type { ExtractedContent } from '../../../../shared/contract/library.ts';
import { useFind } from '../find/find-store.ts';
import { useMarkedText } from '../find/use-marked-text.ts';
import { useViewerText } from '../text.ts';
import { type Cell, type CellRange, cellAfterKey, columnWidths, copiedCells, holds } from './cell-selection.ts';
import styles from './SheetGrid.module.css';

export type Sheet = Extract<ExtractedContent, { type: 'table' }>['sheets'][number];

const ROW_HEIGHT = 28;
const HEADER_HEIGHT = 28;

interface SheetGridProps {
  sheet: Sheet;
  anchored: Extract<Anchor, { type: 'cells' }> | null;
}

/** One sheet as a grid of any size, to look through, select from and copy. */
export function SheetGrid({ sheet, anchored }: SheetGridProps) {
  const t = useViewerText();
  const { rows } = sheet;
  const columns = useMemo(() => Math.max(1, ...rows.map((row) => row.length)), [rows]);
  const widths = useMemo(() => columnWidths(rows, columns), [rows, columns]);
  const numberWidth = String(rows.length).length * 8 + 24;
  const viewRef = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState<CellRange>(() => {
    const start = { row: anchored ? anchored.startRow - 1 : 0, column: 0 };
    return { from: start, to: start };
  });

  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => viewRef.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    paddingStart: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
  });
  const across = useVirtualizer({
    horizontal: true,
    count: columns,
    getScrollElement: () => viewRef.current,
    estimateSize: (index) => widths[index] ?? ROW_HEIGHT,
    overscan: 3,
    paddingStart: numberWidth,
    scrollPaddingStart: numberWidth,
  });

  const opened = useRef<typeof anchored>(null);
  useLayoutEffect(() => {
    if (!anchored || opened.current === anchored) return;
    opened.current = anchored;
    lines.scrollToIndex(Math.max(0, anchored.startRow - 3), { align: 'start' });
    const start = { row: anchored.startRow - 1, column: 0 };
    setRange({ from: start, to: start });
  }, [anchored, lines]);

  const setSource = useFind((state) => state.setSource);
  useEffect(() => {
    const cellOf = (unit: number): Cell => ({ row: Math.floor(unit / columns), column: unit % columns });
    setSource({
      units: rows.length * columns,
      startUnit: () => (lines.range?.startIndex ?? 0) * columns,
      textOf: (unit) => rows[cellOf(unit).row]?.[cellOf(unit).column] ?? '',
      reveal: (unit) => {
        const cell = cellOf(unit);
        setRange({ from: cell, to: cell });
        lines.scrollToIndex(cell.row, { align: 'center' });
        across.scrollToIndex(cell.column);
      },
      // The grid was scrolled already, with room for its headers.
      show: () => {},
    });
    return () => setSource(null);
  }, [rows, columns, lines, across, setSource]);

  const select = (cell: Cell, extend: boolean) => {
    setRange((before) => ({ from: extend ? before.from : cell, to: cell }));
    lines.scrollToIndex(cell.row);
    across.scrollToIndex(cell.column);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = cellAfterKey(event.key, event.ctrlKey || event.metaKey, range.to, { rows: rows.length, columns });
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    select(next, event.shiftKey);
  };
  const onMouseDown = (event: MouseEvent) => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-cell]') : null;
    if (!cell || event.button !== 0) return;
    select({ row: Number(cell.dataset.row), column: Number(cell.dataset.cell) }, event.shiftKey);
  };
  const onCopy = (event: ClipboardEvent) => {
    if (!window.getSelection()?.isCollapsed) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', copiedCells(rows, range));
  };

  const shownColumns = across.getVirtualItems();
  const width = across.getTotalSize();
  return (
    <>
      <p className={styles.value} aria-live="polite">
        <span>{`${columnName(range.to.column + 1)}${range.to.row + 1}`}</span>
        <output>{rows[range.to.row]?.[range.to.column] ?? ''}</output>
      </p>
      <div
        ref={viewRef}
        className={styles.view}
        role="grid"
        tabIndex={0}
        aria-label={sheet.name}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns + 1}
        aria-multiselectable
        aria-activedescendant={cellId(range.to)}
        data-testid="sheet"
        onKeyDown={onKeyDown}
        onMouseDown={onMouseDown}
        onCopy={onCopy}
      >
        <div className={styles.sheet} role="rowgroup" style={{ height: lines.getTotalSize(), width }}>
          <div className={styles.header} role="row" aria-rowindex={1} style={{ width }}>
            <span className={styles.corner} role="columnheader" aria-label={t.row} style={{ width: numberWidth }} />
            {shownColumns.map(({ index, start, size }) => (
              <span
                key={index}
                className={styles.columnName}
                role="columnheader"
                aria-colindex={index + 2}
                style={{ left: start, width: size }}
              >
                {columnName(index + 1)}
              </span>
            ))}
          </div>
          {lines.getVirtualItems().map(({ index, start }) => (
            <div
              key={index}
              className={styles.row}
              role="row"
              aria-rowindex={index + 2}
              data-anchored={(anchored && index >= anchored.startRow - 1 && index < anchored.endRow) || undefined}
              style={{ top: start, width }}
            >
              <span className={styles.rowNumber} role="rowheader" style={{ width: numberWidth }}>
                {index + 1}
              </span>
              {shownColumns.map((column) => (
                <GridCell
                  key={column.index}
                  row={index}
                  column={column.index}
                  unit={index * columns + column.index}
                  value={rows[index]?.[column.index] ?? ''}
                  left={column.start}
                  width={column.size}
                  selected={holds(range, { row: index, column: column.index })}
                  active={range.to.row === index && range.to.column === column.index}
                />
              ))}
            </div>
          ))}
        </div>
      </div>
    </>
  );
}

const cellId = ({ row, column }: Cell) => `cell-${row}-${column}`;

interface GridCellProps {
  row: number;
  column: number;
  /** The cell's number for find. */
  unit: number;
  value: string;
  left: number;
  width: number;
  selected: boolean;
  active: boolean;
}

const GridCell = memo(function GridCell({ row, column, unit, value, left, width, selected, active }: GridCellProps) {
  const ref = useRef<HTMLDivElement>(null);
  useMarkedText(ref, unit, value);
  return (
    <div
      ref={ref}
      id={cellId({ row, column })}
      className={styles.cell}
      role="gridcell"
      aria-colindex={column + 2}
      aria-selected={selected}
      data-active={active || undefined}
      data-numeric={/^[-+(]?[\d\s.,'%€$£]+\)?$/.test(value) || undefined}
      data-row={row}
      data-cell={column}
      style={{ left, width }}
      dir="auto"
    >
      {value}
    </div>
  );
});
