import { Activity, FolderPlus, RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { addFolder, rescan } from '../../app/actions.ts';
import { useSession } from '../../app/session.ts';
import { text as words } from '../../app/text.ts';
import { useTitle } from '../../app/use-title.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { PageHead } from '../../components/Page.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { host, useQuery } from '../../rpc.ts';
import { AwayFolders, useAwayFolders } from '../overview/AwayFolders.tsx';
import styles from './ActivityScreen.module.css';
import { Failures } from './Failures.tsx';
import { FinishedJobs } from './FinishedJobs.tsx';
import { JobCard } from './JobCard.tsx';
import { splitJobs } from './job-progress.ts';
import { useActivityText } from './text.ts';
import { useReloadOnChange } from './use-reload-on-change.ts';

/** What is being done, what was done, and what could not be read. */
export function ActivityScreen() {
  const t = useActivityText();
  useTitle(t.activity);
  const jobs = useSession((session) => session.jobs);
  const { data: failures, error, reload } = useQuery(['failures'], () => host.jobs.failures());
  useReloadOnChange(reload);
  const away = useAwayFolders();

  const { unfinished, finished } = splitJobs(jobs ?? []);
  const untouched = jobs?.length === 0 && failures?.length === 0;
  return (
    <main className={styles.screen} aria-label={t.activity}>
      {untouched ? (
        <>
          <h1 className={styles.hidden}>{t.activity}</h1>
          <EmptyState icon={Activity} title={t.emptyTitle} text={t.emptyText}>
            <Button variant="primary" icon={FolderPlus} onClick={() => void addFolder()}>
              {words.addFolder}
            </Button>
          </EmptyState>
        </>
      ) : (
        <div className={styles.view}>
          <div className={styles.column}>
            <PageHead title={t.activity}>
              <Button icon={RefreshCw} onClick={() => void rescan()}>
                {words.rescan}
              </Button>
            </PageHead>
            <AwayFolders folders={away} />
            <section className={styles.section} aria-label={t.working}>
              <h2>{t.working}</h2>
              {jobs === null ? (
                <Skeleton height={120} />
              ) : unfinished.length === 0 ? (
                <p className={styles.none}>{t.noJobs}</p>
              ) : (
                <ul className={styles.jobs}>
                  {unfinished.map((job) => (
                    <JobCard key={job.id} job={job} />
                  ))}
                </ul>
              )}
            </section>
            <Section title={t.notRead}>
              {error ? (
                <ErrorNotice error={error} onRetry={reload} />
              ) : !failures ? (
                <Skeleton height={64} />
              ) : failures.length === 0 ? (
                <p className={styles.none}>{t.allRead}</p>
              ) : (
                <Failures groups={failures} onChange={reload} />
              )}
            </Section>
            {finished.length > 0 && (
              <Section title={t.finished}>
                <FinishedJobs jobs={finished} />
              </Section>
            )}
          </div>
        </div>
      )}
    </main>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h2>{title}</h2>
      <div className={styles.panel}>{children}</div>
    </section>
  );
}
