import type { ModelEngine } from '../../../shared/contract/models.ts';
import { Turns, unlessAborted } from '../../workers/turns.ts';

/**
 * The processors of this machine, which each engine takes all of: two processes with as many threads as cores each bring a
 * chat from 32 tokens a second to 8, and embedding beside it from 8 texts to 3. So what nobody waits for is done in
 * slices, one at a time, and gives way to what somebody waits for in another engine. Within an engine its own budget of
 * threads holds: llama.cpp embeds beside its chats, and the others do one thing after the other.
 *
 * What somebody waits for never waits here. It would for as long as an answer is written, or a slice takes on a slow
 * machine; it shares the processors with the slice in work until that is done, and no other begins.
 */
export class Processors {
  readonly #slices = new Turns();
  /** The engines of urgent work in progress, one entry for each. */
  readonly #urgent: ModelEngine[] = [];
  #ended = Promise.withResolvers<void>();

  /** Does at once what somebody waits for, such as an answer or the vector of a query. */
  async atOnce<T>(engine: ModelEngine, work: () => Promise<T>): Promise<T> {
    this.#urgent.push(engine);
    try {
      return await work();
    } finally {
      this.#urgent.splice(this.#urgent.indexOf(engine), 1);
      this.#ended.resolve();
      this.#ended = Promise.withResolvers();
    }
  }

  /**
   * Does a slice of what takes long anyway, such as a batch of passages or half a minute of speech, once no other slice
   * is in work and nobody waits for another engine. Waits no longer once aborted.
   */
  async inSlice<T>(engine: ModelEngine, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    for (;;) {
      await this.#untilFree(engine, signal);
      const leave = await this.#slices.take(signal);
      try {
        // Somebody may have come while it waited for its turn, which it does not hold for as long as that takes.
        if (this.#isFree(engine)) return await work();
      } finally {
        leave();
      }
    }
  }

  async #untilFree(engine: ModelEngine, signal: AbortSignal | undefined): Promise<void> {
    while (!this.#isFree(engine)) {
      const ended = this.#ended.promise;
      await (signal ? unlessAborted(ended, signal) : ended);
    }
  }

  #isFree(engine: ModelEngine): boolean {
    return this.#urgent.every((other) => other === engine);
  }
}
