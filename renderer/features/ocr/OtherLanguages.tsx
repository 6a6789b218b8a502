import { Pencil, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { OcrLanguages, OcrScope } from '../../../shared/contract/ocr.ts';
import { useSession } from '../../app/session.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Panel, PanelRow } from '../../components/Panel.tsx';
import { TagField } from '../../components/TagField.tsx';
import { tellError } from '../../components/toasts.ts';
import { shortPath } from '../../paths/short-path.ts';
import { host, useQuery } from '../../rpc.ts';
import { pickPath } from '../picker/pick-path.ts';
import { LanguagesDialog } from './LanguagesDialog.tsx';
import styles from './OtherLanguages.module.css';
import { keyOf } from './scope.ts';
import { useOcrText } from './text.ts';
import { useLanguagesText } from './use-languages-text.ts';

/** What languages are chosen for, with the name of a file. */
interface Narrow {
  scope: Exclude<OcrScope, { scope: 'library' }>;
  file: string;
}

/** The languages that are chosen for folders, tags and files, with ways to choose more. */
export function OtherLanguages() {
  const t = useOcrText();
  const version = useSession((session) => session.libraryVersion);
  const { data: choices, reload } = useQuery(['ocr choices'], () => host.ocr.choices(), version);
  const [editing, setEditing] = useState<Narrow | null>(null);
  const [naming, setNaming] = useState(false);
  const others = (choices ?? []).flatMap(({ scope, ...choice }) =>
    scope.scope === 'library' ? [] : [{ scope, ...choice }],
  );

  const chooseFolder = async () => {
    try {
      const path = await pickPath('folder');
      if (path !== null) setEditing({ scope: { scope: 'folder', path }, file: '' });
    } catch (error) {
      tellError(error);
    }
  };
  return (
    <>
      <h3>{t.others}</h3>
      <p className={styles.effect}>{t.othersEffect}</p>
      {others.length > 0 && (
        <Panel label={t.others}>
          {others.map((choice) => (
            <Choice key={keyOf(choice.scope)} {...choice} onEdit={() => setEditing(choice)} onChange={reload} />
          ))}
        </Panel>
      )}
      <div className={styles.actions}>
        <Button onClick={() => void chooseFolder()}>{t.forFolder}</Button>
        <Button onClick={() => setNaming(true)}>{t.forTag}</Button>
      </div>
      {naming && (
        <TagDialog
          onChoose={(tag) => {
            setNaming(false);
            setEditing({ scope: { scope: 'tag', tag }, file: '' });
          }}
          onClose={() => setNaming(false)}
        />
      )}
      {editing && (
        <LanguagesDialog
          scope={editing.scope}
          name={nameOf(editing)}
          onClose={() => {
            setEditing(null);
            reload();
          }}
        />
      )}
    </>
  );
}

interface ChoiceProps extends Narrow {
  languages: OcrLanguages;
  onEdit: () => void;
  onChange: () => void;
}

function Choice({ scope, file, languages, onEdit, onChange }: ChoiceProps) {
  const t = useOcrText();
  const textOf = useLanguagesText();
  const name = scope.scope === 'tag' ? t.tagChosen(scope.tag) : nameOf({ scope, file });
  const takeBack = async () => {
    try {
      await host.ocr.choose({ scope, languages: null });
      onChange();
    } catch (error) {
      tellError(error);
    }
  };
  return (
    <PanelRow title={name} text={textOf(languages)}>
      <IconButton icon={Pencil} label={t.edit(name)} onClick={onEdit} />
      <IconButton icon={X} label={t.takeBack(name)} onClick={() => void takeBack()} />
    </PanelRow>
  );
}

function TagDialog({ onChoose, onClose }: { onChoose: (tag: string) => void; onClose: () => void }) {
  const t = useOcrText();
  const [tag, setTag] = useState('');
  const { data: facets } = useQuery(['tags'], () => host.library.facets({ filter: {} }));
  const choose = (event: FormEvent) => {
    event.preventDefault();
    if (tag.trim() !== '') onChoose(tag.trim());
  };
  return (
    <Dialog open title={t.whichTag} onClose={onClose}>
      <form className={styles.form} onSubmit={choose}>
        <TagField label={t.tag} value={tag} tags={facets?.tags.map(({ value }) => value) ?? []} onChange={setTag} />
        <Button type="submit" variant="primary" disabled={tag.trim() === ''}>
          {t.next}
        </Button>
      </form>
    </Dialog>
  );
}

function nameOf({ scope, file }: Narrow): string {
  switch (scope.scope) {
    case 'folder':
      return shortPath(scope.path, 64);
    case 'tag':
      return scope.tag;
    case 'file':
      return file;
  }
}
