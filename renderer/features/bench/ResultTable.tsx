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
import { type Column, Table } from '../../components/Table.tsx';
import styles from './ResultTable.module.css';
import { useBenchText } from './text.ts';

/** How each model did, with the best of each measure marked. */
export function ResultTable({ results, onUse }: { results: BenchResults; onUse: (row: BenchRow) => void }) {
  const t = useBenchText();
  const shown = taskMeasures[results.task];
  const role = benchRoles[results.task];
  const hasSpeed = results.rows.some((row) => row.tokensPerSecond !== null || row.passagesPerSecond !== null);
  const columns: readonly Column[] = [
    { key: 'model', head: t.model },
    ...shown.map((measure) => ({ key: measure, head: t.measures[measure].name, meaning: t.measures[measure].meaning })),
    { key: 'time', head: t.time, meaning: t.timeMeaning },
    ...(hasSpeed ? [{ key: 'speed', head: t.speed }] : []),
    { key: 'memory', head: t.memory },
    { key: 'failed', head: t.failed },
    { key: 'actions', head: t.actions, headHidden: true, className: styles.action },
  ];
  return (
    <>
      <Table label={t.results} columns={columns} className={styles.table} scrolls>
        {results.rows.map((row) => (
          <tr key={`${row.runId} ${row.entrant}`} data-baseline={row.baseline !== null || undefined}>
            <th scope="row" title={row.name}>
              {row.name}
            </th>
            {shown.map((measure) => (
              <Score key={measure} row={row} measure={measure} best={bestOf(results.rows, measure)} />
            ))}
            <Numbers row={row} hasSpeed={hasSpeed} />
            <td className={styles.action}>
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
      </Table>
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
