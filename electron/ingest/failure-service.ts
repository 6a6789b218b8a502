import type { Catalog } from '../catalog/database.ts';
import type { FailureChoice, FailureRepository, FailureWish } from '../catalog/failures.ts';
import type { LibraryService } from './library-service.ts';

interface Parts {
  catalog: Catalog;
  failures: FailureRepository;
  library: LibraryService;
}

/**
 * What the owner does about failures that share a reason. There may be very many, and they are worked off in turns: what is
 * wanted is kept first, and what a crash or the end of the program leaves of it is done after the next start.
 */
export class FailureService {
  readonly #parts: Parts;
  readonly #abort = new AbortController();
  /** One wish after the other: what is wanted later goes before. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Goes on with what is left of the last time. */
  start(): void {
    for (const wish of this.#parts.failures.wishes()) this.#fulfil(wish).catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#last;
  }

  /** Ignores what ended like this, or no longer does; answers how many files that concerned. */
  setIgnored({ state, reason, ignored }: FailureChoice): Promise<number> {
    return this.#fulfil(this.#parts.failures.noteWish({ wanted: ignored ? 'ignored' : 'shown', state, reason }));
  }

  /** Reads again what ended like this and is not ignored; answers the job that does. */
  readAgain({ state, reason }: Omit<FailureChoice, 'ignored'>): Promise<number> {
    return this.#fulfil(this.#parts.failures.noteWish({ wanted: 'again', state, reason }));
  }

  #fulfil(wish: FailureWish): Promise<number> {
    const work = this.#last.then(() => this.#work(wish));
    this.#last = work.catch(() => undefined);
    return work;
  }

  async #work(wish: FailureWish): Promise<number> {
    const { catalog, failures, library } = this.#parts;
    const { signal } = this.#abort;
    const answer =
      wish.wanted === 'again'
        ? await library.readAgain(await failures.all({ ...wish, ignored: false }, signal), signal)
        : await failures.setIgnored(wish, wish.wanted === 'ignored', signal);
    if (!signal.aborted) catalog.transaction('lazy', () => failures.fulfilled(wish));
    return answer;
  }
}
