import { readSync } from 'node:fs';
import type { FSNode, SevenZipModule } from '7z-wasm';
import { cleanPath } from './entry-path.ts';
import type { Entry, PartWriter, UnpackTarget } from './part-sink.ts';

/** Errors as the engine's C library knows them (musl, wasm32). */
const INVALID = 28;
const IO_ERROR = 29;
const NO_SPACE = 51;
const READABLE_FILE = 0o100444;
const OUTPUT = '/out';

interface Stream {
  node: Node;
  position: number;
}
interface Operations {
  open?(stream: Stream): void;
  close?(stream: Stream): void;
  llseek(stream: Stream, offset: number, whence: number): number;
  read?(stream: Stream, buffer: Uint8Array, offset: number, length: number, position: number): number;
  write?(stream: Stream, buffer: Uint8Array, offset: number, length: number, position: number): number;
}
type Attributes = { size?: number; mtime?: number | Date | null };
type Node = FSNode & {
  usedBytes: number;
  node_ops: { setattr(node: Node, attributes: Attributes): void };
  stream_ops: Operations;
};
/** Emscripten's file systems, as far as the module's types leave them out. */
interface EngineFiles {
  ErrnoError: new (code: number) => Error;
  filesystems: { MEMFS: { createNode(parent: Node | null, name: string, mode: number, device: number): Node } };
  root: Node;
  isFile(mode: number): boolean;
  isLink(mode: number): boolean;
  getPath(node: Node): string;
  mkdir(path: string): Node;
}

/**
 * What the engine sees as its disk: `/archive`, read where it lies, and the folder `/out`, from which what is written to
 * a file goes straight into the library. The tree of names is the engine's own, in memory; the real disk knows none of them.
 */
export class SevenZipFiles {
  readonly #files: EngineFiles;
  readonly #sink: UnpackTarget | null;
  readonly #entries = new Map<string, Entry>();
  readonly #links: Node[] = [];
  /** Why the writing ended, where that is about the unpacking as a whole. */
  problem: unknown;

  /** @param sink where unpacked files go; null for a command that writes none */
  constructor(module: SevenZipModule, archive: { handle: number; size: number }, sink: UnpackTarget | null) {
    this.#files = module.FS as unknown as EngineFiles;
    this.#sink = sink;
    const { MEMFS } = this.#files.filesystems;
    this.#addArchive(MEMFS.createNode(this.#files.root, 'archive', READABLE_FILE, 0), archive);
    this.#files.mkdir(OUTPUT);
    const createNode = MEMFS.createNode;
    MEMFS.createNode = (parent, name, mode, device) => {
      const node = createNode(parent, name, mode, device);
      if (this.#files.isFile(mode) && this.#files.getPath(node).startsWith(`${OUTPUT}/`)) this.#addOutput(node);
      if (this.#files.isLink(mode)) this.#links.push(node);
      return node;
    };
  }

  /** The paths of links, of which none is followed. */
  get links(): string[] {
    return this.#links.map((node) => this.#pathOf(node));
  }

  /** What was unpacked, by the engine's name for it. */
  get entries(): ReadonlyMap<string, Entry> {
    return this.#entries;
  }

  #addArchive(node: Node, { handle, size }: { handle: number; size: number }): void {
    node.usedBytes = size;
    node.stream_ops = {
      llseek: (stream, offset, whence) => this.#seek(stream, offset, whence),
      read: (_, buffer, offset, length, position) => {
        const asked = Math.min(length, size - position);
        if (asked <= 0) return 0;
        try {
          return readSync(handle, buffer, offset, asked, position);
        } catch {
          throw new this.#files.ErrnoError(IO_ERROR);
        }
      },
    };
  }

  #addOutput(node: Node): void {
    const entry: Entry = { path: '', rawPath: null, modified: null };
    let writer: PartWriter | undefined = this.#tried(() => this.#sink?.open());
    node.node_ops = {
      ...node.node_ops,
      // The size is what was written; the engine sets it beforehand to reserve the room.
      setattr: (_, { mtime }) => {
        if (mtime !== undefined && mtime !== null) entry.modified = Math.floor(Number(mtime));
      },
    };
    node.stream_ops = {
      llseek: (stream, offset, whence) => this.#seek(stream, offset, whence),
      write: (stream, buffer, offset, length, position) => {
        // Every format that the engine reads is unpacked from its start to its end.
        if (position !== stream.node.usedBytes || !writer) throw new this.#files.ErrnoError(IO_ERROR);
        const current = writer;
        this.#tried(() => current.write(buffer.subarray(offset, offset + length)));
        node.usedBytes += length;
        return length;
      },
      close: () => {
        if (!writer) return;
        const name = this.#pathOf(node);
        entry.path = cleanPath(name);
        this.#entries.set(name, entry);
        const current = writer;
        writer = undefined;
        this.#tried(() => current.end(entry));
      },
    };
  }

  /** Runs what may end the unpacking: the engine is told that its disk is full, and the reason kept. */
  #tried<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.problem ??= error;
      throw new this.#files.ErrnoError(NO_SPACE);
    }
  }

  #pathOf(node: Node): string {
    return this.#files.getPath(node).slice(OUTPUT.length + 1);
  }

  #seek(stream: Stream, offset: number, whence: number): number {
    const from = [0, stream.position, stream.node.usedBytes][whence] ?? 0;
    if (from + offset < 0) throw new this.#files.ErrnoError(INVALID);
    return from + offset;
  }
}
