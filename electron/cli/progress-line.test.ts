import type { WriteStream } from 'node:tty';
import { expect, it } from 'vitest';
import type { Job } from '../../shared/contract/jobs.ts';
import { ProgressLine, progressText, transferText } from './progress-line.ts';

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

it('tells how far a transfer is, with a bar where its end is known', () => {
  const transfer = { bytes: 3 << 29, total: null, rate: 0 };
  expect(transferText('getting', transfer)).toBe('getting 1.5 GiB');
  expect(transferText('copying', { ...transfer, total: 2 ** 31, rate: 5 << 20 })).toBe(
    '[##################------]   75 %  copying 1.5 GiB of 2 GiB, 5 MiB/s',
  );
});

it('is drawn on terminals alone, no wider than they are, over what was there', () => {
  const drawnOn = (terminal: { isTTY: boolean; columns?: number }) => {
    const drawn: string[] = [];
    const line = new ProgressLine({ ...terminal, write: (text: string) => drawn.push(text) > 0 } as WriteStream);
    line.show('copying 1 KiB');
    line.clear();
    return drawn;
  };
  expect(drawnOn({ isTTY: true, columns: 8 })).toEqual(['\r\x1b[Kcopying', '\r\x1b[K']);
  expect(drawnOn({ isTTY: false })).toEqual([]);
});
