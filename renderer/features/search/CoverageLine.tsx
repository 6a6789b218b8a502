import type { SearchResult } from '../../../shared/contract/search.ts';
import { useFormat } from '../../app/format.ts';
import { text as words } from '../../app/text.ts';
import { unfoundParts } from '../../app/unfound.ts';
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
  const format = useFormat();
  const coverage = useCoverage();
  return (
    <footer className={styles.line}>
      {coverage && coverage.searchable < coverage.assets && (
        <span>
          {t.coverage(coverage.searchable, coverage.assets)}
          {unfoundParts(coverage).map(({ state, count }) => `, ${words.unfound(format.number(count), state)}`)}
        </span>
      )}
      {result && <span>{howSearched(result, t)}</span>}
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

function howSearched({ groups, semantic }: SearchResult, t: ReturnType<typeof useSearchText>): string {
  if (groups[0]?.hits[0]?.foundBy === 'filters') return t.filtersOnly;
  return semantic.used ? t.meaningSearched : t.wordsOnly(semantic.reason);
}
