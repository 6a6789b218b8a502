/** What is read ends in the middle of something. */
export class StreamEnds extends Error {
  override readonly name = 'StreamEnds';

  constructor() {
    super('It is cut short.');
  }
}

/** A stream of bytes, read so many at a time. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #ahead: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes, which stay unread: `length` of them, or fewer where the stream ends before. */
  async peek(length: number): Promise<Buffer> {
    while (this.#ahead.length < length) {
      const next = await this.#chunks.next();
      if (next.done) break;
      this.#ahead = Buffer.concat([this.#ahead, next.value]);
    }
    return this.#ahead.subarray(0, length);
  }

  /** Exactly so many bytes. @throws StreamEnds */
  async read(length: number): Promise<Buffer> {
    const bytes = await this.peek(length);
    if (bytes.length < length) throw new StreamEnds();
    this.#ahead = this.#ahead.subarray(length);
    return bytes;
  }

  /** The next `length` bytes in pieces; all that are left, where it is not given. @throws StreamEnds */
  async *take(length = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (this.#ahead.length === 0 && (await this.peek(1)).length === 0) {
        if (length === Number.POSITIVE_INFINITY) return;
        throw new StreamEnds();
      }
      const piece = this.#ahead.subarray(0, left);
      this.#ahead = this.#ahead.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  /** Passes over so many bytes. @throws StreamEnds */
  async skip(length: number): Promise<void> {
    for await (const _ of this.take(length));
  }
}
