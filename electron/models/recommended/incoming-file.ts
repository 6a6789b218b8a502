import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { chunksOf } from '../model-hash.ts';

/** A file that comes in piece by piece and is hashed while it is written. */
export class IncomingFile {
  readonly path: string;
  readonly #handle: FileHandle;
  #hash: Hash = createHash('sha256');
  #bytes = 0;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** Opens a file to go on with; it is empty until `takeUp` was called. */
  static async open(path: string): Promise<IncomingFile> {
    await mkdir(dirname(path), { recursive: true });
    return new IncomingFile(path, await open(path, constants.O_RDWR | constants.O_CREAT));
  }

  /** How much of it is written and hashed. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Hashes what an earlier process wrote, to go on after it; `onProgress` is told how far it is. */
  async takeUp(signal: AbortSignal, onProgress: (bytes: number) => void): Promise<void> {
    for await (const chunk of chunksOf(this.path, signal)) {
      this.#hash.update(chunk);
      this.#bytes += chunk.length;
      onProgress(this.#bytes);
    }
  }

  async append(chunk: Uint8Array): Promise<void> {
    for (let written = 0; written < chunk.length; ) {
      const { bytesWritten } = await this.#handle.write(chunk, written, chunk.length - written, this.#bytes + written);
      written += bytesWritten;
    }
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
  }

  /** Begins anew. */
  async restart(): Promise<void> {
    await this.#handle.truncate(0);
    this.#hash = createHash('sha256');
    this.#bytes = 0;
  }

  /** Has the bytes on the disk, and answers their SHA-256 in hexadecimal. */
  async finish(): Promise<string> {
    await this.#handle.sync();
    return this.#hash.copy().digest('hex');
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
