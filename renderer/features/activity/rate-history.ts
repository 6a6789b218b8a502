import { create } from 'zustand';
import type { Job } from '../../../shared/contract/jobs.ts';
import { useSession } from '../../app/session.ts';

const SLOT_MS = 2000;
/** Two minutes of slots. */
const SLOTS = 60;

/** Rates of one stage, one a slot of two seconds, oldest first. */
export interface RateHistory {
  /** The slot of the last rate, counted from 1970. */
  slot: number;
  rates: readonly number[];
}

type Histories = ReadonlyMap<string, RateHistory>;

/** What a stage's history is kept under. */
export function rateKey(jobId: number, stage: string): string {
  return `${jobId} ${stage}`;
}

/** A history with one more rate; slots that nobody told of keep the rate before them. `time` in milliseconds. */
export function withRate(history: RateHistory | undefined, rate: number, time: number): RateHistory {
  const slot = Math.floor(time / SLOT_MS);
  if (!history || slot < history.slot) return { slot, rates: [rate] };
  const missed = Math.min(SLOTS, slot - history.slot - 1);
  const kept = missed < 0 ? history.rates.slice(0, -1) : history.rates;
  const between = Array.from({ length: Math.max(0, missed) }, () => history.rates.at(-1) ?? 0);
  return { slot, rates: [...kept, ...between, rate].slice(-SLOTS) };
}

/** The histories after the jobs were heard of; those of finished jobs are forgotten. */
export function withJobs(histories: Histories, jobs: readonly Job[], time: number): Histories {
  const next = new Map<string, RateHistory>();
  for (const { id, state, stages } of jobs) {
    if (state !== 'running' && state !== 'paused') continue;
    for (const { stage, perMinute } of stages) {
      const key = rateKey(id, stage);
      next.set(key, withRate(histories.get(key), perMinute, time));
    }
  }
  return next;
}

/**
 * A history as the points of a line in a box, newest at its right edge, the highest rate at its top.
 * Empty while there is no line to draw.
 */
export function sparkline(rates: readonly number[], width: number, height: number): string {
  if (rates.length < 2) return '';
  const highest = Math.max(1, ...rates);
  const step = width / (SLOTS - 1);
  return rates
    .map((rate, index) => {
      const x = width - (rates.length - 1 - index) * step;
      const y = height - (rate / highest) * height;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
}

/** How fast each stage of the running jobs went in the last two minutes. */
export const useRateHistory = create<{ histories: Histories }>()(() => ({ histories: new Map() }));

// Kept from the start, so that a look at Activity shows what went before.
useSession.subscribe(({ jobs }, before) => {
  if (!jobs || jobs === before.jobs) return;
  useRateHistory.setState(({ histories }) => ({ histories: withJobs(histories, jobs, Date.now()) }));
});
