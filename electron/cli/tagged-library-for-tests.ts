import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ScriptedRule } from '../../e2e/models/script.ts';
import { scriptedChat } from '../../e2e/models/scripted-chat.ts';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import type { Host } from '../host.ts';
import { ended, ingest, openLibrary } from './open-library-for-tests.ts';

/** A library with files and models, to have the models look at the files. */
export class TaggedLibrary {
  readonly disk = temporaryFolder();
  readonly path = join(this.disk, 'library');
  readonly folder = join(this.disk, 'files');
  #host: Host | undefined;

  static async open(files: Record<string, string | Buffer>): Promise<TaggedLibrary> {
    process.env.HOLDFAST_PASSPHRASE = 'a passphrase for tests';
    const library = new TaggedLibrary();
    onTestFinished(() => library.close());
    await library.reopen();
    await library.read(files);
    return library;
  }

  get client(): Host['client'] {
    if (!this.#host) throw new Error('The library is closed.');
    return this.#host.client;
  }

  async reopen(work = true): Promise<void> {
    await this.close();
    this.#host = await openLibrary(this.path, work);
  }

  async close(): Promise<void> {
    const host = this.#host;
    this.#host = undefined;
    await host?.close();
  }

  /** Puts files into the library's folder and has them read. */
  async read(files: Record<string, string | Buffer>): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(join(this.folder, name), content);
    if (this.#host) await ingest(this.#host, this.folder);
  }

  /** The public id of a file. */
  async id(name: string): Promise<string> {
    const { assets } = await this.client.library.list({
      filter: {},
      sort: 'name',
      descending: false,
      offset: 0,
      limit: 500,
    });
    const found = assets.find((asset) => asset.name === name);
    if (!found) throw new Error(`There is no ${name}.`);
    return found.id;
  }

  /** Adds a chat model that answers by rules; answers its id. */
  async addChat(name: string, rules: readonly ScriptedRule[], otherwise: string): Promise<string> {
    const path = join(this.disk, `${name}.gguf`);
    writeFileSync(path, scriptedChat({ rules, otherwise }));
    return (await this.client.models.add({ path })).id;
  }

  /** Adds the model of a server; answers its id. */
  async addServed(baseUrl: string): Promise<string> {
    const { providers } = this.client;
    const server = { kind: 'openai-compatible', name: 'Server', baseUrl, headers: {} } as const;
    const { id } = await providers.add(server);
    return (await providers.addModel({ id, model: 'seer' })).id;
  }

  /** Has models look at files, to the end of the job. */
  async tag(request: Parameters<Host['client']['tagging']['start']>[0] = {}): Promise<number> {
    const { jobId } = await this.client.tagging.start(request);
    await this.ended(jobId);
    return jobId;
  }

  async ended(jobId: number): Promise<void> {
    await ended(this.client, jobId);
  }

  async settle(): Promise<void> {
    await this.#host?.settleIndex();
  }
}
