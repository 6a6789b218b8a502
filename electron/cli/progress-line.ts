import type { WriteStream } from 'node:tty';
import type { Job } from '../../shared/contract/jobs.ts';

const barWidth = 24;

/** One line on a terminal that shows how far jobs are; silent where there is no terminal. */
export class ProgressLine {
  readonly #stream: WriteStream;

  constructor(stream: WriteStream = process.stderr) {
    this.#stream = stream;
  }

  show(jobs: readonly Job[]): void {
    if (!this.#stream.isTTY) return;
    const line = progressText(jobs).slice(0, (this.#stream.columns || 80) - 1);
    this.#stream.write(`\r\x1b[K${line}`);
  }

  clear(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\x1b[K');
  }
}

/** "[########----------------]  34 %  identify 120/120  extract 41/120  3 min left" */
export function progressText(jobs: readonly Job[]): string {
  const stages = new Map<string, { total: number; ended: number; secondsLeft: number }>();
  for (const { stage, total, done, failed, secondsLeft } of jobs.flatMap((job) => job.stages)) {
    const sum = stages.get(stage) ?? { total: 0, ended: 0, secondsLeft: 0 };
    stages.set(stage, {
      total: sum.total + total,
      ended: sum.ended + done + failed,
      secondsLeft: Math.max(sum.secondsLeft, secondsLeft ?? 0),
    });
  }
  const all = [...stages.values()];
  const total = all.reduce((sum, stage) => sum + stage.total, 0);
  const share = total > 0 ? all.reduce((sum, stage) => sum + stage.ended, 0) / total : 0;
  const filled = Math.round(share * barWidth);
  const counts = [...stages].map(([stage, { ended, total: of }]) => `${stage} ${ended}/${of}`);
  const left = Math.max(0, ...all.map(({ secondsLeft }) => secondsLeft));
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}]`;
  return [
    bar,
    `${Math.floor(share * 100)} %`.padStart(5),
    ...counts,
    ...(left > 0 ? [`${duration(left)} left`] : []),
  ].join('  ');
}

function duration(seconds: number): string {
  return seconds < 90
    ? `${seconds} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${Math.round(seconds / 3600)} h`;
}
