import { HoldfastError } from '../../../shared/errors.ts';

/** Aborts when a server has been silent for too long. */
export class SilenceLimit {
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout;
  #milliseconds: number;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
    this.#timer = setTimeout(() => this.#abort.abort(), milliseconds);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get isOver(): boolean {
    return this.#abort.signal.aborted;
  }

  restart(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#milliseconds = milliseconds;
    this.#timer = setTimeout(() => this.#abort.abort(), milliseconds);
  }

  error({ name }: { name: string }): HoldfastError {
    return new HoldfastError(
      'PROVIDER_FAILED',
      `${name} said nothing for ${Math.round(this.#milliseconds / 1000)} seconds.`,
      'Try again; the server may be overloaded, or its model too large for it.',
    );
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
