/** How far long work with many bytes is. */
interface Progress<Stage extends string, Total extends number | null> {
  type: 'progress';
  stage: Stage;
  bytes: number;
  /** Null while it is not known. */
  total: Total;
  /** Bytes in a second, lately; 0 while it is not known. */
  rate: number;
}

const everyMs = 250;
/** The rate is that of about so long a time. */
const lately = 5000;

/** Tells of progress often enough to watch, with the rate of the last seconds. */
export class ProgressReport<Stage extends string, Total extends number | null = number> {
  readonly #tell: (event: Progress<Stage, Total>) => void;
  readonly #now: () => number;
  #stage: Stage | undefined;
  #told = 0;
  #marks: { time: number; bytes: number }[] = [];

  constructor(tell: (event: Progress<Stage, Total>) => void, now = () => performance.now()) {
    this.#tell = tell;
    this.#now = now;
  }

  /** A new stage, and its end, are always told. */
  at(stage: Stage, bytes: number, total: Total): void {
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
