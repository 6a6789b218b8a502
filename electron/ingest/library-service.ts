import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Folder } from '../../shared/contract/library.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { AssetRow } from '../catalog/assets.ts';
import type { Failed } from '../catalog/failures.ts';
import type { JobBoard } from '../jobs/job-board.ts';
import type { TaskRunner } from '../jobs/task-runner.ts';
import { fileFailure, isMissing } from './file-failure.ts';
import { closedFor, rootOf } from './folder-root.ts';
import type { IngestContext } from './ingest-context.ts';
import { identityOf } from './media-reader.ts';
import type { Passwords } from './passwords.ts';
import type { ProgramWatch } from './reading-programs.ts';
import type { RemovalService } from './removal-service.ts';
import { FolderWatcher } from './watch/folder-watcher.ts';

/** What is to be read again is queued for so long in one transaction, so that the host can answer between them. */
const QUEUEING_MS = 12;

/** What the owner does with the library's folders and the jobs that read them. */
export class LibraryService {
  readonly #context: IngestContext;
  readonly #runner: TaskRunner;
  readonly #board: JobBoard;
  readonly #onChange: () => void;
  readonly #passwords: Passwords;
  readonly #removal: RemovalService;
  readonly #programs: ProgramWatch;
  readonly #watcher: FolderWatcher;

