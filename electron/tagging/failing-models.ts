import { HoldfastError } from '../../shared/errors.ts';

/** A model that fails at so many files on end is not tried on the others. */
const FAILURES_BORNE = 3;
/** Errors that say that a model cannot be asked at all, whatever about. */
const ALWAYS: readonly string[] = ['EGRESS_REFUSED', 'SECRETS_LOCKED', 'CONFLICT'];

/** Tells a file that a model fails at from a model that fails. */
export class FailingModels {
  #onEnd = 0;

  noteSuccess(): void {
    this.#onEnd = 0;
  }

  /**
   * Why nothing came of a file.
   * @throws what was thrown, where the others would fare no better
   */
  reasonFor(thrown: unknown): string {
    if (!(thrown instanceof HoldfastError) || ALWAYS.includes(thrown.code)) throw thrown;
    if (thrown.code !== 'NOT_FOUND' && ++this.#onEnd >= FAILURES_BORNE) {
      this.#onEnd = 0;
      throw thrown;
    }
    return thrown.message;
  }
}
