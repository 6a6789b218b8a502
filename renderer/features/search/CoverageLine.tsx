import type { SearchResult } from '../../../shared/contract/search.ts';
import styles from './CoverageLine.module.css';
import { useSearchText } from './text.ts';
import { useCoverage } from './use-coverage.ts';

/** How much of the library was searched and how, so that “not found” means something. */
export function CoverageLine({ result }: { result: SearchResult | null }) {
  const t = useSearchText();
  const coverage = useCoverage();
  return (
    <footer className={styles.line}>
      {coverage && (
        <span>
          {t.coverage(coverage.searchable, coverage.assets)}
          {notFindable(coverage.byState).map(([state, count]) => `, ${t.states[state](count)}`)}
        </span>
      )}
      {result && <span>{result.semantic.used ? t.meaningSearched : t.wordsOnly(result.semantic.reason)}</span>}
      {result && (
        <span className={styles.timing}>{t.answered(result.groups.length, result.more, result.milliseconds)}</span>
      )}
    </footer>
  );
}

const unfindable = ['pending', 'failed', 'quarantined', 'unsupported', 'empty'] as const;

/** The states, with their counts, of assets that no search finds by content. */
function notFindable(byState: Record<string, number>): [(typeof unfindable)[number], number][] {
  return unfindable.flatMap((state) => {
    const count = byState[state] ?? 0;
    return count > 0 ? [[state, count]] : [];
  });
}
