import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import type { SearchGroup } from '../../../shared/contract/search.ts';
import { Button } from '../../components/Button.tsx';
import { hitId, ResultGroup } from './ResultGroup.tsx';
import styles from './ResultList.module.css';
import { placeAfterKey, type ResultPlace } from './result-place.ts';
import { useSearchStore } from './search-store.ts';
import { useSearchText } from './text.ts';

interface ResultListProps {
  groups: readonly SearchGroup[];
  /** Whether there are more than these. */
  more: boolean;
  /** While a newer query is being answered. */
  dimmed: boolean;
  onOpen: (place: ResultPlace) => void;
  onQuickLook: () => void;
  onTag: () => void;
  onCopy: () => void;
}

/** The results as one list of hits, grouped by asset; the arrows go through all of them. */
export function ResultList({ groups, more, dimmed, onOpen, onQuickLook, onTag, onCopy }: ResultListProps) {
  const t = useSearchText();
  const { selected, select, more: loadMore, setScrolled } = useSearchStore();
  const viewRef = useRef<HTMLDivElement>(null);
  const listRef = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: groups.length,
    getScrollElement: () => viewRef.current,
    estimateSize: (index) => 64 + 60 * (groups[index]?.hits.length ?? 1),
    getItemKey: (index) => groups[index]?.asset.id ?? index,
    overscan: 4,
    paddingStart: 8,
    paddingEnd: 8,
    initialOffset: useSearchStore.getState().scrolled,
  });

  // A new result begins at its top, or where it was left when coming back.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new result moves the list.
  useLayoutEffect(() => {
    viewRef.current?.scrollTo({ top: useSearchStore.getState().scrolled });
  }, [groups]);
  useEffect(() => listRef.current?.focus({ preventScroll: true }), []);

  const goTo = (place: ResultPlace) => {
    select(place);
    virtualizer.scrollToIndex(place.group);
    requestAnimationFrame(() => document.getElementById(hitId(place))?.scrollIntoView({ block: 'nearest' }));
  };
  /** Does what a key means; answers whether it means something here. */
  const press = (event: KeyboardEvent): boolean => {
    const copies = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c';
    // Words that are marked with the pointer are what is meant by copying.
    if (copies && document.getSelection()?.isCollapsed !== false) onCopy();
    else if (event.ctrlKey || event.metaKey || event.altKey) return false;
    else if (event.key === 'Enter') onOpen(selected);
    else if (event.key === ' ') onQuickLook();
    else if (event.key === '#') onTag();
    else {
      const next = placeAfterKey(event.key, selected, groups);
      if (!next) return false;
      goTo(next);
    }
    return true;
  };

  return (
    <div
      ref={viewRef}
      className={styles.view}
      data-dimmed={dimmed || undefined}
      onScroll={({ currentTarget }) => setScrolled(currentTarget.scrollTop)}
    >
      <div
        ref={listRef}
        className={styles.list}
        role="listbox"
        tabIndex={0}
        aria-label={t.results}
        aria-activedescendant={hitId(selected)}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={(event) => {
          if (press(event)) event.preventDefault();
        }}
      >
        {virtualizer.getVirtualItems().map(({ index, start, key }) => {
          const group = groups[index];
          if (!group) return null;
          return (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className={styles.slot}
              style={{ top: start }}
              role="presentation"
            >
              <ResultGroup
                group={group}
                at={index}
                selected={selected.group === index ? selected.hit : null}
                onSelect={select}
                onOpen={onOpen}
              />
            </div>
          );
        })}
      </div>
      {more && (
        <div className={styles.more}>
          <Button onClick={loadMore}>{t.showMore}</Button>
        </div>
      )}
    </div>
  );
}
