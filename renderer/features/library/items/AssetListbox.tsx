import {
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
} from 'react';
import { tellError } from '../../../components/toasts.ts';
import { useTypedPrefix } from '../../../components/use-typed-prefix.ts';
import { dragSelection } from '../dragging.ts';
import { assetAt, useListing } from '../listing.ts';
import {
  clearSelection,
  selectAll,
  selectByName,
  selectKnown,
  selectOne,
  selectTo,
  toggleOne,
  useSelection,
} from '../selection.ts';
import { useLibraryText } from '../text.ts';
import styles from './AssetListbox.module.css';

/** Moves of the keys that depend on how the assets are laid out. */
export type Move = 'previous' | 'next' | 'up' | 'down' | 'page-up' | 'page-down';

interface AssetListboxProps {
  ref: Ref<HTMLDivElement>;
  total: number;
  /** Where a move leads to from a place. */
  move: (from: number, move: Move) => number;
  onOpen: (index: number) => void;
  onQuickLook: () => void;
  onTag: () => void;
  onCopy: () => void;
  children: ReactNode;
}

const moves: Readonly<Record<string, Move>> = {
  ArrowLeft: 'previous',
  ArrowRight: 'next',
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'page-up',
  PageDown: 'page-down',
};

/** What counts of a pressed key. */
type Key = Pick<globalThis.KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

export const optionId = (index: number) => `asset-${index}`;

/** The scrolling list of assets with its keys and clicks; what is in it says by `data-index` which asset it shows. */
export function AssetListbox({ ref, total, move, onOpen, onQuickLook, onTag, onCopy, children }: AssetListboxProps) {
  const t = useLibraryText();
  const at = useSelection((selection) => selection.at);
  const box = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => box.current as HTMLDivElement);

  const typed = useTypedPrefix();
  const goTo = (index: number, extend: boolean) => void (extend ? selectTo(index) : selectOne(index));
  /** Does what a key means; answers whether it means something here. */
  const press = (event: Key): boolean => {
    if (total === 0) return false;
    const command = event.ctrlKey || event.metaKey;
    const step = moves[event.key];
    if (command && event.key.toLowerCase() === 'a') void selectAll(total);
    else if (command && event.key.toLowerCase() === 'c') onCopy();
    else if (command || event.altKey) return false;
    else if (step) goTo(at < 0 ? 0 : move(at, step), event.shiftKey);
    else if (event.key === 'Home') goTo(0, event.shiftKey);
    else if (event.key === 'End') goTo(total - 1, event.shiftKey);
    else if (event.key === 'Enter' && at >= 0) onOpen(at);
    else if (event.key === ' ' && at >= 0 && !typed.isTyping()) onQuickLook();
    else if (event.key === '#' && at >= 0) onTag();
    else if (event.key === 'Escape' && useSelection.getState().assets.size > 0) clearSelection();
    else if (event.key === 'Escape') box.current?.blur();
    else if (event.key.length === 1) selectByName(typed.add(event.key)).catch(tellError);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== box.current || !press(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  useArrowsFromAnywhere((event) => {
    box.current?.focus();
    press(event);
  });
  const onClick = (event: MouseEvent) => {
    const index = indexOf(event.target);
    if (index === null) clearSelection();
    else if (event.shiftKey) void selectTo(index);
    else if (event.ctrlKey || event.metaKey || onCheck(event.target)) void toggleOne(index);
    else void selectOne(index);
  };
  const onDoubleClick = (event: MouseEvent) => {
    const index = indexOf(event.target);
    if (index !== null && !onCheck(event.target)) onOpen(index);
  };
  // The menu is about what was clicked: something outside the selection becomes it.
  const onContextMenu = (event: MouseEvent) => {
    const option = optionOf(event.target);
    if (option && option.getAttribute('aria-selected') !== 'true') void selectOne(Number(option.dataset.index));
  };

  // What is dragged is the selection; something outside it becomes it.
  const onDragStart = (event: DragEvent) => {
    const option = optionOf(event.target);
    if (!option) return;
    const index = Number(option.dataset.index);
    const asset = assetAt(useListing.getState().pages, index);
    if (asset && !useSelection.getState().assets.has(asset.id)) selectKnown(asset, index);
    dragSelection(event, t.items(useSelection.getState().assets.size));
  };

  return (
    <div
      ref={box}
      className={styles.box}
      role="listbox"
      tabIndex={0}
      aria-label={t.assets}
      aria-multiselectable
      data-type-ahead
      aria-activedescendant={at >= 0 ? optionId(at) : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onDoubleClick={onDoubleClick}
      onContextMenu={onContextMenu}
      onDragStart={onDragStart}
    >
      {children}
    </div>
  );
}

/** Hears the keys that move, while nothing has the focus. */
function useArrowsFromAnywhere(onArrow: (event: Key) => void): void {
  const latest = useRef(onArrow);
  latest.current = onArrow;
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.target !== document.body || event.defaultPrevented || !(event.key in moves)) return;
      event.preventDefault();
      latest.current(event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function optionOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
}

function indexOf(target: EventTarget | null): number | null {
  const option = optionOf(target);
  return option ? Number(option.dataset.index) : null;
}

function onCheck(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-check]') !== null;
}
