import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, statfsSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { UnpackedPart } from '../../../workers/media-protocol.ts';
import { partPath, UNFINISHED } from '../../part-path.ts';
import { fileSource } from '../identify/byte-source.ts';
import { typeOf } from '../identify/identify.ts';
import { type Budget, TooLargeUnpacked } from './budget.ts';
import type { EntryPath } from './entry-path.ts';
import { PartBytes } from './part-bytes.ts';
import { PROTECTED_PART } from './part-failures.ts';

/** Parts that are told of at a time. */
const BATCH = 256;
/** Bytes of the library's disk that unpacking leaves free. */
const ROOM_LEFT = 512 * 2 ** 20;
/** Bytes after which the room is looked at again. */
const LOOK_AT_ROOM = 64 * 2 ** 20;

/** The library's disk has no room for what is being unpacked. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom';

  constructor() {
    super('The disk with the library is nearly full. Unpacking goes on when there is a gigabyte of room on it.');
  }
}

/** Whether an error is about the unpacking as a whole, and not about the part that it came up with. */
export function endsUnpacking(error: unknown): boolean {
  return error instanceof TooLargeUnpacked || error instanceof NoRoom;
}

export interface Entry extends EntryPath {
  /** Milliseconds since 1970; null where the container does not say. */
  modified: number | null;
  /** Why it is not read after all, where that comes out later. */
  failure?: string;
}

/** What the bytes of a part are. */
export interface KeptBytes {
  sha256: string;
  size: number;
}

type WaitingPart = ({ entry: Entry } & KeptBytes) | { entry: Entry; failure: string };

/** Where one part's bytes go, in order. */
export interface PartWriter {
  write(bytes: Uint8Array): void;
  /** Keeps the part. What the entry says may change until the sink is flushed. */
  end(entry: Entry): void;
  /** Gives the part up, for this reason. */
  fail(entry: Entry, reason: string): void;
}

/** A writer that tells what it kept. */
interface KeepingWriter extends PartWriter {
  end(entry: Entry): KeptBytes;
}

/** What an engine unpacks into. */
export interface UnpackTarget {
  readonly budget: Budget;
  /** @throws TooLargeUnpacked, also from `write`; NoRoom from `write`. */
  open(): PartWriter;
  /** Notes something in the container that is not read. @throws TooLargeUnpacked */
  refuse(entry: Entry, failure: string): void;
  /** Has what was kept told of. */
  flush(): Promise<void>;
}

/**
 * Takes what a container unpacks to: bytes go into the library by their hash, and the host is told of them in batches.
 * Works synchronously, as the engines do that call it; one process unpacks one container at a time.
 */
export class PartSink implements UnpackTarget {
  readonly #folder: string;
  readonly #budget: Budget;
  readonly #emit: (parts: UnpackedPart[]) => void;
  #waiting: WaitingPart[] = [];
  /** What was not there before. */
  readonly #written: string[] = [];
  #untilRoomLook = 0;
  #count = 0;
  #protected = 0;

  constructor(folder: string, budget: Budget, emit: (parts: UnpackedPart[]) => void) {
    this.#folder = folder;
    this.#budget = budget;
    this.#emit = emit;
    mkdirSync(folder, { recursive: true });
  }

  /** How many parts there were, read or not. */
  get count(): number {
    return this.#count;
  }

  /** Whether nothing could be read for want of the password. */
  get allProtected(): boolean {
    return this.#protected > 0 && this.#protected === this.#count;
  }

  get budget(): Budget {
    return this.#budget;
  }

  refuse(entry: Entry, failure: string): void {
    this.#budget.takeEntry();
    this.#count++;
    this.#waiting.push({ entry, failure });
  }

  open(): KeepingWriter {
    this.#budget.takeEntry();
    this.#count++;
    const bytes = new PartBytes(() => this.temporaryPath());
    return {
      write: (chunk) => {
        this.#budget.takeBytes(chunk.length);
        this.lookAtRoom(chunk.length);
        bytes.write(chunk);
      },
      end: (entry) => {
        const sha256 = bytes.sha256();
        if (bytes.keepAs(partPath(this.#folder, sha256))) this.#written.push(sha256);
        const kept = { sha256, size: bytes.size };
        this.#waiting.push({ entry, ...kept });
        return kept;
      },
      fail: (entry, failure) => {
        bytes.discard();
        this.#waiting.push({ entry, failure });
      },
    };
  }

  /**
   * A part whose bytes come in pieces; an error among them is why it is not read. Answers what was kept, or null where
   * it is not read.
   */
  async keep(
    entry: Entry,
    chunks: AsyncIterable<Uint8Array>,
    explain: (error: unknown) => string,
  ): Promise<KeptBytes | null> {
    const writer = this.open();
    let kept: KeptBytes | null = null;
    try {
      for await (const chunk of chunks) writer.write(chunk);
      kept = writer.end(entry);
    } catch (error) {
      writer.fail(entry, endsUnpacking(error) ? '' : explain(error));
      if (endsUnpacking(error)) throw error;
    }
    await this.flushBatch();
    return kept;
  }

  /** Another name of a part that was kept. @throws TooLargeUnpacked */
  keepAgain(entry: Entry, kept: KeptBytes): void {
    this.#budget.takeEntry();
    this.#count++;
    this.#waiting.push({ entry, ...kept });
  }

  /** Tells of what waits to be told of, where that is a batch. */
  async flushBatch(): Promise<void> {
    if (this.#waiting.length >= BATCH) await this.flush();
  }

  /** Tells of all that was kept so far. */
  async flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let start = 0; start < waiting.length; start += BATCH)
      this.#emit(await Promise.all(waiting.slice(start, start + BATCH).map((part) => this.#identified(part))));
  }

  /** Takes back what was written to the disk, as the container is refused. */
  discard(): void {
    for (const sha256 of this.#written) rmSync(partPath(this.#folder, sha256), { force: true });
  }

  async #identified(part: WaitingPart): Promise<UnpackedPart> {
    const { path, rawPath, modified } = part.entry;
    const failure = 'failure' in part ? part.failure : part.entry.failure;
    if (failure === PROTECTED_PART) this.#protected++;
    if ('failure' in part || failure !== undefined) return { path, rawPath, modified, failure: failure ?? '' };
    const { sha256, size } = part;
    const file = openSync(partPath(this.#folder, sha256), 'r');
    try {
      const type = await typeOf(fileSource(file, size), extname(path).toLowerCase());
      return { path, rawPath, modified, identity: { sha256, size, ...type } };
    } finally {
      closeSync(file);
    }
  }

  /** A path on the library's disk for what is not to stay. */
  temporaryPath(): string {
    return join(this.#folder, `${UNFINISHED}${randomUUID()}`);
  }

  /** Counts bytes that are written to the library's disk. @throws NoRoom */
  lookAtRoom(bytes: number): void {
    this.#untilRoomLook -= bytes;
    if (this.#untilRoomLook > 0) return;
    this.#untilRoomLook = LOOK_AT_ROOM;
    const { bavail, bsize } = statfsSync(this.#folder);
    if (bavail * bsize < ROOM_LEFT + LOOK_AT_ROOM) throw new NoRoom();
  }
}
