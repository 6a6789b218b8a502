import type { SearchResult } from '../../../shared/contract/search.ts';
import styles from './CoverageLine.module.css';
import { useSearchText } from './text.ts';
import { useCoverage } from './use-coverage.ts';

interface CoverageLineProps {
  result: SearchResult | null;
  /** Asks again; null while the result is about the library as it is. */
  onRefresh: (() => void) | null;
}

/** How the library was searched and what of it was not, so that “not found” means something. */
export function CoverageLine({ result, onRefresh }: CoverageLineProps) {
  const t = useSearchText();
  const coverage = useCoverage();
  return (
    <footer className={styles.line}>
      {coverage && coverage.searchable < coverage.assets && (
        <span>
          {t.coverage(coverage.searchable, coverage.assets)}
          {notFindable(coverage.byState).map(([state, count]) => `, ${t.states[state](count)}`)}
        </span>
      )}
      {result && <span>{result.semantic.used ? t.meaningSearched : t.wordsOnly(result.semantic.reason)}</span>}
      {onRefresh && (
        <button type="button" className={styles.refresh} onClick={onRefresh}>
          {t.searchAgain}
        </button>
      )}
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
