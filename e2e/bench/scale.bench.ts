// What 100,000 small files do to the host: how long its loop stands still, how much its memory grows after the first
// 10,000, how full the processors are, and how long a look takes through a folder in which nothing changed – against
// listing the same folder and asking for every file's size and time, without a catalog.
import { mkdirSync, writeFileSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Host } from '../../electron/host.ts';
import { nodePlatform } from '../../electron/platform/node.ts';
import type { WorkerProcess } from '../../electron/platform/platform.ts';
import { residentBytes } from '../../electron/workers/process-memory.ts';
import { openLibrary } from './library.ts';
import { printTable, scratchFolder, timed } from './measure.ts';
import { Prose } from './prose.ts';

const FILES = Number(process.env.HOLDFAST_BENCH_FILES ?? 100_000);
const FIRST = FILES / 10;
const FILES_A_FOLDER = 500;
const MEGABYTE = 1024 ** 2;

function writeFiles(folder: string): void {
  const prose = new Prose(8);
  for (let file = 0; file < FILES; file++) {
    const parent = join(folder, String(Math.floor(file / FILES_A_FOLDER)));
    if (file % FILES_A_FOLDER === 0) mkdirSync(parent, { recursive: true });
    writeFileSync(join(parent, `${file}.txt`), `${file} ${prose.sentence()}\n`);
  }
}

/** Everything that can be asked of a folder without keeping anything. */
async function look(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true });
  let files = 0;
  for (const entry of entries) if (entry.isDirectory()) files += await look(join(folder, entry.name));
  const stats = await Promise.all(
    entries.filter((entry) => entry.isFile()).map(({ name }) => lstat(join(folder, name))),
  );
  return files + stats.length;
}

/** Milliseconds that the processors of this machine were busy, and that there were. */
function processorTime(): { busy: number; all: number } {
  const times = cpus().map(({ times }) => times);
  const idle = times.reduce((sum, time) => sum + time.idle, 0);
  const all = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { busy: all - idle, all };
}

/** Reads or looks through the folder; `onRead` is told how many files are identified. */
async function addFolder({ client }: Host, path: string, onRead: (files: number) => void = () => {}): Promise<void> {
  const { jobId } = await client.library.addFolder({ path });
  for await (const jobs of await client.jobs.watch()) {
    const job = jobs.find(({ id }) => id === jobId);
    onRead(job?.stages.find(({ stage }) => stage === 'identify')?.done ?? 0);
    if (job?.state === 'done') return;
  }
}

/** Memory of a process after the first files, and at its largest since, in megabytes. */
class Growth {
  afterFirst = 0;
  most = 0;

  note(bytes: number): void {
    this.afterFirst ||= bytes / MEGABYTE;
    this.most = Math.max(this.most, bytes / MEGABYTE);
  }

  get text(): string {
    return `${this.afterFirst.toFixed(0)} MB after ${FIRST} files and ${(this.most - this.afterFirst).toFixed(0)} MB more at its largest since`;
  }
}

const scratch = scratchFolder();
const files = join(scratch, 'files');
writeFiles(files);
let indexProcess: WorkerProcess | undefined;
const platform = nodePlatform('cli');
const host = await openLibrary(join(scratch, 'library'), {
  ...platform,
  startWorker: (entry, options) => {
    const started = platform.startWorker(entry, options);
    if (entry === 'index-worker') indexProcess = started;
    return started;
  },
});

const loop = monitorEventLoopDelay({ resolution: 5 });
loop.enable();
const before = processorTime();
const hostMemory = new Growth();
const indexMemory = new Growth();
const read = await timed(() =>
  addFolder(host, files, (done) => {
    if (done < FIRST) return;
    hostMemory.note(process.memoryUsage.rss());
    if (indexProcess?.pid !== undefined)
      void residentBytes(indexProcess.pid).then((bytes) => bytes && indexMemory.note(bytes));
  }),
);
const after = processorTime();
loop.disable();
const folded = await timed(() => host.settleIndex());
const raw = await timed(() => look(files));
const again = await timed(() => addFolder(host, files));
const report = await timed(() => host.client.library.files({ path: files }));
await host.close();

const perSecond = (seconds: number) => (FILES / seconds).toFixed(0);
console.log(`${FILES} files of one sentence each:`);
printTable([
  ['', 'files/s', 'seconds'],
  ['read', perSecond(read.seconds), read.seconds.toFixed(1)],
  ['looked through again', perSecond(again.seconds), again.seconds.toFixed(2)],
  ['listed and asked for, without a catalog', perSecond(raw.seconds), raw.seconds.toFixed(2)],
]);
console.log(`Another ${folded.seconds.toFixed(1)} s until the word index had all of them folded in.`);
console.log(`A list of what became of each: ${report.seconds.toFixed(2)} s.`);
console.log(
  `The host's loop stood still for ${(loop.percentile(99) / 1e6).toFixed(1)} ms at most in 99 of 100 cases, and never longer than ${(loop.max / 1e6).toFixed(0)} ms.`,
);
console.log(`The host's memory was ${hostMemory.text}; that of the index's process ${indexMemory.text}.`);
console.log(
  `The processors were busy for ${(((after.busy - before.busy) / (after.all - before.all)) * 100).toFixed(0)} %.`,
);
