import { ChevronDown, ChevronRight, Plus } from 'lucide-react';
import { useState } from 'react';
import type { AssetFilter, AssetKind, AssetState, Facet } from '../../../../shared/contract/library.ts';
import { useFormat } from '../../../app/format.ts';
import { Button } from '../../../components/Button.tsx';
import { KindIcon } from '../../../components/KindIcon.tsx';
import { useLastKnown } from '../../../components/use-last-known.ts';
import { host, useQuery } from '../../../rpc.ts';
import { addTag } from '../asset-actions.ts';
import { dropTarget, useDragging } from '../dragging.ts';
import { activeFilters, changeView, useLibraryView } from '../library-store.ts';
import { useSelection } from '../selection.ts';
import { useLibraryText } from '../text.ts';
import { Choice } from './Choice.tsx';
import { FolderTree } from './FolderTree.tsx';
import { LanguagesMenu } from './LanguagesMenu.tsx';
import { Overview } from './Overview.tsx';
import { Section } from './Section.tsx';
import styles from './Sidebar.module.css';

/** The facets that narrow the listing, each with its count under the others. */
export function Sidebar({ version, onNewTag }: { version: number; onNewTag: () => void }) {
  const t = useLibraryText();
  const format = useFormat();
  const filter = useLibraryView((view) => view.filter);
  const dragging = useDragging((state) => state.dragging);
  const { data } = useQuery(['facets', filter], () => host.library.facets({ filter }), version);
  const shown = useLastKnown(data);

  const narrow = (change: Partial<AssetFilter>) => changeView({ filter: { ...filter, ...change } });
  const toggleIn = <T extends string>(values: readonly T[] | undefined, value: T): T[] | undefined => {
    const next = values?.includes(value) ? values.filter((other) => other !== value) : [...(values ?? []), value];
    return next.length > 0 ? next : undefined;
  };

  return (
    <nav className={styles.sidebar} aria-label={t.filters}>
      <Overview version={version} />
      {activeFilters(filter) > 0 && (
        <div className={styles.clear}>
          <Button variant="quiet" onClick={() => changeView({ filter: {} })}>
            {t.clearFilters}
          </Button>
        </div>
      )}
      {shown && (
        <>
          <Section title={t.kinds} empty={shown.kinds.length === 0}>
            {shown.kinds.map(({ value, count }) => (
              <Choice
                key={value}
                icon={<KindIcon kind={value as AssetKind} />}
                name={t.kindNames[value as AssetKind]}
                count={format.number(count)}
                pressed={filter.kinds?.includes(value as AssetKind) ?? false}
                onClick={() => narrow({ kinds: toggleIn(filter.kinds, value as AssetKind) })}
              />
            ))}
          </Section>
          <FolderTree filter={filter} version={version} onChoose={(folder) => narrow({ folder })} />
          <Section title={t.tags} empty={shown.tags.length === 0}>
            {shown.tags.map(({ value, count }) => (
              <LanguagesMenu key={value} scope={{ scope: 'tag', tag: value }} name={value}>
                <Choice
                  name={value}
                  count={format.number(count)}
                  pressed={filter.tag === value}
                  onClick={() => narrow({ tag: filter.tag === value ? undefined : value })}
                  drop={dropTarget(() => void addTag([...useSelection.getState().assets.values()], value, t))}
                />
              </LanguagesMenu>
            ))}
          </Section>
          <Section title={t.months} empty={shown.months.length === 0}>
            <Months facets={shown.months} chosen={filter.month} onChoose={(month) => narrow({ month })} />
          </Section>
          <Section title={t.states} empty={shown.states.length === 0 && filter.found === undefined}>
            {filter.found !== undefined && (
              <Choice
                name={filter.found ? t.found : t.unfound}
                count=""
                pressed
                onClick={() => narrow({ found: undefined })}
              />
            )}
            {shown.states.map(({ value, count }) => (
              <Choice
                key={value}
                name={t.stateNames[value as AssetState]}
                count={format.number(count)}
                pressed={filter.states?.includes(value as AssetState) ?? false}
                onClick={() => narrow({ states: toggleIn(filter.states, value as AssetState) })}
              />
            ))}
          </Section>
        </>
      )}
      {dragging && (
        <div className={styles.newTag} {...dropTarget(onNewTag)}>
          <Plus size={16} strokeWidth={1.5} aria-hidden />
          {t.newTag}
        </div>
      )}
    </nav>
  );
}

/** Years that open into their months. */
function Months({
  facets,
  chosen,
  onChoose,
}: {
  facets: readonly Facet[];
  chosen: string | undefined;
  onChoose: (month: string | undefined) => void;
}) {
  const format = useFormat();
  const [openYears, setOpenYears] = useState<ReadonlySet<string>>(new Set());
  const years = Map.groupBy(facets, ({ value }) => value.slice(0, 4));
  return [...years].map(([year, months]) => {
    const open = years.size === 1 || openYears.has(year) || chosen?.startsWith(year);
    const Arrow = open ? ChevronDown : ChevronRight;
    const toggle = () => {
      const next = new Set(openYears);
      if (!next.delete(year)) next.add(year);
      setOpenYears(next);
    };
    return (
      <div key={year}>
        <button type="button" className={styles.year} aria-expanded={open} onClick={toggle}>
          <Arrow size={14} strokeWidth={1.5} aria-hidden />
          <span className={styles.name}>{year}</span>
          <span className={styles.count}>{format.number(months.reduce((sum, { count }) => sum + count, 0))}</span>
        </button>
        {open &&
          months.map(({ value, count }) => (
            <div key={value} className={styles.month}>
              <Choice
                name={format.month(value)}
                count={format.number(count)}
                pressed={chosen === value}
                onClick={() => onChoose(chosen === value ? undefined : value)}
              />
            </div>
          ))}
      </div>
    );
  });
}
