import { FolderPlus, Search } from 'lucide-react';
import { useLocation } from 'wouter';
import { parseQuery } from '../../../shared/query.ts';
import { addFolder } from '../../app/actions.ts';
import { text as words } from '../../app/text.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { filtersOf, withoutFilters, withoutProblems } from './query-edit.ts';
import styles from './SearchStates.module.css';
import { useSearchText } from './text.ts';
import { useCoverage } from './use-coverage.ts';

/** Stands where the first results are being fetched. */
export function ResultSkeleton() {
  return (
    <div className={styles.skeleton} aria-hidden>
      {Array.from({ length: 6 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all alike.
        <Skeleton key={index} height={96} />
      ))}
    </div>
  );
}

/** The search language by example, while nothing was asked. */
export function SearchTips({ onTry }: { onTry: (query: string) => void }) {
  const t = useSearchText();
  return (
    <div className={styles.tips}>
      <h1>{t.tipsTitle}</h1>
      <p>{t.tipsIntro}</p>
      <dl>
        {t.tips.map(({ example, meaning }) => (
          <div key={example}>
            <dt>
              <button type="button" onClick={() => onTry(example)}>
                <code>{example}</code>
              </button>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

interface StateProps {
  query: string;
  onChange: (query: string) => void;
}

/** Nothing found: what to try instead, and what could not have been found. */
export function NothingFound({ query, onChange }: StateProps) {
  const t = useSearchText();
  const coverage = useCoverage();
  const [, navigate] = useLocation();
  const filtered = filtersOf(query).length > 0;
  const wanted = parseQuery(query).terms.filter(({ type }) => type === 'word' || type === 'phrase');
  const hasPhrase = wanted.some(({ type }) => type === 'phrase');
  if (coverage?.assets === 0) {
    return (
      <EmptyState icon={Search} title={t.emptyTitle} text={t.emptyText}>
        <Button variant="primary" icon={FolderPlus} onClick={() => void addFolder()}>
          {words.addFolder}
        </Button>
      </EmptyState>
    );
  }
  const hidden = coverage ? coverage.assets - coverage.searchable : 0;
  const pending = coverage?.unfound.pending ?? 0;
  const advice = wanted.length > 0 ? t.tryOther : t.tryWider;
  return (
    <EmptyState
      icon={Search}
      title={t.nothingFound(query)}
      text={`${advice} ${t.hidden(pending, hidden - pending)}`.trim()}
    >
      {filtered && wanted.length > 0 && (
        <Button onClick={() => onChange(withoutFilters(query))}>{t.withoutFilters}</Button>
      )}
      {hidden > 0 && <Button onClick={() => navigate('/library/coverage')}>{t.toCoverage}</Button>}
      {hasPhrase && <Button onClick={() => onChange(query.replaceAll('"', ''))}>{t.withoutQuotes}</Button>}
    </EmptyState>
  );
}

/** A query that could not be answered. */
export function SearchFailed({
  error,
  query,
  onChange,
  onRetry,
}: StateProps & { error: unknown; onRetry: () => void }) {
  const t = useSearchText();
  const correctable = parseQuery(query).problems.length > 0;
  return (
    <div className={styles.failed}>
      <ErrorNotice error={error} {...(correctable ? {} : { onRetry })}>
        {correctable && <Button onClick={() => onChange(withoutProblems(query))}>{t.leaveItOut}</Button>}
      </ErrorNotice>
    </div>
  );
}
