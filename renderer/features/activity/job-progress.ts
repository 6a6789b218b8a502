import type { Job, StageProgress } from '../../../shared/contract/jobs.ts';

/** Seconds below which it says nothing that a job takes longer. */
const SHORTEST_TOLD_S = 10;

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

/** Items of a stage whose turn has not come. */
export function waitingIn(stage: StageProgress): number {
  return Math.max(0, leftIn(stage) - stage.running);
}

/**
 * Seconds until a job is done: the stages run side by side, so the slowest decides. It takes longer than that where a
 * stage has not begun, or where it is still being found out how much there is. Null while that says nothing.
 */
export function timeLeftOf({ state, stages }: Job): { seconds: number; atLeast: boolean } | null {
  const unfinished = stages.filter((stage) => leftIn(stage) > 0);
  const known = unfinished.flatMap(({ secondsLeft }) => secondsLeft ?? []);
  if (state !== 'running' || known.length === 0) return null;
  const seconds = Math.max(...known);
  const atLeast = known.length < unfinished.length || unfinished.some(({ stage }) => stage === 'discover');
  return atLeast && seconds < SHORTEST_TOLD_S ? null : { seconds, atLeast };
}

/** How far a stage is, 0–1; null while it is not known how much there is. */
export function shareOf(stage: StageProgress): number | null {
  return stage.total > 0 ? (stage.done + stage.failed) / stage.total : null;
}

/** Files that went through a job, by its largest stage, steps that failed in any, and those that are left. */
export function totalsOf({ stages }: Job): { items: number; failed: number; left: number } {
  return {
    // What is looked through are folders.
    items: Math.max(0, ...stages.map(({ stage, done, failed }) => (stage === 'discover' ? 0 : done + failed))),
    failed: stages.reduce((sum, { failed }) => sum + failed, 0),
    left: stages.reduce((sum, stage) => sum + leftIn(stage), 0),
  };
}
