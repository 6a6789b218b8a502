import { describe, expect, it } from 'vitest';
import type { Job, StageProgress } from '../../../shared/contract/jobs.ts';
import { shareOf, splitJobs, timeLeftOf, totalsOf, waitingIn } from './job-progress.ts';

const stage = (values: Partial<StageProgress>): StageProgress => ({
  stage: 'extract',
  total: 0,
  done: 0,
  failed: 0,
  running: 0,
  perMinute: 0,
  secondsLeft: null,
  ...values,
});

const job = (values: Partial<Job>): Job => ({
  id: 1,
  kind: 'ingest',
  subject: '/papers',
  state: 'running',
  reason: '',
  created: 0,
  finished: null,
  stages: [],
  current: [],
  ...values,
});

describe('jobs', () => {
  it('shows running jobs before paused ones, and the newest first', () => {
    const jobs = [
      job({ id: 1, state: 'done' }),
      job({ id: 2, state: 'paused' }),
      job({ id: 3 }),
      job({ id: 4 }),
      job({ id: 5, state: 'cancelled' }),
    ];
    const { unfinished, finished } = splitJobs(jobs);
    expect(unfinished.map(({ id }) => id)).toEqual([4, 3, 2]);
    expect(finished.map(({ id }) => id)).toEqual([5, 1]);
  });

  it('says how far they are', () => {
    expect(shareOf(stage({ total: 8, done: 3, failed: 1 }))).toBe(0.5);
    expect(shareOf(stage({}))).toBeNull();
    const reading = job({ stages: [stage({ total: 10, done: 10 }), stage({ total: 8, done: 3, failed: 1 })] });
    expect(totalsOf(reading)).toEqual({ items: 10, failed: 1, left: 4 });
    expect(totalsOf(job({}))).toEqual({ items: 0, failed: 0, left: 0 });
    const looked = stage({ stage: 'discover', total: 2, done: 2 });
    expect(totalsOf(job({ stages: [looked] }))).toEqual({ items: 0, failed: 0, left: 0 });
    expect(waitingIn(stage({ total: 8, done: 3, failed: 1, running: 3 }))).toBe(1);
  });

  it('take as long as their slowest stage, and longer where one has not begun', () => {
    const [reading, waiting] = [stage({ total: 9, secondsLeft: 40 }), stage({ total: 5 })];
    const identifying = stage({ total: 9, secondsLeft: 90 });
    expect(timeLeftOf(job({ stages: [reading, identifying] }))).toEqual({ seconds: 90, atLeast: false });
    expect(timeLeftOf(job({ stages: [reading, waiting] }))).toEqual({ seconds: 40, atLeast: true });
    const looking = stage({ stage: 'discover', total: 2, done: 1 });
    expect(timeLeftOf(job({ stages: [looking, reading] }))?.atLeast).toBe(true);
    expect(timeLeftOf(job({ stages: [stage({ total: 9, secondsLeft: 2 }), waiting] }))).toBeNull();
    expect(timeLeftOf(job({ stages: [waiting] }))).toBeNull();
    expect(timeLeftOf(job({ state: 'paused', stages: [reading] }))).toBeNull();
  });
});
