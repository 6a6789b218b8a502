import { ChevronDown, ChevronUp, Search, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { commandKey } from '../../../app/command-key.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { useViewerText } from '../text.ts';
import styles from './FindBar.module.css';
import { useFind } from './find-store.ts';

/** The find field with its count and steps; closed, it still steps through the words of the query that led here. */
export function FindBar() {
  const t = useViewerText();
  const { open, text, needle, matches, current, scanning, source, setOpen, setText, step } = useFind();
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (open) field.current?.select();
  }, [open]);

  if (!source) return null;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const count = current < 0 ? t.matches(matches.length) : t.matchOf(current + 1, matches.length);
  return (
    <div className={styles.bar} role="search">
      {open ? (
        <input
          ref={field}
          className={styles.field}
          type="search"
          value={text}
          placeholder={t.findInDocument}
          aria-label={t.findInDocument}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      ) : (
        <IconButton icon={Search} label={t.findInDocument} shortcut={`${commandKey} F`} onClick={() => setOpen(true)} />
      )}
      {needle && (
        <>
          <output className={styles.count}>{scanning && matches.length === 0 ? '…' : count}</output>
          <IconButton
            icon={ChevronUp}
            label={t.previousMatch}
            shortcut="K"
            disabled={matches.length === 0}
            onClick={() => step(-1)}
          />
          <IconButton
            icon={ChevronDown}
            label={t.nextMatch}
            shortcut="J"
            disabled={matches.length === 0}
            onClick={() => step(1)}
          />
        </>
      )}
      {open && <IconButton icon={X} label={t.closeFind} shortcut="Esc" onClick={() => setOpen(false)} />}
    </div>
  );
}
