import type { BenchResults, BenchRow } from '../../../shared/contract/bench.ts';
import styles from './ResultTable.module.css';
import { useBenchText } from './text.ts';

/** The measure that decides, item by item; where models differ most comes first. */
export function ItemTable({ results }: { results: BenchResults }) {
  const t = useBenchText();
  const items = results.items
    .map((item, index) => ({ ...item, index, spread: spreadAt(results.rows, index) }))
    .sort((one, other) => other.spread - one.spread || one.index - other.index);
  return (
    <details className={styles.items}>
      <summary>{t.items}</summary>
      <p>{t.itemsMeaning}</p>
      <div className={styles.frame}>
        <table className={styles.table} aria-label={t.items}>
          <thead>
            <tr>
              <td />
              {results.rows.map(({ runId, entrant, name }) => (
                <th key={`${runId} ${entrant}`} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map(({ index, label, name }) => (
              <tr key={index}>
                <th scope="row" title={name === label ? label : `${label} – ${name}`}>
                  {label}
                </th>
                {results.rows.map((row) => (
                  <td key={`${row.runId} ${row.entrant}`}>{cellAt(row, index, t.score)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function cellAt({ scores }: BenchRow, index: number, written: (score: number) => string): string {
  const value = scores[index];
  return typeof value === 'number' ? written(value) : '–';
}

function spreadAt(rows: readonly BenchRow[], index: number): number {
  const values = rows.flatMap(({ baseline, scores }) => (baseline === null ? (scores[index] ?? []) : []));
  return values.length < 2 ? 0 : Math.max(...values) - Math.min(...values);
}
