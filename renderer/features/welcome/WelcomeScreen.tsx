import { useState } from 'react';
import { useLocation } from 'wouter';
import { updateSettings, useSession } from '../../app/session.ts';
import { useTitle } from '../../app/use-title.ts';
import { Button } from '../../components/Button.tsx';
import { Examples } from './Examples.tsx';
import { ModelStep } from './ModelStep.tsx';
import { SourceStep } from './SourceStep.tsx';
import { Step } from './Step.tsx';
import { useWelcomeText } from './text.ts';
import styles from './WelcomeScreen.module.css';

/** The first-run path: something to read, perhaps a model, and off. */
export function WelcomeScreen() {
  const t = useWelcomeText();
  useTitle(t.welcome);
  const [, navigate] = useLocation();
  const { coverage, models, info } = useSession();
  const [leaving, setLeaving] = useState(false);
  const hasSource = coverage !== null && coverage.assets > 0;

  /** Ends the first-run path for good and goes on to a screen. */
  const leave = async (path: string) => {
    setLeaving(true);
    await updateSettings({ welcomed: true });
    navigate(path);
  };

  return (
    <main className={styles.screen} aria-label={t.welcome}>
      <div className={styles.view}>
        <div className={styles.column}>
          <header>
            <h1>{t.title}</h1>
            <p className={styles.intro}>{t.intro}</p>
          </header>
          <ol className={styles.steps}>
            <Step number={1} title={t.folderStep} done={hasSource}>
              <SourceStep />
            </Step>
            <Step
              number={2}
              title={t.modelStep}
              note={t.optional}
              done={models?.some(({ serves }) => serves.length > 0) ?? false}
            >
              <ModelStep />
            </Step>
            <Step number={3} title={t.goStep} done={false}>
              <p className={styles.go}>{t.goText}</p>
              {info?.sampleAdded && <Examples onLeave={leave} />}
            </Step>
          </ol>
        </div>
      </div>
      <footer className={styles.foot}>
        <div className={styles.bar}>
          <p className={styles.later}>{t.later}</p>
          <Button variant={hasSource ? 'primary' : 'default'} disabled={leaving} onClick={() => void leave('/library')}>
            {hasSource ? t.finish : t.skip}
          </Button>
        </div>
      </footer>
    </main>
  );
}
