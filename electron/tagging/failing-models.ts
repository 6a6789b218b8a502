import { HoldfastError } from '../../shared/errors.ts';
import { Obstacle } from '../jobs/obstacle.ts';

/** A model that fails at so many files on end is not tried on the others for a while. */
const FAILURES_BORNE = 3;
const TRY_AGAIN_MS = 60_000;
/** Errors that say that a model cannot be asked at all, whatever about. */
const ALWAYS: readonly string[] = ['EGRESS_REFUSED', 'SECRETS_LOCKED'];

/** Tells a file that a model fails at from a model that fails. */
export class FailingModels {
  #onEnd = 0;

  noteSuccess(): void {
    this.#onEnd = 0;
  }

  /**
   * Why nothing came of a file.
   * @throws Obstacle where the others would fare no better now; the file is tried again after it
   */
  reasonFor(thrown: unknown): string {
    if (!(thrown instanceof HoldfastError)) throw thrown;
    if (thrown.code === 'NOT_FOUND') return thrown.message;
    this.#onEnd++;
    if (this.#onEnd < FAILURES_BORNE && !ALWAYS.includes(thrown.code)) return thrown.message;
    // While the model goes on failing, no further file is given up for it.
    this.#onEnd = FAILURES_BORNE - 1;
    const since = Date.now();
    throw new Obstacle(`${thrown.message} ${thrown.hint}`.trim(), async () => Date.now() - since > TRY_AGAIN_MS);
  }
}
