import type { AssetSummary } from '../../../shared/contract/library.ts';
import { useFormat } from '../../app/format.ts';
import { text as words } from '../../app/text.ts';
import { Fact, Facts } from '../../components/Facts.tsx';
import { useLastKnown } from '../../components/use-last-known.ts';
import { host, useQuery } from '../../rpc.ts';
import { Tags } from '../viewer/inspector/Tags.tsx';
import styles from './SelectionSummary.module.css';
import { summarise } from './summarise.ts';
import { useLibraryText } from './text.ts';

/** Of more assets than this the tags are not told. */
const MOST_TAGGED = 2000;

/** What several selected assets are together, and their tags, to add to and take from all of them. */
export function SelectionSummary({ selected, version }: { selected: readonly AssetSummary[]; version: number }) {
  const t = useLibraryText();
  const format = useFormat();
  const { kinds, states, size, first, last } = summarise(selected);
  const dates = [...new Set([format.date(first), format.date(last)])];
  return (
    <aside className={styles.summary} aria-label={t.inspector}>
      <h2>{t.items(selected.length)}</h2>
      <section className={styles.section}>
        <Facts>
          <Fact label={t.kinds}>{kinds.map(({ value, count }) => t.ofKind(value, count)).join(', ')}</Fact>
          <Fact label={t.months}>{dates.join(' – ')}</Fact>
          <Fact label={t.sorts.size}>{format.bytes(size)}</Fact>
          <Fact label={t.states}>
            {states.map(({ value, count }) => words.unfound(format.number(count), value)).join(', ')}
          </Fact>
        </Facts>
      </section>
      {selected.length <= MOST_TAGGED && (
        <section className={styles.section}>
          <h3>{t.tagsOfAll}</h3>
          <SelectionTags ids={selected.map(({ id }) => id)} version={version} />
        </section>
      )}
    </aside>
  );
}

function SelectionTags({ ids, version }: { ids: readonly string[]; version: number }) {
  const { data, reload } = useQuery(['tags of', ids], () => host.library.tagsOf({ ids: [...ids] }), version);
  const known = useLastKnown(data);
  return <Tags ids={ids} tags={known ?? []} origins={[]} onChange={reload} />;
}
