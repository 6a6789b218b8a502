import type { BenchResults, BenchRow } from '../../../shared/contract/bench.ts';
import { type Column, Table } from '../../components/Table.tsx';
import styles from './ResultTable.module.css';
import { useBenchText } from './text.ts';

/** The measure that decides, item by item; where models differ most comes first. */
export function ItemTable({ results }: { results: BenchResults }) {
  const t = useBenchText();
  const items = results.items
    .map((item, index) => ({ ...item, index, spread: spreadAt(results.rows, index) }))
    .sort((one, other) => other.spread - one.spread || one.index - other.index);
  const columns: readonly Column[] = [
    { key: 'item', head: t.item, headHidden: true },
    ...results.rows.map(({ runId, entrant, name }) => ({ key: `${runId} ${entrant}`, head: name })),
  ];
  return (
    <details className={styles.items}>
      <summary>{t.items}</summary>
      <p>{t.itemsMeaning}</p>
      <Table label={t.items} columns={columns} className={styles.table} scrolls>
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
      </Table>
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
