import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import type { BenchResults } from '../../shared/contract/bench.ts';
import type { AssetSummary } from '../../shared/contract/library.ts';
import { writeTexts } from '../bench/texts-for-tests.ts';
import type { Host } from '../host.ts';
import { ended, ingest, openLibrary } from './open-library-for-tests.ts';

/** A library for one test, to try models on. */
export class BenchLibrary {
  /** A folder for what the test makes. */
  readonly disk = temporaryFolder();
  readonly path = join(this.disk, 'library');
  #host: Host | undefined;

  static async open(): Promise<BenchLibrary> {
    process.env.HOLDFAST_PASSPHRASE = 'a passphrase for tests';
    const library = new BenchLibrary();
    onTestFinished(() => library.close());
    await library.reopen();
    return library;
  }

  get client(): Host['client'] {
    return this.#opened.client;
  }

  get #opened(): Host {
    if (!this.#host) throw new Error('The library is closed.');
    return this.#host;
  }

  /** Opens it once more, so that it goes on with what was to be done. */
  async reopen(): Promise<void> {
    await this.close();
    this.#host = await openLibrary(this.path);
  }

  /** Leaves it to another process. */
  async close(): Promise<void> {
    const host = this.#host;
    this.#host = undefined;
    await host?.close();
  }

  /** Reads texts that made embedders know, and other files by their names. */
  async read(texts: number, { sentences, files = {} }: ReadOptions = {}): Promise<AssetSummary[]> {
    const folder = join(this.disk, 'texts');
    writeTexts(folder, texts, sentences);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    await ingest(this.#opened, folder);
    const listing = { filter: {}, sort: 'name', descending: false, offset: 0, limit: 100 } as const;
    return (await this.client.library.list(listing)).assets;
  }

  /** Adds a made model under a name; answers its id. */
  async add(name: string, bytes: Buffer): Promise<string> {
    const path = join(this.disk, `${name}.gguf`);
    writeFileSync(path, bytes);
    return (await this.client.models.add({ path })).id;
  }

  /** Does a run to its end. */
  async run(request: Parameters<Host['client']['bench']['start']>[0]): Promise<BenchResults> {
    const { id, jobId } = await this.client.bench.start(request);
    await ended(this.client, jobId);
    return this.client.bench.results({ runIds: [id] });
  }
}

interface ReadOptions {
  /** Of each text. */
  sentences?: number;
  /** Contents by name. */
  files?: Record<string, string | Buffer>;
}
