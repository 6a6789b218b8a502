import { Dialog } from '@base-ui/react/dialog';
import { MessageSquareText, Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useChat } from '../../features/chat/chat-store.ts';
import { text } from '../text.ts';
import styles from './CommandPalette.module.css';
import { type Command, commandList, matchingCommands } from './commands.ts';

interface CommandPaletteProps {
  open: boolean;
  /** What was typed before it opened. */
  typed: string;
  onKeys: () => void;
  onClose: () => void;
}

/** Every command by its name; what is no command can be searched for or asked. */
export function CommandPalette({ open, typed, onKeys, onClose }: CommandPaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup} aria-label={text.commands}>
          <Palette initial={typed} onKeys={onKeys} onClose={onClose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Palette({ initial, onKeys, onClose }: { initial: string; onKeys: () => void; onClose: () => void }) {
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState(initial);
  const [at, setAt] = useState(0);
  const commands = useMemo(() => commandList({ navigate, onKeys }), [navigate, onKeys]);
  const shown = useMemo(
    () =>
      typed.trim() === '' ? commands : [...matchingCommands(commands, typed), ...otherUses(typed.trim(), navigate)],
    [commands, typed, navigate],
  );
  const selected = shown[Math.min(at, shown.length - 1)];

  useEffect(() => {
    if (selected) document.getElementById(optionId(selected))?.scrollIntoView({ block: 'nearest' });
  }, [selected]);

  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = shown.length - 1;
    if (event.key === 'ArrowDown') setAt(Math.min(last, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key === 'Home' && event.ctrlKey) setAt(0);
    else if (event.key === 'End' && event.ctrlKey) setAt(last);
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(selected);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <input
        className={styles.field}
        role="combobox"
        aria-label={text.commandPlaceholder}
        aria-expanded
        aria-controls="palette-options"
        aria-activedescendant={selected && optionId(selected)}
        placeholder={text.commandPlaceholder}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="palette-options" className={styles.options} role="listbox" aria-label={text.commands}>
        {shown.map((command) => {
          const { id, name, icon: Icon, keys } = command;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys.
            <div
              key={id}
              id={optionId(command)}
              className={styles.option}
              role="option"
              aria-selected={command === selected}
              onClick={() => run(command)}
            >
              <Icon size={16} strokeWidth={1.5} aria-hidden />
              <span>{name}</span>
              {keys && <kbd>{keys}</kbd>}
            </div>
          );
        })}
      </div>
    </>
  );
}

const optionId = ({ id }: Command) => `palette-${id}`;

/** What can be done with words that are no command. */
function otherUses(words: string, navigate: (path: string) => void): Command[] {
  const ask = () => {
    navigate('/chat');
    useChat.getState().show(null);
    useChat.getState().ask(words);
  };
  return [
    {
      id: 'search-for',
      name: `${text.search}: ${words}`,
      icon: Search,
      run: () => navigate(`/search?${new URLSearchParams({ q: words })}`),
    },
    { id: 'ask', name: text.askThis(words), icon: MessageSquareText, run: ask },
  ];
}
