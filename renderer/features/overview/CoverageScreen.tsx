import { useLocation } from 'wouter';
import type { AssetFilter, Coverage, Inventory } from '../../../shared/contract/library.ts';
import { useFormat } from '../../app/format.ts';
import { useSession } from '../../app/session.ts';
import { useTitle } from '../../app/use-title.ts';
import { Button } from '../../components/Button.tsx';
import { PageHead, SubPage } from '../../components/Page.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { host, useQuery } from '../../rpc.ts';
import { changeView } from '../library/library-store.ts';
import styles from './CoverageScreen.module.css';
import { coverageParts, waitingFiles } from './coverage-parts.ts';
import { useOverviewText } from './text.ts';

/** How much of the library can be found, and what became of every file. */
export function CoverageScreen() {
  const t = useOverviewText();
  useTitle(t.coverage);
  const coverage = useSession((session) => session.coverage);
  const version = useSession((session) => session.libraryVersion);
  const { data: inventory } = useQuery(['inventory'], () => host.library.inventory(), version);
  return (
    <SubPage label={t.coverage} width={816} parent={{ href: '/library', name: t.library }}>
      <PageHead title={t.coverage} text={t.coverageText} />
      {coverage ? (
        <>
          <ByContent coverage={coverage} />
          <ByMeaning coverage={coverage} />
          {inventory ? <Files coverage={coverage} inventory={inventory} /> : <Skeleton height={160} />}
        </>
      ) : (
        <Skeleton height={320} />
      )}
    </SubPage>
  );
}

function ByContent({ coverage }: { coverage: Coverage }) {
  const t = useOverviewText();
  const [, navigate] = useLocation();
  const { assets, searchable } = coverage;
  const parts = coverageParts(coverage);
  const show = (filter: AssetFilter) => {
    changeView({ filter });
    navigate('/library');
  };
  return (
    <section className={styles.section} aria-labelledby="by-content">
      <h2 id="by-content">{t.byContent}</h2>
      <p className={styles.headline}>
        <strong>{t.share(searchable, assets)}</strong> {t.found(searchable, assets)}
      </p>
      <div className={styles.bar} aria-hidden>
        {parts.map(({ part, count }) => (
          <span key={part} data-part={part} style={{ flexGrow: count }} />
        ))}
      </div>
      <table className={styles.table}>
        <tbody>
          {parts.map(({ part, count, filter }) => (
            <Row
              key={part}
              part={part}
              name={t.kinds[part]}
              note={t.meanings[part]}
              count={count}
              of={assets}
              onShow={() => show(filter)}
            />
          ))}
        </tbody>
        <tfoot>
          <Row name={t.all} count={assets} of={assets} onShow={() => show({})} />
        </tfoot>
      </table>
    </section>
  );
}

function ByMeaning({ coverage: { passages, embedded } }: { coverage: Coverage }) {
  const t = useOverviewText();
  const [, navigate] = useLocation();
  const served = useSession((session) => session.models?.some(({ serves }) => serves.includes('embedding')) ?? false);
  return (
    <section className={styles.section} aria-labelledby="by-meaning">
      <h2 id="by-meaning">{t.byMeaning}</h2>
      {served ? (
        <>
          <p>{t.embedded(embedded, passages)}</p>
          <ProgressBar value={passages === 0 ? 1 : embedded / passages} label={t.byMeaning} />
        </>
      ) : (
        <p className={styles.none}>
          <span>{t.noEmbedding}</span>
          <Button onClick={() => navigate('/models')}>{t.toModels}</Button>
        </p>
      )}
    </section>
  );
}

function Files({ coverage, inventory }: { coverage: Coverage; inventory: Inventory }) {
  const t = useOverviewText();
  const [, navigate] = useLocation();
  const { files, copies, sidecars, unreadable, noFiles, missing } = inventory;
  const waiting = waitingFiles(coverage, inventory);
  return (
    <section className={styles.section} aria-labelledby="files">
      <h2 id="files">{t.files}</h2>
      <p className={styles.note}>{t.filesText}</p>
      <table className={styles.table}>
        <tbody>
          <Row name={t.inventory.items} count={coverage.assets} of={files} onShow={() => navigate('/library')} />
          <Row
            name={t.inventory.copies}
            count={copies}
            of={files}
            {...(copies > 0 ? { onShow: () => navigate('/library/duplicates') } : {})}
          />
          {sidecars > 0 && <Row name={t.inventory.sidecars} count={sidecars} of={files} />}
          {unreadable > 0 && (
            <Row name={t.inventory.unreadable} count={unreadable} of={files} onShow={() => navigate('/activity')} />
          )}
          {noFiles > 0 && (
            <Row name={t.inventory.noFiles} count={noFiles} of={files} onShow={() => navigate('/activity')} />
          )}
          {waiting > 0 && (
            <Row name={t.inventory.waiting} count={waiting} of={files} onShow={() => navigate('/activity')} />
          )}
        </tbody>
        <tfoot>
          <Row name={t.inventory.files} count={files} of={files} />
          {missing > 0 && (
            <Row name={t.inventory.missing} count={missing} of={0} onShow={() => navigate('/library/missing')} />
          )}
        </tfoot>
      </table>
    </section>
  );
}

interface RowProps {
  name: string;
  count: number;
  of: number;
  note?: string;
  part?: string;
  /** Leads to what is counted. */
  onShow?: () => void;
}

function Row({ name, note, count, of, part, onShow }: RowProps) {
  const t = useOverviewText();
  const format = useFormat();
  return (
    <tr>
      <th scope="row">
        {part && <span className={styles.dot} data-part={part} aria-hidden />}
        {onShow ? (
          <button type="button" title={t.showThese(name)} onClick={onShow}>
            {name}
          </button>
        ) : (
          name
        )}
      </th>
      <td className={styles.meaning}>{note}</td>
      <td>{format.number(count)}</td>
      <td className={styles.share}>{t.share(count, of)}</td>
    </tr>
  );
}
