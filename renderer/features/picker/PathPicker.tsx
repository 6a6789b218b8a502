import { ArrowUp, House } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { fileExtensions } from '../../../shared/contract/system.ts';
import { text as words } from '../../app/text.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { TextField } from '../../components/TextField.tsx';
import { tellError } from '../../components/toasts.ts';
import { shortPath } from '../../paths/short-path.ts';
import { splitPath } from '../../paths/split-path.ts';
import { EntryList } from './EntryList.tsx';
import styles from './PathPicker.module.css';
import { isFileKind, type PathKind, usePicking } from './pick-path.ts';
import { usePickerText } from './text.ts';
import { typedPath } from './typed-path.ts';
import { homeFolder, useBrowsing } from './use-browsing.ts';

const noFiles: readonly string[] = [];

/** The app's own dialog for a path, for shells without the system's; mounted once. */
export function PathPicker() {
  const t = usePickerText();
  const picking = usePicking((state) => state.picking);
  // The dialog keeps its contents while it closes.
  const [kind, setKind] = useState<PathKind>('folder');
  if (picking && picking.kind !== kind) setKind(picking.kind);
  return (
    <Dialog open={picking !== null} title={t.title[kind]} wide onClose={() => picking?.resolve(null)}>
      {picking && <Picker kind={picking.kind} onPick={picking.resolve} />}
    </Dialog>
  );
}

function Picker({ kind, onPick }: { kind: PathKind; onPick: (path: string | null) => void }) {
  const t = usePickerText();
  const picker = useRef<HTMLDivElement>(null);
  const { place, selected, error, open, start, isFile, select } = useBrowsing(
    isFileKind(kind) ? fileExtensions[kind] : noFiles,
  );
  /** What was typed and not yet gone to. */
  const [draft, setDraft] = useState<string | null>(null);

  const focusList = () => picker.current?.querySelector<HTMLElement>('[role="listbox"]')?.focus();
  const focusField = () => picker.current?.querySelector('input')?.focus();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new picking begins anew.
  useEffect(() => {
    start().then(focusList, () => undefined);
  }, [start]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new folder in sight replaces what was typed.
  useEffect(() => setDraft(null), [place]);

  const go = async (path: string, name?: string) => {
    if (await open(path, name)) focusList();
  };
  const goUp = () => {
    if (place?.parent) void go(place.parent, splitPath(place.path)?.name);
  };
  const openEntry = (index: number) => {
    const entry = place?.entries[index];
    if (entry?.directory) void go(entry.path);
    else if (entry) onPick(entry.path);
  };

  const chosen = place?.entries[selected];
  const target = isFileKind(kind) ? (chosen?.directory ? undefined : chosen?.path) : (chosen ?? place)?.path;

  /** Takes a typed file at once; goes to a typed folder, and takes it too where that is meant. */
  const acceptTyped = async (typed: string, take: boolean) => {
    const home = typed.trim().startsWith('~') ? await homeFolder() : '';
    const path = typedPath(typed, { current: place?.path ?? '', home });
    if (await isFile(path)) return onPick(path);
    const opened = await open(path);
    if (opened && take && !isFileKind(kind)) onPick(opened.path);
    else focusField();
  };
  const accept = (take: boolean) => {
    if (draft !== null) void acceptTyped(draft, take).catch(tellError);
    else if (target !== undefined) onPick(target);
  };
  const onFieldKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') accept(false);
    else if (event.key === 'ArrowDown') focusList();
    else return;
    event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    void acceptTyped(event.clipboardData.getData('text'), false).catch(tellError);
  };

  return (
    <div ref={picker} className={styles.picker} onPaste={onPaste}>
      <div className={styles.path}>
        <IconButton icon={ArrowUp} label={t.goUp} shortcut="Backspace" disabled={!place?.parent} onClick={goUp} />
        <IconButton icon={House} label={t.goHome} onClick={() => void go('')} />
        <TextField
          label={t.path}
          placeholder={t.pathHint}
          value={draft ?? place?.path ?? ''}
          dir="ltr"
          onChange={({ currentTarget }) => setDraft(currentTarget.value)}
          onKeyDown={onFieldKey}
        />
      </div>
      <div className={styles.listing}>
        {error !== null && <ErrorNotice error={error} />}
        <EntryList
          label={t.entries(place?.path ?? '')}
          entries={place?.entries ?? []}
          selected={selected}
          empty={place ? t.empty[kind] : ''}
          onSelect={select}
          onOpen={openEntry}
          onUp={goUp}
          onPath={(begun) => {
            setDraft(begun);
            focusField();
          }}
        />
      </div>
      <div className={styles.foot}>
        <p className={styles.target} title={target} aria-live="polite">
          {draft !== null
            ? t.enterGoes
            : target === undefined
              ? t.chooseFile[kind]
              : t.takes[kind](shortPath(target, 48))}
        </p>
        <Button onClick={() => onPick(null)}>{words.cancel}</Button>
        <Button variant="primary" disabled={draft === null && target === undefined} onClick={() => accept(true)}>
          {t.accept[kind]}
        </Button>
      </div>
      <p className={styles.keys}>{t.keys}</p>
    </div>
  );
}
