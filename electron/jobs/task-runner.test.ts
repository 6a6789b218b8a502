import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { AssetRepository } from '../catalog/assets.ts';
import { Catalog } from '../catalog/database.ts';
import { FolderRepository } from '../catalog/folders.ts';
import { Sightings } from '../catalog/sightings.ts';
import { type Task, TaskRepository } from '../catalog/tasks.ts';
import { JobBoard } from './job-board.ts';
import { Obstacle } from './obstacle.ts';
import { type StageWork, type TaskResult, TaskRunner } from './task-runner.ts';

let catalog: Catalog;
let tasks: TaskRepository;
let board: JobBoard;
let assetId: number;
let jobId: number;

beforeEach(() => {
  catalog = Catalog.open(join(temporaryFolder(), 'catalog.db'));
  onTestFinished(() => catalog.close());
  tasks = new TaskRepository(catalog);
  board = new JobBoard(tasks);
  assetId = new AssetRepository(catalog).obtain({
    sha256: 'a'.repeat(64),
    size: 1,
    mime: 'image/png',
    kind: 'image',
  }).id;
  jobId = tasks.createJob('ingest', '/photos');
});

function runnerWith(run: StageWork['run'], together?: StageWork['together']): TaskRunner {
  const name = (task: Task) => `${task.stage} ${task.page}`;
  const work: StageWork = { resource: 'reader', name, run, ...(together && { together }) };
  const runner = new TaskRunner({
    catalog,
    tasks,
    board,
    slots: { disk: 1, reader: 2, model: 1 },
    onKept: () => undefined,
    work: {
      discover: { ...work, resource: 'disk' },
      identify: work,
      extract: work,
      unpack: work,
      place: work,
      render: work,
      ocr: work,
      transcribe: work,
      enrich: { ...work, resource: 'model' },
      'read-page': { ...work, resource: 'model' },
      terms: { ...work, resource: 'model' },
    },
  });
  onTestFinished(() => runner.stop());
  return runner;
}

const addPages = (count: number) => {
  for (let page = 1; page <= count; page++) tasks.add(jobId, { stage: 'ocr', assetId, page });
};
const stateOf = (id: number) => tasks.job(id)?.state;
const nothing = () => undefined;

