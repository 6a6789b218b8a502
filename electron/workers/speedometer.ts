/** How fast a model's last work of each kind was, in what it does a second; null before the first. */
export type Speed<Kind extends string> = Record<Kind, number | null>;

/** Measures the work of a model. */
export class Speedometer<Kind extends string> {
  readonly #last: Speed<Kind>;

  constructor(...kinds: Kind[]) {
    this.#last = Object.fromEntries(kinds.map((kind) => [kind, null])) as Speed<Kind>;
  }

  /** Notes how much was done; too little to tell leaves what was known. */
  note(kind: Kind, amount: number, milliseconds: number): void {
    if (amount > 0 && milliseconds > 0) this.#last[kind] = (amount * 1000) / milliseconds;
  }

  get last(): Speed<Kind> {
    return { ...this.#last };
  }
}
