import { PackagePlus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { addModel } from '../../app/actions.ts';
import { useSession } from '../../app/session.ts';
import { text as words } from '../../app/text.ts';
import { Button } from '../../components/Button.tsx';
import styles from './ModelStep.module.css';
import { useWelcomeText } from './text.ts';

/** The roles that make the most difference at first. */
const introduced = ['chat', 'embedding'] as const;

/** What models are for, and a way to add one. */
export function ModelStep() {
  const t = useWelcomeText();
  const models = useSession((session) => session.models);
  const [adding, setAdding] = useState(false);
  const add = async () => {
    setAdding(true);
    await addModel();
    setAdding(false);
  };
  return (
    <>
      <p className={styles.text}>{t.modelText}</p>
      <dl className={styles.roles}>
        {introduced.map((role) => {
          const serving = models?.find((model) => model.serves.includes(role));
          return (
            <div key={role}>
              <dt>{t.roles[role].name}</dt>
              <dd>
                {serving ? <span className={styles.serving}>{t.serving(serving.name)}</span> : t.roles[role].does}
              </dd>
            </div>
          );
        })}
      </dl>
      <div className={styles.ways}>
        <Button icon={PackagePlus} disabled={adding} onClick={() => void add()}>
          {adding ? t.addingModel : models?.length ? t.moreModels : words.addModel}
        </Button>
        <Link href="/models/add">{t.otherModels}</Link>
      </div>
    </>
  );
}