describe('TaskRunner', () => {
  it('does every task once, no more at a time than it has slots, and ends the job', async () => {
    addPages(9);
    const seen: number[] = [];
    let inWork = 0;
    const runner = runnerWith(async (task) => {
      expect(++inWork).toBeLessThanOrEqual(2);
      seen.push(task.page);
      await pause(1);
      inWork--;
      return { outcome: task.page === 5 ? 'failed' : 'done', keep: nothing };
    });
    runner.start();
    await vi.waitUntil(() => stateOf(jobId) === 'done');
    expect(seen.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(board.list()[0]).toMatchObject({
      state: 'done',
      stages: [{ stage: 'ocr', total: 9, done: 8, failed: 1, running: 0 }],
      current: [],
    });
  });

  it('lets no stage hold up one that waits for something else', async () => {
    const folderId = new FolderRepository(catalog).obtain('/photos').id;
    addPages(3);
    tasks.add(jobId, { stage: 'discover', folderId });
    const begun: string[] = [];
    const runner = runnerWith((task, signal) => {
      begun.push(task.stage);
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(null)));
    });
    runner.start();
    expect(begun.toSorted()).toEqual(['discover', 'ocr', 'ocr']);
  });

  it('finishes a file before it begins the next, and leaves OCR for last', async () => {
    addPages(1);
    tasks.add(jobId, { stage: 'render', assetId });
    tasks.add(jobId, { stage: 'extract', assetId });
    const order: string[] = [];
    const runner = runnerWith(async (task) => {
      order.push(task.stage);
      return { outcome: 'done', keep: nothing };
    });
    runner.start();
    await vi.waitUntil(() => stateOf(jobId) === 'done');
    expect(order).toEqual(['extract', 'render', 'ocr']);
  });

  it('keeps the result and takes the task off in one transaction', async () => {
    addPages(1);
    let tries = 0;
    const runner = runnerWith(async () => ({
      outcome: 'done',
      keep: () => {
        catalog.run("INSERT INTO settings VALUES ('kept', ?)", String(++tries));
        expect(tasks.hasTasks(jobId)).toBe(false);
        if (tries === 1) throw new Error('disk full');
      },
    }));
    runner.start();
    await vi.waitUntil(() => board.list()[0]?.state === 'paused');
    expect(board.list()[0]?.reason).toContain('disk full');
    expect(catalog.all('SELECT * FROM settings')).toEqual([]);
    expect(tasks.hasTasks(jobId)).toBe(true);
    runner.release(jobId);
    await vi.waitUntil(() => stateOf(jobId) === 'done');
    expect(catalog.all('SELECT value FROM settings')).toEqual([{ value: '2' }]);
  });

  it('holds a job back while something is in its way, and goes on by itself', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    addPages(2);
    let inTheWay = true;
    const runner = runnerWith(async () => {
      if (inTheWay) throw new Obstacle('The drive is away.', async () => !inTheWay);
      return { outcome: 'done', keep: nothing };
    });
    runner.start();
    await vi.waitUntil(() => board.list()[0]?.current.length === 0);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(board.list()[0]).toMatchObject({ state: 'paused', reason: 'The drive is away.' });
    expect(board.list()[0]?.stages).toMatchObject([{ total: 2, done: 0, failed: 0 }]);
    inTheWay = false;
    await vi.advanceTimersByTimeAsync(20_000);
    await vi.waitUntil(() => stateOf(jobId) === 'done');
    expect(board.list()[0]).toMatchObject({ state: 'done', reason: '', stages: [{ done: 2, failed: 0 }] });
  });

  it('holds a job that is done while that cannot be written', async () => {
    addPages(1);
    const runner = runnerWith(async () => ({ outcome: 'done', keep: nothing }));
    const failing = vi.spyOn(tasks, 'setJobState').mockImplementationOnce(() => {
      throw new Error('database or disk is full');
    });
    onTestFinished(() => failing.mockRestore());
    runner.start();
    await vi.waitUntil(() => board.list()[0]?.state === 'paused');
    runner.release(jobId);
    expect(stateOf(jobId)).toBe('done');
  });

  it('does tasks about little together, and those about much alone', async () => {
    const folderId = new FolderRepository(catalog).obtain('/photos').id;
    const sizes = [10, 5000, 20, 30, 40, 50, 60, 70];
    const seen = sizes.map((size) => ({ path: `/photos/${size}`, rawPath: null, size, modified: 0 }));
    for (const { id } of new Sightings(catalog).note(folderId, seen))
      tasks.add(jobId, { stage: 'identify', fileId: id });
    const gos: number[][] = [];
    const go = async (given: readonly Task[]): Promise<TaskResult[]> => {
      gos.push(given.map(({ size }) => size));
      return given.map(() => ({ outcome: 'done', keep: nothing }));
    };
    const runner = runnerWith(async (task) => (await go([task]))[0] ?? null, { upTo: 100, most: 3, run: go });
    runner.start();
    await vi.waitUntil(() => stateOf(jobId) === 'done');
    expect(gos.flat().toSorted((one, other) => one - other)).toEqual(sizes.toSorted((one, other) => one - other));
    expect(gos.find((go) => go.includes(5000))).toEqual([5000]);
    // Less and less at a time, so that all slots come to their end at once.
    expect(gos.filter((go) => !go.includes(5000))).toEqual([[10, 20, 30], [40, 50], [60], [70]]);
    expect(board.list()[0]?.stages).toMatchObject([{ stage: 'identify', total: 8, done: 8, failed: 0 }]);
  });

  it('reads again what was read before only when nothing else is to be done', async () => {
    const again = tasks.createJob('reread', 'Reading 4 files again');
    for (let page = 1; page <= 4; page++) tasks.add(again, { stage: 'ocr', assetId, page });
    for (let page = 5; page <= 8; page++) tasks.add(jobId, { stage: 'ocr', assetId, page });
    const pages: number[] = [];
    const runner = runnerWith(async ({ page }) => {
      pages.push(page);
      return { outcome: 'done', keep: nothing };
    });
    runner.start();
    await vi.waitUntil(() => stateOf(again) === 'done');
    expect(pages).toEqual([5, 6, 7, 8, 1, 2, 3, 4]);
  });

  it('goes on with what a stop left in work', async () => {
    addPages(3);
    const stuck = runnerWith(
      (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(null))),
    );
    stuck.start();
    await vi.waitUntil(() => board.list()[0]?.current.length === 2);
    await stuck.stop();
    const seen: Task[] = [];
    const runner = runnerWith(async (task) => {
      seen.push(task);
      return { outcome: 'done', keep: nothing };
    });
    runner.start();
    await vi.waitUntil(() => stateOf(jobId) === 'done');
    expect(seen.map(({ page }) => page).toSorted()).toEqual([1, 2, 3]);
  });

  it('leaves a paused job alone until it is resumed', async () => {
    addPages(2);
    catalog.transaction('lazy', () => tasks.setJobState(jobId, 'paused'));
    const runner = runnerWith(async () => ({ outcome: 'done', keep: nothing }));
    runner.start();
    await pause(20);
    expect(tasks.hasTasks(jobId)).toBe(true);
    tasks.setJobState(jobId, 'running');
    runner.wake();
    await vi.waitUntil(() => stateOf(jobId) === 'done');
  });

  it('keeps nothing of a task that was dropped while it was in work', async () => {
    addPages(1);
    const gate = Promise.withResolvers<void>();
    const keep = vi.fn();
    const runner = runnerWith(async () => {
      await gate.promise;
      return { outcome: 'done', keep };
    });
    runner.start();
    await vi.waitUntil(() => board.list()[0]?.current.length === 1);
    catalog.transaction('lazy', () => tasks.drop(jobId));
    gate.resolve();
    await runner.abort(jobId);
    expect(keep).not.toHaveBeenCalled();
  });
});
