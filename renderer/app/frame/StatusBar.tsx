import { Link } from 'wouter';
import type { Job } from '../../../shared/contract/jobs.ts';
import type { Coverage } from '../../../shared/contract/library.ts';
import { Tooltip } from '../../components/Tooltip.tsx';
import { useConnection } from '../../rpc.ts';
import { type Format, useFormat } from '../format.ts';
import { useSession } from '../session.ts';
import { text } from '../text.ts';
import { unfoundParts } from '../unfound.ts';
import styles from './StatusBar.module.css';

/** Where bytes may go, who would answer, how much can be found, and what is being done: always in sight. */
export function StatusBar() {
  const format = useFormat();
  const { policy, coverage, models, jobs } = useSession();
  const lost = useConnection(({ state }) => state === 'lost');
  const chat = models?.find(({ serves }) => serves.includes('chat'));
  const cannotAnswer = chat?.state === 'failed' || chat?.state === 'missing' || chat?.state === 'barred';
  const job = jobs?.find(({ state }) => state === 'running') ?? jobs?.find(({ state }) => state === 'paused');
  return (
    <footer className={styles.bar}>
      {lost && (
        <span className={styles.mode} data-mode="lost">
          {text.notConnected}
        </span>
      )}
      {policy && !lost && (
        <Tooltip label={text.modeMeaning[policy.mode]} side="top">
          <Link href="/settings?section=network" className={styles.mode ?? ''} data-mode={policy.mode}>
            {text.mode[policy.mode]}
          </Link>
        </Tooltip>
      )}
      {models && (
        <Link href="/models" className={styles.item ?? ''} title={chat?.reason} data-broken={cannotAnswer || undefined}>
          {!chat
            ? text.noChatModel
            : cannotAnswer
              ? text.chatModelBroken(chat.name)
              : text.chatModel(chat.name, chat.provider?.host)}
        </Link>
      )}
      {coverage && (
        <Tooltip label={describeCoverage(coverage, format)} side="top">
          <Link href={coverage.assets === 0 ? '/activity' : '/library/coverage'} className={styles.item ?? ''}>
            {coverage.assets === 0
              ? text.emptyLibrary
              : text.searchable(format.number(coverage.searchable), format.number(coverage.assets))}
          </Link>
        </Tooltip>
      )}
      <Link href="/activity" className={`${styles.item} ${styles.work}`}>
        {lost ? '' : job ? describeWork(job, format) : text.idle}
      </Link>
    </footer>
  );
}

/** What keeps the rest of the library from being found by its content. */
function describeCoverage(coverage: Coverage, format: Format): string {
  if (coverage.assets === 0) return text.emptyLibraryHint;
  const parts = unfoundParts(coverage);
  if (parts.length === 0) return text.allSearchable;
  return parts.map(({ state, count }) => text.unfound(format.number(count), state)).join(', ');
}

/** The stage that holds a job up most, with its rate and time left. */
function describeWork(job: Job, format: Format): string {
  if (job.state === 'paused') return `${text.jobStates.paused}: ${job.subject}`;
  const left = (stage: Job['stages'][number]) => stage.total - stage.done - stage.failed;
  const slowest = job.stages
    .filter((stage) => left(stage) > 0)
    .toSorted((one, other) => (other.secondsLeft ?? 0) - (one.secondsLeft ?? 0))[0];
  if (!slowest) return job.subject;
  return [
    `${text.stage(slowest.stage)} ${format.number(slowest.done + slowest.failed)} / ${format.number(slowest.total)}`,
    ...(slowest.perMinute > 0 ? [text.perMinute(format.number(slowest.perMinute))] : []),
    ...(slowest.secondsLeft === null ? [] : [format.duration(slowest.secondsLeft)]),
  ].join(' · ');
}
