import { useFormat } from '../../../app/format.ts';
import { useModelsText } from '../text.ts';
import styles from './TrialSection.module.css';
import type { Trial } from './use-trial.ts';

/** What a model made of its trial so far: its words, then how fast it was, or its numbers and what they mean. */
export function TrialOutcome({ trial, isLoaded }: { trial: Trial; isLoaded: boolean }) {
  const t = useModelsText();
  const { state, text, outcome } = trial;
  const waiting = state === 'running' && text === '';
  return (
    <>
      {waiting && <p className={styles.note}>{isLoaded ? t.trialWaiting : t.trialLoading}</p>}
      {text !== '' && <p className={styles.answer}>{text}</p>}
      {state === 'stopped' && <p className={styles.note}>{t.trialStopped}</p>}
      {outcome && <Numbers outcome={outcome} />}
    </>
  );
}

function Numbers({ outcome }: { outcome: NonNullable<Trial['outcome']> }) {
  const t = useModelsText();
  const format = useFormat();
  const time = t.milliseconds(outcome.milliseconds);
  switch (outcome.type) {
    case 'answered':
      return (
        <Measures
          measures={[
            [t.firstWord, t.milliseconds(outcome.firstMilliseconds)],
            [t.wholeAnswer, time],
            [t.asked, t.tokens(format.number(outcome.promptTokens))],
            [t.answered, t.tokens(format.number(outcome.tokens))],
            ...(outcome.tokensPerSecond > 0
              ? [[t.generation, t.tokensPerSecond(format.number(Math.round(outcome.tokensPerSecond)))] as const]
              : []),
          ]}
        />
      );
    case 'embedded':
      return (
        <>
          <p>{outcome.alike > outcome.unlike ? t.embeddedWell : t.embeddedBadly}</p>
          <Measures
            measures={[
              [t.alike, format.number(outcome.alike)],
              [t.unlike, format.number(outcome.unlike)],
              [t.dimensions, format.number(outcome.dimensions)],
              [t.took, time],
            ]}
          />
        </>
      );
    case 'scored':
      return (
        <>
          <p>{outcome.answering > outcome.other ? t.scoredWell : t.scoredBadly}</p>
          <Measures
            measures={[
              [t.answering, format.number(outcome.answering)],
              [t.other, format.number(outcome.other)],
              [t.took, time],
            ]}
          />
        </>
      );
    case 'transcribed':
      return (
        <>
          <p className={styles.answer}>{outcome.text || t.heardNothing}</p>
          <Measures
            measures={[
              [t.language, outcome.language],
              [t.took, time],
            ]}
          />
        </>
      );
  }
}

function Measures({ measures }: { measures: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl className={styles.measures}>
      {measures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
