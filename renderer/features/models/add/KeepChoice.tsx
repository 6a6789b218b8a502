import { SegmentedControl } from '../../../components/SegmentedControl.tsx';
import { useModelsText } from '../text.ts';
import styles from './KeepChoice.module.css';

export interface KeepChoiceProps {
  /** Whether a copy in the library is made. */
  copy: boolean;
  onCopy: (copy: boolean) => void;
}

/** Whether a file is used where it lies or copied into the library. */
export function KeepChoice({ copy, onCopy }: KeepChoiceProps) {
  const t = useModelsText();
  const value = copy ? 'copy' : 'leave';
  return (
    <div className={styles.choice}>
      <SegmentedControl
        label={t.keep}
        value={value}
        options={(['leave', 'copy'] as const).map((each) => ({ value: each, text: t.keeps[each] }))}
        onChange={(each) => onCopy(each === 'copy')}
      />
      <p className={styles.effect}>{t.keepEffect[value]}</p>
    </div>
  );
}
