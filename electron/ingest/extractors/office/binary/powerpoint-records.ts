/** Types of records that are looked at ([MS-PPT], 2.13.24). */
export const recordTypes = {
  document: 0x03e8,
  slide: 0x03ee,
  notes: 0x03f0,
  notesAtom: 0x03f1,
  slidePersist: 0x03f3,
  outlineTextRef: 0x0f9e,
  textHeader: 0x0f9f,
  textChars: 0x0fa0,
  textBytes: 0x0fa8,
  string: 0x0fba,
  slideList: 0x0ff0,
  userEdit: 0x0ff5,
  binaryTagData: 0x138b,
  persistDirectory: 0x1772,
  comment: 0x2ee0,
} as const;

interface PowerPointRecord {
  type: number;
  instance: number;
  /** Whether its body is records. */
  holdsRecords: boolean;
  body: Buffer;
}

const HEADER = 8;
const CONTAINER = 0xf;
/** Containers in containers that are read. */
const DEEPEST = 32;
/** How often each byte may be looked at: a sound file has no record in two others. */
const LOOKS = 6;

/** The records of a stream. What is damaged ends them early; a stream that leads in circles does so, too. */
export class PowerPointRecords {
  readonly #stream: Buffer;
  #left: number;

  constructor(stream: Buffer) {
    this.#stream = stream;
    this.#left = stream.length * LOOKS;
  }

  /** Those that lie in no other. */
  top(): Generator<PowerPointRecord> {
    return this.in(this.#stream);
  }

  /** The record at a place of the stream; undefined where there is none. */
  at(offset: number): PowerPointRecord | undefined {
    return this.in(this.#stream.subarray(offset)).next().value ?? undefined;
  }

  /** Those in a record's body, but not in them. */
  *in(body: Buffer): Generator<PowerPointRecord> {
    for (let at = 0; at + HEADER <= body.length && this.#left > 0; ) {
      const start = body.readUInt16LE(at);
      const type = body.readUInt16LE(at + 2);
      const end = at + HEADER + body.readUInt32LE(at + 4);
      const holdsRecords = (start & 0xf) === CONTAINER || type === recordTypes.binaryTagData;
      const inner = body.subarray(at + HEADER, end);
      // A container is looked through for itself.
      this.#left -= holdsRecords ? HEADER : HEADER + inner.length;
      yield { type, instance: start >> 4, holdsRecords, body: inner };
      at = end;
    }
  }

  /** Those in a record's body and in them, in order, each before what it holds. */
  *within(body: Buffer, depth = 0): Generator<PowerPointRecord> {
    for (const record of this.in(body)) {
      yield record;
      if (record.holdsRecords && depth < DEEPEST) yield* this.within(record.body, depth + 1);
    }
  }
}