  constructor(parts: {
    context: IngestContext;
    runner: TaskRunner;
    board: JobBoard;
    passwords: Passwords;
    removal: RemovalService;
    programs: ProgramWatch;
    onChange: () => void;
  }) {
    this.#passwords = parts.passwords;
    this.#removal = parts.removal;
    this.#programs = parts.programs;
    this.#context = parts.context;
    this.#runner = parts.runner;
    this.#board = parts.board;
    this.#onChange = parts.onChange;
    this.#watcher = new FolderWatcher({
      context: parts.context,
      rescan: (folderId) => this.#rescanFolder(folderId),
      onChange: () => {
        this.#runner.wake();
        this.#board.changes.notify();
        this.#onChange();
      },
    });
  }

  /** From here on, changes in the library's folders are taken over by themselves. */
  startWatching(): void {
    this.#watcher.start();
  }

  async stopWatching(): Promise<void> {
    await this.#watcher.stop();
  }

  /** The folders in the library; one whose drive is away is not available. */
  async folders(): Promise<Folder[]> {
    const rows = this.#context.folders.list();
    return Promise.all(
      rows.map(async (folder) => {
        const row = this.#context.folders.byId(folder.id);
        const { watched, problem } = this.#watcher.stateOf(folder.id);
        const available = row !== undefined && (await rootOf(row)) !== null;
        const closed = available ? await closedFor(folder.path) : '';
        return { ...folder, available, watched: watched && closed === '', unwatched: closed || problem };
      }),
    );
  }

  /**
   * Adds a folder or a single file and starts reading it, or goes on with reading it.
   * @throws HoldfastError PATH_UNREADABLE when the path is not there or may not be read.
   */
  async addFolder(given: string): Promise<number> {
    const path = await realpath(resolve(given)).catch((error: unknown) => {
      throw new HoldfastError(
        'PATH_UNREADABLE',
        `${given} cannot be added. ${isMissing(error) ? 'There is no such file or folder.' : fileFailure(error)}`,
        'Check the path and its permissions.',
        { cause: error },
      );
    });
    return this.#ingest(
      path,
      () => [this.#context.folders.obtain(path).id],
      () => this.#context.removals.keepFolder(path),
    );
  }

  /** Takes a folder out of the library with all that was derived from its files; the files stay as they are. */
  async removeFolder(id: number): Promise<number> {
    const { catalog, removals } = this.#context;
    const removed = catalog.transaction('durable', () => removals.removeFolder(id));
    this.#onChange();
    this.#runner.endEmptyJobs();
    await this.#removal.settle();
    return removed;
  }

  /** Looks through every folder for new, changed and missing files. */
  rescan(): number {
    return this.#ingest('All folders', () => this.#context.folders.list().map(({ id }) => id));
  }

  #rescanFolder(folderId: number): void {
    const folder = this.#context.folders.byId(folderId);
    if (folder) this.#ingest(folder.path, () => [folderId]);
  }

  #ingest(subject: string, folderIds: () => number[], containerIds: () => number[] = () => []): number {
    const { catalog, tasks } = this.#context;
    const jobId = catalog.transaction('durable', () => {
      const id = tasks.unfinishedJobFor('ingest', subject) ?? tasks.createJob('ingest', subject);
      for (const fileId of containerIds()) tasks.add(id, { stage: 'place', fileId });
      for (const folderId of folderIds()) tasks.add(id, { stage: 'discover', folderId });
      // All of it waits in another job already.
      if (!tasks.hasTasks(id)) tasks.setJobState(id, 'done');
      return id;
    });
    void this.#programs.look();
    this.#runner.wake();
    this.#onChange();
    return jobId;
  }

  /** Reads assets afresh. */
  retry(assetIds: readonly number[]): Promise<number> {
    return this.readAgain(assetIds.map((assetId) => ({ assetId, fileId: null, containerId: null })));
  }

  /**
   * Reads assets afresh, files again that could not be read at all, and containers with such in them; queued in turns, the
   * rest of which is left when the signal says so.
   */
  async readAgain(failed: readonly Failed[], signal?: AbortSignal): Promise<number> {
    const { catalog, tasks } = this.#context;
    void this.#programs.look();
    const jobId = tasks.createJob('ingest', 'Another try');
    for (let next = 0; next < failed.length && tasks.job(jobId)?.state !== 'cancelled'; await nextTurn()) {
      if (signal?.aborted) return jobId;
      catalog.transaction('lazy', () => {
        const until = performance.now() + QUEUEING_MS;
        do this.#queueAgain(jobId, failed[next++]);
        while (next < failed.length && performance.now() < until);
        // Those that were queued before may be done already.
        if (tasks.job(jobId)?.state === 'done') tasks.setJobState(jobId, 'running');
      });
      this.#runner.wake();
    }
    if (!tasks.hasTasks(jobId) && tasks.job(jobId)?.state === 'running') tasks.setJobState(jobId, 'done');
    this.#onChange();
    return jobId;
  }

  #queueAgain(jobId: number, failed: Failed | undefined): void {
    const { assets, passages, tasks } = this.#context;
    const { assetId = null, fileId = null, containerId = null } = failed ?? {};
    if (assetId !== null) {
      assets.reset(assetId);
      passages.refreshName(assetId);
      tasks.add(jobId, { stage: 'extract', assetId });
    } else if (containerId !== null) tasks.add(jobId, { stage: 'unpack', assetId: containerId });
    else if (fileId !== null) tasks.add(jobId, { stage: 'identify', fileId });
  }

  /**
   * Takes the password of a protected PDF or archive and reads it with that.
   * @param keep whether the password is to be kept with the keys
   * @throws HoldfastError PASSWORD_WRONG, PATH_UNREADABLE, SECRETS_LOCKED
   */
  async unlock(asset: AssetRow, password: string, keep: boolean): Promise<number> {
    const { reader, sources } = this.#context;
    const signal = new AbortController().signal;
    const source = await sources.open(asset, signal);
    if ('reason' in source) throw new HoldfastError('PATH_UNREADABLE', source.reason);
    const opened = await reader.opens(source.path, identityOf(asset), password, signal);
    if (opened !== true)
      throw new HoldfastError('PASSWORD_WRONG', `That is not the password of ${source.file.name}.`, 'Try another one.');
    await this.#passwords.give(asset.hash, password, keep);
    return this.retry([asset.id]);
  }

  pause(jobId: number): void {
    this.#setState(jobId, 'running', 'paused');
  }

  resume(jobId: number): void {
    this.#setState(jobId, 'paused', 'running');
    this.#runner.release(jobId);
    this.#runner.wake();
  }

  #setState(jobId: number, from: 'running' | 'paused', to: 'running' | 'paused'): void {
    const { catalog, tasks } = this.#context;
    if (this.#job(jobId).state !== from) return;
    catalog.transaction('durable', () => tasks.setJobState(jobId, to));
    this.#board.changes.notify();
  }

  /** Stops a job for good. What it has read stays; what it has not says so. */
  async cancel(jobId: number): Promise<void> {
    const { catalog, tasks } = this.#context;
    const { state } = this.#job(jobId);
    if (state === 'done' || state === 'cancelled') return;
    const dropped = catalog.transaction('durable', () => {
      tasks.setJobState(jobId, 'cancelled');
      return tasks.drop(jobId);
    });
    await this.#runner.abort(jobId);
    this.#runner.release(jobId);
    catalog.transaction('durable', () => {
      for (const assetId of dropped.assetIds) this.#settleCancelled(assetId);
      for (const fileId of dropped.fileIds) this.#failCancelled(fileId);
    });
    this.#board.changes.notify();
    this.#onChange();
  }

  #failCancelled(fileId: number): void {
    const before = this.#context.files.setFailure(fileId, 'Reading was cancelled before its turn came.');
    if (before !== null) this.#context.assets.refreshPlace(before);
  }

  #settleCancelled(assetId: number): void {
    const { assets, passages, tasks } = this.#context;
    if (assets.byId(assetId)?.state !== 'pending' || tasks.waitsFor(assetId, 'extract', 'unpack', 'ocr')) return;
    if (passages.countOf(assetId) > 0)
      assets.setState(assetId, 'ready', 'Reading was cancelled; pages without text of their own were left out.');
    else assets.setState(assetId, 'failed', 'Reading was cancelled before its turn came.');
  }

  #job(jobId: number) {
    const job = this.#context.tasks.job(jobId);
    if (!job) throw new HoldfastError('NOT_FOUND', `There is no job ${jobId}.`);
    return job;
  }
}
