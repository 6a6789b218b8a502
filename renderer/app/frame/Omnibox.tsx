import { Command, Keyboard, Search, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { IconButton } from '../../components/IconButton.tsx';
import { useChat } from '../../features/chat/chat-store.ts';
import { commandKey } from '../command-key.ts';
import { text } from '../text.ts';
import styles from './Omnibox.module.css';

/** On the search screen results follow the typing after this pause. */
const TYPING_PAUSE_MS = 250;

/** The one field for searching, for asking (`?`) and for commands (`>`). */
export function Omnibox({ onCommand, onKeys }: { onCommand: (typed: string) => void; onKeys: () => void }) {
  const [location, navigate] = useLocation();
  const query = new URLSearchParams(useSearch()).get('q') ?? '';
  const [typed, setTyped] = useState(query);
  const field = useRef<HTMLInputElement>(null);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  const searching = location === '/search';

  // Shows the query of the screen, whoever set it, except while the person types.
  useEffect(() => {
    if (document.activeElement !== field.current) setTyped(query);
  }, [query]);
  useEffect(() => () => clearTimeout(pause.current), []);

  const search = (words: string, replace: boolean) => {
    clearTimeout(pause.current);
    navigate(words.trim() === '' ? '/search' : `/search?${new URLSearchParams({ q: words })}`, { replace });
  };
  const change = (next: string) => {
    clearTimeout(pause.current);
    if (next.startsWith('>')) {
      setTyped(query);
      onCommand(next.slice(1));
      return;
    }
    setTyped(next);
    if (searching && !next.startsWith('?')) pause.current = setTimeout(() => search(next, true), TYPING_PAUSE_MS);
  };
  const submit = () => {
    if (!typed.startsWith('?')) {
      search(typed, searching);
      return;
    }
    setTyped('');
    navigate('/chat');
    useChat.getState().show(null);
    useChat.getState().ask(typed.slice(1));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) submit();
    else if (event.key === 'Escape') {
      if (typed === '' || typed === query) event.currentTarget.blur();
      else setTyped(query);
    } else if (event.key === 'ArrowDown' && searching) {
      document.querySelector<HTMLElement>('main [role="listbox"], main [role="tree"], main [role="grid"]')?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <header className={styles.bar}>
      <search className={styles.box}>
        <Search size={16} strokeWidth={1.5} aria-hidden />
        <input
          ref={field}
          id="omnibox"
          value={typed}
          aria-label={text.searchOrAsk}
          aria-description={text.omniboxHelp}
          placeholder={text.searchOrAsk}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {typed === '' ? (
          <kbd aria-hidden>/</kbd>
        ) : (
          <IconButton icon={X} label={text.clear} size="small" onClick={() => change('')} />
        )}
      </search>
      <IconButton icon={Command} label={text.commands} shortcut={`${commandKey} K`} onClick={() => onCommand('')} />
      <IconButton icon={Keyboard} label={text.keys} shortcut="?" onClick={onKeys} />
    </header>
  );
}
