import { Check, FolderPlus, Library, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { addFolder, addSample } from '../../app/actions.ts';
import { useSession } from '../../app/session.ts';
import { ReadingProgress } from './ReadingProgress.tsx';
import styles from './SourceStep.module.css';
import { useWelcomeText } from './text.ts';

/** The sample or a folder, and how its reading goes. */
export function SourceStep() {
  const t = useWelcomeText();
  const sampleAdded = useSession((session) => session.info?.sampleAdded ?? false);
  const hasAssets = useSession((session) => (session.coverage?.assets ?? 0) > 0);
  return (
    <>
      <div className={styles.choices}>
        <Choice
          icon={sampleAdded ? Check : Library}
          title={sampleAdded ? t.sampleAdded : t.sampleTitle}
          text={t.sampleText}
          disabled={sampleAdded}
          onChoose={addSample}
        />
        <Choice
          icon={FolderPlus}
          title={hasAssets ? t.folderMore : t.folderTitle}
          text={t.folderText}
          disabled={false}
          onChoose={addFolder}
        />
      </div>
      <ReadingProgress />
    </>
  );
}

interface ChoiceProps {
  icon: LucideIcon;
  title: string;
  text: string;
  disabled: boolean;
  onChoose: () => Promise<unknown>;
}

function Choice({ icon: Icon, title, text, disabled, onChoose }: ChoiceProps) {
  const [busy, setBusy] = useState(false);
  const choose = async () => {
    setBusy(true);
    await onChoose();
    setBusy(false);
  };
  return (
    <button type="button" className={styles.choice} disabled={disabled || busy} onClick={() => void choose()}>
      <Icon size={20} strokeWidth={1.5} aria-hidden />
      <span className={styles.title}>{title}</span>
      <span className={styles.text}>{text}</span>
    </button>
  );
}
