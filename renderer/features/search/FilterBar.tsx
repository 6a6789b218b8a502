import { X } from 'lucide-react';
import type { AssetKind } from '../../../shared/contract/library.ts';
import { assetKinds } from '../../../shared/contract/library.ts';
import styles from './FilterBar.module.css';
import {
  datePresets,
  type FilterTerm,
  filtersOf,
  kindsOf,
  presetOf,
  toggleKind,
  withoutTerm,
  withPreset,
} from './query-edit.ts';
import { useSearchText } from './text.ts';

/** The kinds worth a button of their own. */
const quickKinds: readonly AssetKind[] = assetKinds.filter((kind) => kind !== 'other');

/** The query's filters as chips that can be taken off, and the usual ones to put on. Both change the query's text. */
export function FilterBar({ query, onChange }: { query: string; onChange: (query: string) => void }) {
  const t = useSearchText();
  const now = Date.now();
  const kinds = kindsOf(query);
  const preset = presetOf(query, now);
  const chips = filtersOf(query).filter(({ term }) => !isQuick(term, preset !== null));
  return (
    <div className={styles.bar} role="toolbar" aria-label={t.filters}>
      <div className={styles.kinds} role="group" aria-label={t.kind}>
        {quickKinds.map((kind) => (
          <button
            key={kind}
            type="button"
            className={styles.kind}
            aria-pressed={kinds.has(kind)}
            onClick={() => onChange(toggleKind(query, kind))}
          >
            {t.kinds[kind]}
          </button>
        ))}
      </div>
      <select
        className={styles.date}
        aria-label={t.date}
        value={preset ?? 'custom'}
        onChange={({ currentTarget }) => {
          const chosen = datePresets.find((name) => name === currentTarget.value);
          if (chosen) onChange(withPreset(query, chosen, now));
        }}
      >
        {datePresets.map((name) => (
          <option key={name} value={name}>
            {t.presets[name]}
          </option>
        ))}
        {preset === null && <option value="custom">{t.ownDates}</option>}
      </select>
      {chips.map(({ term, at }) => (
        <span key={at} className={styles.chip}>
          {describeFilter(term)}
          <button
            type="button"
            aria-label={t.removeFilter(describeFilter(term))}
            onClick={() => onChange(withoutTerm(query, at))}
          >
            <X size={12} strokeWidth={2} aria-hidden />
          </button>
        </span>
      ))}
    </div>
  );
}

/** Filters that show in the buttons and the date field need no chip beside them. */
function isQuick(term: FilterTerm, datesArePreset: boolean): boolean {
  if (term.type === 'kind') return !term.negated && term.kind !== 'other';
  return datesArePreset && (term.type === 'before' || term.type === 'after');
}

function describeFilter(term: FilterTerm): string {
  const minus = 'negated' in term && term.negated ? '−' : '';
  // biome-ignore lint/nursery/useExhaustiveSwitchCases: words and phrases are no filters; the compiler checks the rest.
  switch (term.type) {
    case 'kind':
      return `${minus}type: ${term.kind}`;
    case 'tag':
      return `${minus}tag: ${term.tag}`;
    case 'path':
      return `${minus}path: ${term.text}`;
    case 'in':
      return `${minus}in: ${term.folder}`;
    case 'rating':
      return `${minus}${'★'.repeat(term.stars) || 'no stars'}${term.orMore ? ' or more' : ''}`;
    case 'camera':
      return `${minus}camera: ${term.text}`;
    case 'has':
      return `${minus}has: ${term.what}`;
    case 'before':
    case 'after':
      return `${term.type}: ${term.date}`;
  }
}
