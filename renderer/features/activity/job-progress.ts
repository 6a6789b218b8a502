import type { Job, StageProgress } from '../../../shared/contract/jobs.ts';

/** Unfinished jobs, running before paused, and finished ones; each newest first. */
export function splitJobs(jobs: readonly Job[]): { unfinished: readonly Job[]; finished: readonly Job[] } {
  const newest = jobs.toSorted((one, other) => other.id - one.id);
  const inState = (state: Job['state']) => newest.filter((job) => job.state === state);
  return {
    unfinished: [...inState('running'), ...inState('paused')],
    finished: newest.filter(({ state }) => state === 'done' || state === 'cancelled'),
  };
}

/** Items of a stage that wait or are in work. */
export function leftIn({ total, done, failed }: StageProgress): number {
  return Math.max(0, total - done - failed);
}

/** How far a stage is, 0–1; null while it is not known how much there is. */
export function shareOf(stage: StageProgress): number | null {
  return stage.total > 0 ? (stage.done + stage.failed) / stage.total : null;
}

/** Items that went through a job, by its largest stage, those that failed in any, and steps that are left. */
export function totalsOf({ stages }: Job): { items: number; failed: number; left: number } {
  return {
    items: Math.max(0, ...stages.map(({ done, failed }) => done + failed)),
    failed: stages.reduce((sum, { failed }) => sum + failed, 0),
    left: stages.reduce((sum, stage) => sum + leftIn(stage), 0),
  };
}
