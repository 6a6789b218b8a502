import type { WriteStream } from 'node:tty';
import type { Job } from '../../shared/contract/jobs.ts';
import { fileSize } from './output.ts';

const barWidth = 24;

/** One line on a terminal that shows how far something is; silent where there is no terminal. */
export class ProgressLine {
  readonly #stream: WriteStream;

  constructor(stream: WriteStream = process.stderr) {
    this.#stream = stream;
  }

  show(text: string): void {
    if (!this.#stream.isTTY) return;
    this.#stream.write(`\r\x1b[K${text.slice(0, (this.#stream.columns || 80) - 1)}`);
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
  const counts = [...stages].map(([stage, { ended, total: of }]) => `${stage} ${ended}/${of}`);
  const left = Math.max(0, ...all.map(({ secondsLeft }) => secondsLeft));
  return [barOf(share), ...counts, ...(left > 0 ? [`${duration(left)} left`] : [])].join('  ');
}

/** "[########----------------]   34 %  copying 1.2 GiB of 3.5 GiB, 11.2 MiB/s"; without the bar where the end is not known. */
export function transferText(
  doing: string,
  { bytes, total, rate }: { bytes: number; total: number | null; rate: number },
): string {
  const of = total === null ? '' : ` of ${fileSize(total)}`;
  const words = `${doing} ${fileSize(bytes)}${of}${rate > 0 ? `, ${fileSize(rate)}/s` : ''}`;
  return total ? `${barOf(bytes / total)}  ${words}` : words;
}

function barOf(share: number): string {
  const filled = Math.round(share * barWidth);
  return `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}]  ${`${Math.floor(share * 100)} %`.padStart(5)}`;
}

function duration(seconds: number): string {
  return seconds < 90
    ? `${seconds} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${Math.round(seconds / 3600)} h`;
}
