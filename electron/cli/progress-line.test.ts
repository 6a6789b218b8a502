import { expect, it } from 'vitest';
import type { Job } from '../../shared/contract/jobs.ts';
import { progressText } from './progress-line.ts';

function job(stages: Partial<Job['stages'][number]>[]): Job {
  const blank = { stage: '', total: 0, done: 0, failed: 0, running: 0, perMinute: 0, secondsLeft: null };
  return {
    id: 1,
    kind: 'ingest',
    subject: '/a',
    state: 'running',
    reason: '',
    created: 0,
    finished: null,
    current: [],
    stages: stages.map((stage) => ({ ...blank, ...stage })),
  };
}

it('sums the stages of all jobs, counting failed items as ended', () => {
  const jobs = [
    job([
      { stage: 'identify', total: 10, done: 10 },
      { stage: 'extract', total: 10, done: 2, failed: 1, secondsLeft: 100 },
    ]),
    job([{ stage: 'extract', total: 20, done: 7, secondsLeft: 40 }]),
  ];
  expect(progressText(jobs)).toBe('[############------------]   50 %  identify 10/10  extract 10/30  2 min left');
});

it('is empty before anything is found', () => {
  expect(progressText([])).toBe('[------------------------]    0 %');
});
