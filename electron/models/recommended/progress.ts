import type { GetEvent } from '../../../shared/contract/recommended.ts';

type Progress = Extract<GetEvent, { type: 'progress' }>;

const everyMs = 250;
/** The rate is that of about so long a time. */
const lately = 5000;

/** Tells of progress often enough to watch, with the rate of the last seconds. */
export class ProgressReport {
  readonly #tell: (event: Progress) => void;
  readonly #now: () => number;
  #stage: Progress['stage'] | undefined;
  #told = 0;
  #marks: { time: number; bytes: number }[] = [];

  constructor(tell: (event: Progress) => void, now = () => performance.now()) {
    this.#tell = tell;
    this.#now = now;
  }

  /** A new stage, and its end, are always told. */
  at(stage: Progress['stage'], bytes: number, total: number | null): void {
    const time = this.#now();
    const isNew = stage !== this.#stage;
    if (!isNew && bytes !== total && time - this.#told < everyMs) return;
    // A download that begins anew has no rate for what it had before.
    if (isNew || bytes < (this.#marks.at(-1)?.bytes ?? 0)) this.#marks = [];
    this.#stage = stage;
    this.#told = time;
    this.#marks.push({ time, bytes });
    while (this.#marks.length > 2 && time - (this.#marks[1]?.time ?? time) > lately) this.#marks.shift();
    const [first] = this.#marks;
    const seconds = first ? (time - first.time) / 1000 : 0;
    const rate = first && seconds > 0 ? Math.round((bytes - first.bytes) / seconds) : 0;
    this.#tell({ type: 'progress', stage, bytes, total, rate });
  }
}
