import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Model } from '../../../shared/contract/models.ts';
import type { GetEvent, ManifestModel } from '../../../shared/contract/recommended.ts';
import { HoldfastError } from '../../../shared/errors.ts';
import type { Egress } from '../../policy/egress.ts';
import { chunksOf } from '../model-hash.ts';
import type { ModelService } from '../model-service.ts';
import { ProgressReport } from '../progress-report.ts';
import { carriedFiles } from './carried-files.ts';
import { type DownloadOptions, download } from './download.ts';
import { requireRoom } from './free-room.ts';
import { IncomingFile } from './incoming-file.ts';

/** What the library's store of copies clears away at its next start. */
const unfinished = '.unfinished-';

/** Where a model is in the library while it comes, and then. */
export interface Places {
  /** The library's folder of models. */
  folder: string;
  /** Holds an unfinished download, also over a restart. */
  partial: string;
  /** As for every copy in the library. */
  final: string;
}

export function placesOf(folder: string, { sha256 }: ManifestModel): Places {
  const id = sha256.slice(0, 16);
  return { folder, partial: join(folder, `.partial-${id}`), final: join(folder, id) };
}

type GetProgress = ProgressReport<Extract<GetEvent, { type: 'progress' }>['stage'], number | null>;

interface Means {
  egress: Egress;
  models: ModelService;
  places: Places;
  signal: AbortSignal;
  wait: DownloadOptions['wait'];
  tell: (event: GetEvent) => void;
}

/**
 * Brings a model into the library: its bytes come under another name, are hashed while they are written, and take their
 * place only when the hash is the manifest's; then the model is read back, loaded once and added. What ends in between,
 * the next call takes up.
 */
export async function bring(entry: ManifestModel, from: string | undefined, means: Means): Promise<Model> {
  const progress: GetProgress = new ProgressReport(means.tell);
  if (from !== undefined) {
    const making = join(means.places.folder, unfinished + randomUUID());
    try {
      await copyCarried(entry, from, join(making, entry.file), means.signal, progress);
      return await settle(entry, making, means, progress);
    } finally {
      await rm(making, { recursive: true, force: true });
    }
  }
  const { partial, final } = means.places;
  // It got its place, and the process ended before it was added.
  if (!existsSync(partial) && existsSync(join(final, entry.file))) await rename(final, partial);
  await fetchPartial(entry, means, progress);
  return settle(entry, partial, means, progress);
}

async function fetchPartial(
  entry: ManifestModel,
  { egress, places, signal, wait }: Means,
  progress: GetProgress,
): Promise<void> {
  const { url, size, file: name } = entry;
  const file = await IncomingFile.open(join(places.partial, name));
  let found: string;
  try {
    const before = (await stat(file.path)).size;
    if (before > 0) await file.takeUp(signal, (bytes) => progress.at('check', bytes, before));
    progress.at('fetch', file.bytes, size ?? null);
    const fetch = egress.fetchFor({ purpose: 'get a model', model: entry.id });
    const onProgress = (bytes: number, total: number | null) => progress.at('fetch', bytes, total);
    await download(file, { url, size }, { fetch, signal, wait, onProgress });
    found = await file.finish();
  } catch (error) {
    await file.close();
    if (error instanceof HoldfastError && error.code === 'MODEL_REFUSED') await discard(places.partial);
    throw error;
  }
  await file.close();
  if (found === entry.sha256) return;
  await discard(places.partial);
  throw otherBytes(entry, url, found);
}

async function copyCarried(
  entry: ManifestModel,
  folder: string,
  copy: string,
  signal: AbortSignal,
  progress: GetProgress,
): Promise<void> {
  const candidates = await carriedFiles(folder, entry, signal);
  const mismatches: HoldfastError[] = [];
  for (const candidate of candidates) {
    const found = await copyFile(candidate, copy, signal, progress);
    if (found === entry.sha256) return;
    mismatches.push(otherBytes(entry, candidate, found));
  }
  const [mismatch] = mismatches;
  if (mismatch) throw mismatch;
  throw new HoldfastError(
    'NOT_FOUND',
    `Neither ${entry.file} nor another file of its size is in ${folder}.`,
    `Put the file with the SHA-256 ${entry.sha256} into it; it may have any name.`,
  );
}

/** Answers the SHA-256 of what was read; the bytes are on the disk then. */
async function copyFile(path: string, copy: string, signal: AbortSignal, progress: GetProgress): Promise<string> {
  const file = await IncomingFile.open(copy);
  try {
    await file.restart();
    const { size } = await stat(path);
    await requireRoom(join(copy, '..'), size);
    for await (const chunk of chunksOf(path, signal)) {
      await file.append(chunk);
      progress.at('fetch', file.bytes, size);
    }
    return await file.finish();
  } finally {
    await file.close();
  }
}

/** Gives verified bytes their place and adds the model, which reads them back. They stay as they came when that fails. */
async function settle(
  entry: ManifestModel,
  making: string,
  { models, places, signal }: Means,
  progress: GetProgress,
): Promise<Model> {
  signal.throwIfAborted();
  const older = join(places.folder, unfinished + randomUUID());
  if (existsSync(places.final)) await rename(places.final, older);
  await rename(making, places.final);
  await rm(older, { recursive: true, force: true });
  const path = join(places.final, entry.file);
  const { size } = await stat(path);
  progress.at('prove', size, size);
  let model: Model;
  try {
    model = await models.add(path, { copy: false, signal });
  } catch (error) {
    await rename(places.final, making);
    throw error;
  }
  if (model.sha256 === entry.sha256) return model;
  await models.remove(model.id);
  throw new HoldfastError(
    'MODEL_FAILED',
    `${entry.file} read back differs from what was written: the drive of the library is not to be trusted.`,
    'Check that drive.',
  );
}

async function discard(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

function otherBytes({ sha256, name }: ManifestModel, where: string, found: string): HoldfastError {
  return new HoldfastError(
    'MODEL_REFUSED',
    `${where} is not ${name} as the list of models describes it: its SHA-256 should be ${sha256} and is ${found}. It was not kept.`,
    'Do not use it. It was damaged on its way, or somebody changed it.',
  );
}
