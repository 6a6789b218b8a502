import {
  type BenchResults,
  type BenchRow,
  benchRoles,
  lowerIsBetter,
  type Measure,
  taskMeasures,
} from '../../../shared/contract/bench.ts';
import { useFormat } from '../../app/format.ts';
import { Button } from '../../components/Button.tsx';
import styles from './ResultTable.module.css';
import { useBenchText } from './text.ts';

/** How each model did, with the best of each measure marked. */
export function ResultTable({ results, onUse }: { results: BenchResults; onUse: (row: BenchRow) => void }) {
  const t = useBenchText();
  const shown = taskMeasures[results.task];
  const role = benchRoles[results.task];
  const hasSpeed = results.rows.some((row) => row.tokensPerSecond !== null || row.passagesPerSecond !== null);
  return (
    <>
      <div className={styles.frame}>
        <table className={styles.table} aria-label={t.results}>
          <thead>
            <tr>
              <th scope="col">{t.model}</th>
              {shown.map((measure) => (
                <th key={measure} scope="col" title={t.measures[measure].meaning}>
                  {t.measures[measure].name}
                </th>
              ))}
              <th scope="col" title={t.timeMeaning}>
                {t.time}
              </th>
              {hasSpeed && <th scope="col">{t.speed}</th>}
              <th scope="col">{t.memory}</th>
              <th scope="col">{t.failed}</th>
              <td data-action />
            </tr>
          </thead>
          <tbody>
            {results.rows.map((row) => (
              <tr key={`${row.runId} ${row.entrant}`} data-baseline={row.baseline !== null || undefined}>
                <th scope="row" title={row.name}>
                  {row.name}
                </th>
                {shown.map((measure) => (
                  <Score key={measure} row={row} measure={measure} best={bestOf(results.rows, measure)} />
                ))}
                <Numbers row={row} hasSpeed={hasSpeed} />
                <td data-action>
                  {row.baseline === null &&
                    (row.available ? (
                      <Button aria-label={t.giveLabel(row.name, role)} onClick={() => onUse(row)}>
                        {t.give}
                      </Button>
                    ) : (
                      <span className={styles.faint}>{t.removed}</span>
                    ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Failures rows={results.rows} />
    </>
  );
}

function Score({ row, measure, best }: { row: BenchRow; measure: Measure; best: number | null }) {
  const t = useBenchText();
  const value = row.measures[measure] ?? null;
  return <td data-best={(value !== null && value === best) || undefined}>{value === null ? '–' : t.score(value)}</td>;
}

function Numbers({ row, hasSpeed }: { row: BenchRow; hasSpeed: boolean }) {
  const t = useBenchText();
  const format = useFormat();
  const { p50, p95, tokensPerSecond, passagesPerSecond, memory, failures } = row;
  const speed =
    tokensPerSecond !== null
      ? t.tokens(tokensPerSecond)
      : passagesPerSecond !== null
        ? t.passages(passagesPerSecond)
        : '–';
  return (
    <>
      <td>{p50 === null || p95 === null ? '–' : t.times(t.milliseconds(p50), t.milliseconds(p95))}</td>
      {hasSpeed && <td>{speed}</td>}
      <td>{memory === null ? '–' : format.bytes(memory)}</td>
      <td data-failed={failures.length > 0 || undefined}>{failures.length}</td>
    </>
  );
}

function bestOf(rows: readonly BenchRow[], measure: Measure): number | null {
  const values = rows.flatMap((row) => row.measures[measure] ?? []);
  if (values.length < 2) return null;
  return lowerIsBetter(measure) ? Math.min(...values) : Math.max(...values);
}

/** Why items failed, each reason once a model. */
function Failures({ rows }: { rows: readonly BenchRow[] }) {
  const t = useBenchText();
  const failed = rows.flatMap(({ name, failures }) =>
    [...Map.groupBy(failures, ({ reason }) => reason)].map(([reason, { length }]) => ({ name, reason, length })),
  );
  if (failed.length === 0) return null;
  return (
    <section aria-label={t.whyFailed} className={styles.failures}>
      <h3>{t.whyFailed}</h3>
      <ul>
        {failed.map(({ name, reason, length }) => (
          <li key={`${name} ${reason}`}>
            {name}, {t.failures(length)}: {reason}
          </li>
        ))}
      </ul>
    </section>
  );
}
