import type { UnpackLimits } from '../../../workers/media-protocol.ts';

/** Unpacking is not gone on with: it would be too much. The message is a sentence for people. */
export class TooLargeUnpacked extends Error {
  override readonly name = 'TooLargeUnpacked';
}

const MEBIBYTE = 2 ** 20;

/** What is left of the bytes and entries that a container may unpack to. */
export class Budget {
  readonly #limits: UnpackLimits;
  #bytes = 0;
  #entries = 0;

  constructor(limits: UnpackLimits) {
    this.#limits = limits;
  }

  /** The same budget afresh, for what is unpacked on the way. */
  copy(): Budget {
    return new Budget(this.#limits);
  }

  /** @throws TooLargeUnpacked */
  takeBytes(count: number): void {
    this.#bytes += count;
    this.#checkBytes(this.#bytes);
  }

  /** @throws TooLargeUnpacked */
  takeEntry(): void {
    this.#entries++;
    this.#checkEntries(this.#entries);
  }

  /**
   * Looks at what a container says of itself before anything of it is unpacked.
   * @throws TooLargeUnpacked
   */
  expect(claimed: { bytes: number; entries: number }): void {
    this.#checkBytes(claimed.bytes);
    this.#checkEntries(claimed.entries);
  }

  #checkBytes(count: number): void {
    const { bytes } = this.#limits;
    if (count > bytes)
      throw new TooLargeUnpacked(
        `Too large when unpacked: more than ${Math.round(bytes / MEBIBYTE)} MiB, which is out of proportion to its own size.`,
      );
  }

  #checkEntries(count: number): void {
    const { entries } = this.#limits;
    if (count > entries) throw new TooLargeUnpacked(`Too large when unpacked: more than ${entries} files.`);
  }
}
