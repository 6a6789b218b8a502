/** Contexts of one model that work side by side, made when there is work for them, each for one at a time. */
export class ContextPool<Context> {
  readonly #create: () => Promise<Context>;
  readonly #most: number;
  readonly #idle: Context[] = [];
  readonly #waiting: ((context: Context) => void)[] = [];
  #count = 0;

  constructor(create: () => Promise<Context>, most: number) {
    this.#create = create;
    this.#most = most;
  }

  /** Lets work have a context. Throws when not even the first can be made. */
  async use<T>(work: (context: Context) => Promise<T>): Promise<T> {
    const context = await this.#take();
    try {
      return await work(context);
    } finally {
      this.#give(context);
    }
  }

  /** Does work for each item, on as many contexts as there may be. Rejects at the first failure, or once aborted. */
  async map<Item, T>(
    items: readonly Item[],
    work: (item: Item, context: Context) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T[]> {
    const results: T[] = new Array(items.length);
    const left = items.entries();
    const takeFromWork = () =>
      this.use(async (context) => {
        for (const [index, item] of left) {
          signal.throwIfAborted();
          results[index] = await work(item, context);
        }
      });
    await Promise.all(Array.from({ length: Math.min(this.#most, items.length) }, takeFromWork));
    return results;
  }

  /** Waits until no context is in use; none can be had any more. */
  async drain(): Promise<void> {
    for (let taken = 0; taken < this.#count; taken++) if (!this.#idle.pop()) await this.#nextIdle();
  }

  async #take(): Promise<Context> {
    const context = this.#idle.pop();
    if (context) return context;
    if (this.#count < this.#most) {
      this.#count++;
      try {
        return await this.#create();
      } catch (thrown) {
        this.#count--;
        // Where memory does not suffice for another, the work waits for those that are there.
        if (this.#count === 0) throw thrown;
      }
    }
    return this.#nextIdle();
  }

  #nextIdle(): Promise<Context> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #give(context: Context): void {
    const next = this.#waiting.shift();
    if (next) next(context);
    else this.#idle.push(context);
  }
}
