import { useState } from 'react';
import type { OcrChoice, OcrLanguages, OcrScope, OutdatedPages } from '../../../shared/contract/ocr.ts';
import { useSession } from '../../app/session.ts';
import { text } from '../../app/text.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { SegmentedControl } from '../../components/SegmentedControl.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { tell, tellError } from '../../components/toasts.ts';
import { host, useQuery } from '../../rpc.ts';
import { LanguageList } from './LanguageList.tsx';
import styles from './LanguagesDialog.module.css';
import { readPagesAgain } from './read-pages-again.ts';
import { isSameScope } from './scope.ts';
import { useOcrText } from './text.ts';

interface LanguagesDialogProps {
  scope: Exclude<OcrScope, { scope: 'library' }>;
  /** What people call it. */
  name: string;
  onClose: () => void;
}

type Way = 'inherit' | 'named' | 'automatic';

/** In which languages the scans of a folder, a tag or a file are read; then, whether they are read again. */
export function LanguagesDialog({ scope, name, onClose }: LanguagesDialogProps) {
  const t = useOcrText();
  const { data: choices } = useQuery(['ocr choices'], () => host.ocr.choices());
  const [outdated, setOutdated] = useState<OutdatedPages | null>(null);
  const save = async (languages: OcrLanguages | null) => {
    try {
      const found = await host.ocr.choose({ scope, languages });
      if (found.pages > 0) return setOutdated(found);
      tell(t.saved);
      onClose();
    } catch (error) {
      tellError(error);
    }
  };
  return (
    <Dialog open title={t.languagesFor(scope, name)} onClose={onClose}>
      {outdated ? (
        <>
          <p className={styles.text} role="status">
            {t.outdated(outdated.pages, outdated.files)}
          </p>
          <div className={styles.actions}>
            <Button onClick={onClose}>{t.notNow}</Button>
            <Button
              variant="primary"
              onClick={() => {
                void readPagesAgain(scope, t);
                onClose();
              }}
            >
              {t.readAgain(outdated.pages)}
            </Button>
          </div>
        </>
      ) : choices ? (
        <Choosing scope={scope} choices={choices} onSave={save} onClose={onClose} />
      ) : (
        <Skeleton height={160} />
      )}
    </Dialog>
  );
}

interface ChoosingProps {
  scope: OcrScope;
  choices: readonly OcrChoice[];
  onSave: (languages: OcrLanguages | null) => Promise<void>;
  onClose: () => void;
}

function Choosing({ scope, choices, onSave, onClose }: ChoosingProps) {
  const t = useOcrText();
  const ofLibrary = useSession((session) => session.settings?.ocrLanguages) ?? [];
  const own = choices.find((choice) => isSameScope(choice.scope, scope))?.languages;
  const [way, setWay] = useState<Way>(own === undefined ? 'inherit' : own === 'automatic' ? own : 'named');
  const [named, setNamed] = useState<readonly string[]>(own === undefined || own === 'automatic' ? ofLibrary : own);
  const chosen = { inherit: null, automatic: 'automatic' as const, named: [...named] }[way];
  return (
    <>
      <SegmentedControl
        label={t.how}
        value={way}
        options={(['inherit', 'named', 'automatic'] as const).map((value) => ({ value, text: t.ways[value] }))}
        onChange={setWay}
      />
      <p className={styles.text}>{t.wayEffects[way]}</p>
      {way === 'named' && <LanguageList chosen={named} onChange={setNamed} />}
      <div className={styles.actions}>
        <Button onClick={onClose}>{text.cancel}</Button>
        <Button variant="primary" onClick={() => void onSave(chosen)}>
          {t.save}
        </Button>
      </div>
    </>
  );
}
