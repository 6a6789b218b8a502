import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Job, StageProgress } from '../../../shared/contract/jobs.ts';
import { type RateHistory, rateKey, sparkline, withJobs, withRate } from './rate-history.ts';

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

describe('withRate', () => {
  it('keeps the last rate of a slot', () => {
    const first = withRate(withRate(undefined, 3, 10_000), 5, 11_999);
    expect(first.rates).toEqual([5]);
    expect(withRate(first, 7, 12_000).rates).toEqual([5, 7]);
  });

  it('carries a rate over slots that nobody told of', () => {
    expect(withRate(withRate(undefined, 4, 0), 9, 8000).rates).toEqual([4, 4, 4, 4, 9]);
  });

  it('begins anew when the clock went back', () => {
    expect(withRate(withRate(undefined, 4, 8000), 9, 0)).toEqual({ slot: 0, rates: [9] });
  });

  it('never keeps more than two minutes, and always ends with the newest rate', () => {
    const moments = fc.array(fc.record({ gap: fc.nat(300_000), rate: fc.nat(1000) }), { minLength: 1 });
    fc.assert(
      fc.property(moments, (given) => {
        let time = 0;
        let history: RateHistory | undefined;
        for (const { gap, rate } of given) {
          time += gap;
          history = withRate(history, rate, time);
        }
        expect(history?.rates.length).toBeLessThanOrEqual(60);
        expect(history?.rates.at(-1)).toBe(given.at(-1)?.rate);
        expect(history?.slot).toBe(Math.floor(time / 2000));
      }),
    );
  });
});

describe('withJobs', () => {
  it('follows the stages of unfinished jobs and forgets the finished', () => {
    const running = job({ stages: [stage({ perMinute: 12 }), stage({ stage: 'ocr', perMinute: 3 })] });
    const started = withJobs(new Map(), [running, job({ id: 2, state: 'cancelled', stages: [stage({})] })], 0);
    expect([...started.keys()]).toEqual([rateKey(1, 'extract'), rateKey(1, 'ocr')]);
    expect(withJobs(started, [{ ...running, state: 'done' }], 2000).size).toBe(0);
  });
});

describe('sparkline', () => {
  it('draws the newest rate at the right and the highest at the top', () => {
    expect(sparkline([0, 10, 5], 59, 20)).toBe('57.0,20.0 58.0,0.0 59.0,10.0');
  });

  it('draws nothing of a single rate, and a flat line of none', () => {
    expect(sparkline([5], 59, 20)).toBe('');
    expect(sparkline([0, 0], 59, 20)).toBe('58.0,20.0 59.0,20.0');
  });
});
