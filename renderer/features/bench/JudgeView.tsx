import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { type BenchPair, type Judgement, verdicts } from '../../../shared/contract/bench.ts';
import { text as words } from '../../app/text.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { tellError } from '../../components/toasts.ts';
import { host, useQuery } from '../../rpc.ts';
import styles from './JudgeView.module.css';
import { useBenchText } from './text.ts';

/** Answers two by two, to be judged before it is told whose they are. */
export function JudgeView({ runId, onClose }: { runId: number; onClose: () => void }) {
  const t = useBenchText();
  const { data, error, reload } = useQuery(['bench pairs', runId], () => host.bench.pairs({ runId }));
  const [judged, setJudged] = useState<readonly BenchPair[]>([]);
  const [moved, setMoved] = useState<number | null>(null);
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  if (!data) return <Skeleton height={320} />;

  const pairs = data.map((pair) => judged.find((other) => isSame(pair, other)) ?? pair);
  // Begins where judging was left off.
  const first = Math.max(
    0,
    data.findIndex((pair) => pair.judged === null),
  );
  const at = moved ?? first;
  const pair = pairs[at];
  const judge = async (judgement: Judgement) => {
    if (!pair) return;
    try {
      const { item, pair: number } = pair;
      const kept = await host.bench.judge({ runId, item, pair: number, judgement });
      setMoved(at);
      setJudged((before) => [...before.filter((other) => !isSame(kept, other)), kept]);
    } catch (thrown) {
      tellError(thrown);
    }
  };

  return (
    <section className={styles.judge} aria-label={t.judge}>
      <header className={styles.head}>
        <p>{t.judgeText}</p>
        <span className={styles.count}>{t.judged(pairs.filter((each) => each.judged).length, pairs.length)}</span>
        <IconButton icon={ChevronLeft} label={t.previous} disabled={at === 0} onClick={() => setMoved(at - 1)} />
        <IconButton
          icon={ChevronRight}
          label={t.next}
          disabled={at >= pairs.length - 1}
          onClick={() => setMoved(at + 1)}
        />
        <Button onClick={onClose}>{words.close}</Button>
      </header>
      {pair ? <Pair pair={pair} onJudge={(judgement) => void judge(judgement)} /> : <p>{t.nothingToJudge}</p>}
    </section>
  );
}

const isSame = (one: BenchPair, other: BenchPair) => one.item === other.item && one.pair === other.pair;

function Pair({ pair, onJudge }: { pair: BenchPair; onJudge: (judgement: Judgement) => void }) {
  const t = useBenchText();
  const { question, sources, left, right, judged } = pair;
  return (
    <>
      <h2 dir="auto">{question}</h2>
      <div className={styles.answers}>
        <Answer label={t.left} name={judged?.left} text={left} chosen={judged?.judgement === 'left'} />
        <Answer label={t.right} name={judged?.right} text={right} chosen={judged?.judgement === 'right'} />
      </div>
      <div className={styles.verdicts}>
        {verdicts.map((judgement) => (
          <Button
            key={judgement}
            aria-pressed={judged?.judgement === judgement}
            variant={judged?.judgement === judgement ? 'primary' : 'default'}
            onClick={() => onJudge(judgement)}
          >
            {t.judgements[judgement]}
          </Button>
        ))}
      </div>
      <details>
        <summary>{t.passagesGiven(sources.length)}</summary>
        <ol className={styles.sources}>
          {sources.map(({ n, name, text }) => (
            <li key={n}>
              <strong>
                [{n}] {name}
              </strong>
              <p dir="auto">{text}</p>
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}

interface AnswerProps {
  label: string;
  /** Told once the pair was judged. */
  name: string | undefined;
  text: string;
  chosen: boolean;
}

function Answer({ label, name, text, chosen }: AnswerProps) {
  return (
    <article className={styles.answer} aria-label={label} data-chosen={chosen || undefined}>
      <p dir="auto">{text}</p>
      <footer>{name ?? ' '}</footer>
    </article>
  );
}
