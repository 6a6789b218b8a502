import { useVirtualizer } from '@tanstack/react-virtual';
import { Box, Folder } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { useTypedPrefix } from '../../components/use-typed-prefix.ts';
import styles from './EntryList.module.css';
import { typeAhead } from './typed-path.ts';
import type { Place } from './use-browsing.ts';

const ROW = 28;

interface EntryListProps {
  label: string;
  entries: Place['entries'];
  selected: number;
  /** What stands there when there are none. */
  empty: string;
  onSelect: (index: number) => void;
  onOpen: (index: number) => void;
  onUp: () => void;
  /** A key that begins a path rather than a name. */
  onPath: (start: string) => void;
}

/** The entries of a folder: arrows, Home, End, Page Up and Down, and typing go through them; Enter opens. */
export function EntryList({ label, entries, selected, empty, onSelect, onOpen, onUp, onPath }: EntryListProps) {
  const id = useId();
  const view = useRef<HTMLDivElement>(null);
  const typed = useTypedPrefix();
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => view.current,
    estimateSize: () => ROW,
    getItemKey: (index) => entries[index]?.path ?? index,
    overscan: 8,
    paddingStart: 4,
    paddingEnd: 4,
    scrollPaddingStart: 4,
    scrollPaddingEnd: 4,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another folder is shown from its top, or from where one came.
  useEffect(() => {
    if (selected < 0) virtualizer.scrollToOffset(0);
    else virtualizer.scrollToIndex(selected);
  }, [entries, selected]);

  const onType = (letter: string) => {
    const found = typeAhead(
      entries.map(({ name }) => name),
      selected,
      typed.add(letter),
    );
    if (found >= 0) onSelect(found);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const page = Math.max(1, Math.floor((view.current?.clientHeight ?? 0) / ROW) - 1);
    const steps: Record<string, number> = {
      ArrowDown: selected + 1,
      ArrowUp: selected - 1,
      PageDown: selected + page,
      PageUp: selected - page,
      Home: 0,
      End: entries.length - 1,
    };
    const next = steps[key];
    if (next !== undefined) {
      if (entries.length > 0) onSelect(Math.min(entries.length - 1, Math.max(0, next)));
    } else if (key === 'Enter' || key === 'ArrowRight') {
      if (selected >= 0 && (key === 'Enter' || entries[selected]?.directory)) onOpen(selected);
    } else if (key === 'Backspace' || key === 'ArrowLeft') onUp();
    else if (key === '/' || key === '~' || key === '\\') onPath(key);
    else if (key.length === 1) onType(key);
    else return;
    event.preventDefault();
  };

  const optionId = (index: number) => `${id}-${index}`;
  return (
    <div className={styles.frame}>
      <div
        ref={view}
        className={styles.view}
        role="listbox"
        tabIndex={0}
        aria-label={label}
        aria-activedescendant={selected >= 0 ? optionId(selected) : undefined}
        onKeyDown={onKeyDown}
      >
        <div className={styles.list} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const entry = entries[index];
            if (!entry) return null;
            const Icon = entry.directory ? Folder : Box;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys.
              <div
                key={entry.path}
                id={optionId(index)}
                className={styles.entry}
                style={{ top: start, height: ROW }}
                role="option"
                tabIndex={-1}
                aria-selected={index === selected}
                aria-posinset={index + 1}
                aria-setsize={entries.length}
                onClick={() => onSelect(index)}
                onDoubleClick={() => onOpen(index)}
              >
                <Icon size={16} strokeWidth={1.5} aria-hidden />
                <span>{entry.name}</span>
              </div>
            );
          })}
        </div>
      </div>
      {entries.length === 0 && <p className={styles.empty}>{empty}</p>}
    </div>
  );
}
