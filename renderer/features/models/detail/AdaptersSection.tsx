import { Layers } from 'lucide-react';
import { useState } from 'react';
import type { Model } from '../../../../shared/contract/models.ts';
import { useFormat } from '../../../app/format.ts';
import { Button } from '../../../components/Button.tsx';
import { shortPath } from '../../../paths/short-path.ts';
import { useModelsText } from '../text.ts';
import styles from './AdaptersSection.module.css';
import { Section } from './Section.tsx';
import { TuneDialog } from './TuneDialog.tsx';

/** What a model was tuned by, and a way to a tuned one. */
export function AdaptersSection({ model }: { model: Model }) {
  const t = useModelsText();
  const format = useFormat();
  const [tuning, setTuning] = useState(false);
  return (
    <Section title={t.adapters}>
      {model.adapters.length === 0 ? (
        <>
          <p className={styles.none}>{t.adaptersNone}</p>
          <div>
            <Button icon={Layers} onClick={() => setTuning(true)}>
              {t.tune}
            </Button>
          </div>
        </>
      ) : (
        <ul className={styles.adapters}>
          {model.adapters.map(({ path, scale, sha256 }) => (
            <li key={`${sha256} ${scale}`}>
              <code title={path}>{shortPath(path, 72)}</code>
              <span>{t.adapterScale(format.number(scale))}</span>
            </li>
          ))}
        </ul>
      )}
      {tuning && <TuneDialog base={model} onClose={() => setTuning(false)} />}
    </Section>
  );
}
