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
}

/** The results as one list of hits, grouped by asset; the arrows go through all of them. */
export function ResultList({ groups, more, dimmed, onOpen }: ResultListProps) {
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

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      onOpen(selected);
      return;
    }
    const next = placeAfterKey(event.key, selected, groups);
    if (!next) return;
    event.preventDefault();
    select(next);
    virtualizer.scrollToIndex(next.group);
    requestAnimationFrame(() => document.getElementById(hitId(next))?.scrollIntoView({ block: 'nearest' }));
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
        onKeyDown={onKeyDown}
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
