import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Begins the names of the folders; one that is older than any conversion is of no use to anybody. */
const FOLDER = 'holdfast-office-';
const ABANDONED_MS = 60 * 60_000;

let abandonedRemoved: Promise<void> | undefined;

/** Runs `use` with a folder for the copy of a document and for what a program makes of it, which is gone afterwards. */
export async function inWorkFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  abandonedRemoved ??= removeAbandoned();
  await abandonedRemoved;
  const folder = await mkdtemp(join(tmpdir(), FOLDER));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes copies of documents that were left behind by a process that was ended in the middle. */
async function removeAbandoned(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const folder of names.filter((name) => name.startsWith(FOLDER)).map((name) => join(tmpdir(), name))) {
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (mtimeMs < Date.now() - ABANDONED_MS) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
