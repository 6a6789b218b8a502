import type { AssetRow } from '../catalog/assets.ts';
import type { WorkerProcess } from '../platform/platform.ts';
import type {
  Examination,
  Fault,
  FfmpegTools,
  FileRead,
  FileToRead,
  Identity,
  MediaRequests,
  NoRoomLeft,
  OpenableFile,
  PageRead,
  RecordingRenditions,
  Refusal,
  Rendition,
  RenditionRequest,
  SidecarChange,
  SourcePath,
  SpeechWindow,
  UnpackedPart,
  Unpacking,
  UnpackRequest,
} from '../workers/media-protocol.ts';
import { type PoolCallOptions, WorkerPool } from '../workers/pool.ts';
import { SupervisedWorker, WorkerDeath, WorkerError } from '../workers/supervisor.ts';
import { readerFor } from './extractors/readers.ts';
import type { HowToRead } from './ocr-languages.ts';

/** The reader ended over the file: by a crash, out of memory or out of time. */
export interface ReaderDeath {
  died: true;
  /** False when another file was to blame; then it is worth another try at no charge. */
  culprit: boolean;
  reason: string;
}

/** What came of a request; a fault is what the reader threw. */
export type Reading<T> = T | ReaderDeath | Fault;

export function isDeath(reading: object | boolean | null): reading is ReaderDeath {
  return typeof reading === 'object' && reading !== null && 'died' in reading;
}

export function isFault(reading: object | boolean | null): reading is Fault {
  return typeof reading === 'object' && reading !== null && 'fault' in reading;
}

/** An asset as it is told to a reader. */
export function identityOf(asset: AssetRow): Identity {
  return { sha256: asset.hash, size: asset.size, mime: asset.mime, kind: asset.kind };
}

const MINUTE = 60_000;
/** A slow disk reads at least so many bytes a millisecond. */
const SLOW_DISK = 10_000;
/** What an archive unpacks to is written at that pace, too, where it is so many times its size. */
const UNPACKED_SHARE = 10;
/** A drawing is small; one that takes longer is made so that it does. */
const DRAWING_MS = 20_000;
const MEMORY_LIMIT = 2 * 1024 ** 3;
const IDLE_STOP_MS = 5 * MINUTE;

/** Why the reader ended, for people: in the same words of all files over which it ended so, as these are shown together. */
export function reasonOf({ cause, message }: WorkerDeath, timeoutMs: number): string {
  switch (cause) {
    case 'memory':
      return `It needed more than ${MEMORY_LIMIT / 1024 ** 3} GB of memory: it draws or unpacks to very much more than it is.`;
    case 'timeout':
      return `It took longer than ${spanOf(timeoutMs)}.`;
    case 'crash':
      return message;
  }
}

function spanOf(milliseconds: number): string {
  if (milliseconds < MINUTE) return `${Math.ceil(milliseconds / 1000)} seconds`;
  const minutes = Math.ceil(milliseconds / MINUTE);
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}

/** How long something may take that is done to a file, where other files may take so long. */
function limitFor({ mime }: Identity, usualMs: number): number {
  return mime === 'image/svg+xml' ? Math.min(usualMs, DRAWING_MS) : usualMs;
}

/** Reads files in child processes, so that a file that breaks its parser breaks nothing else. */
export class MediaReader {
  readonly #pool: WorkerPool<MediaRequests>;
  readonly #passwordOf: (sha256: string) => Promise<string>;
  readonly #tools: () => Promise<FfmpegTools | null>;

  /**
   * @param passwordOf the password of a file by its SHA-256; empty where none is known
   * @param tools ffmpeg, for formats that are read or drawn with it; null where it is not there
   */
  constructor(
    size: number,
    start: () => WorkerProcess,
    passwordOf: (sha256: string) => Promise<string> = async () => '',
    tools: () => Promise<FfmpegTools | null> = async () => null,
  ) {
    this.#passwordOf = passwordOf;
    this.#tools = tools;
    this.#pool = new WorkerPool<MediaRequests>({
      size,
      makeWorker: () =>
        new SupervisedWorker<MediaRequests>({
          name: 'reader',
          start,
          memoryLimitBytes: MEMORY_LIMIT,
          idleStopMs: IDLE_STOP_MS,
        }),
    });
  }

  identify(path: SourcePath, size: number, signal: AbortSignal): Promise<Reading<Identity>> {
    return this.#read('identify', { path }, MINUTE + size / SLOW_DISK, signal);
  }

  /** Answers in the order of the files, like `extract`. `size`: bytes of all files together. */
  examine(paths: SourcePath[], size: number, signal: AbortSignal): Promise<Reading<(Examination | Fault | null)[]>> {
    return this.#read('examine', { paths }, MINUTE + size / SLOW_DISK, signal);
  }

  /** Answers in the order of the files; null for those that there was no time for beside the others. */
  async extract(
    files: readonly Pick<FileToRead, 'path' | 'identity' | 'draw'>[],
    signal: AbortSignal,
  ): Promise<Reading<(FileRead | Fault | null)[]>> {
    const openable = files.map(async ({ path, identity, draw }) => ({
      ...(await this.#openable(path, identity)),
      draw,
    }));
    // The reader begins no other file after a while: of several, one alone can take long.
    const limits = files.map(({ identity }) => limitFor(identity, 3 * MINUTE + identity.size / SLOW_DISK));
    return this.#read('extract', { files: await Promise.all(openable) }, Math.max(...limits), signal);
  }

  /** Whether a protected file opens with a password. */
  opens(path: SourcePath, identity: Identity, password: string, signal: AbortSignal): Promise<Reading<boolean>> {
    return this.#read('opens', { path, identity, password }, 3 * MINUTE + identity.size / SLOW_DISK, signal);
  }

  /** `onParts` is told of what is in the container, in batches and in order. */
  async unpack(
    path: SourcePath,
    identity: Identity,
    into: Pick<UnpackRequest, 'name' | 'into' | 'limits'>,
    onParts: (parts: UnpackedPart[]) => void,
    signal: AbortSignal,
  ): Promise<Reading<Unpacking | Refusal | NoRoomLeft>> {
    const request = { ...(await this.#openable(path, identity)), ...into };
    return this.#read('unpack', request, 3 * MINUTE + (UNPACKED_SHARE * identity.size) / SLOW_DISK, signal, {
      onEvent: onParts,
    });
  }

  /** Answers pages in their order. */
  async ocr(
    pages: readonly { path: SourcePath; identity: Identity; page: number; how: HowToRead }[],
    signal: AbortSignal,
  ): Promise<Reading<(PageRead | Fault)[]>> {
    const openable = pages.map(async ({ path, identity, page, how }) => ({
      ...(await this.#openable(path, identity)),
      page,
      ...how,
    }));
    const limit = pages.reduce((sum, { identity }) => sum + limitFor(identity, 4 * MINUTE), 0);
    return this.#read('ocr', { pages: await Promise.all(openable) }, limit, signal);
  }

  async render(
    path: SourcePath,
    identity: Identity,
    renditions: RenditionRequest[],
    signal: AbortSignal,
    { page = 1, interactive = false }: { page?: number; interactive?: boolean } = {},
  ): Promise<Reading<Rendition | null>> {
    const request = { ...(await this.#openable(path, identity)), renditions, page };
    return this.#read('render', request, limitFor(identity, MINUTE), signal, { interactive });
  }

  async #openable(path: SourcePath, identity: Identity): Promise<OpenableFile> {
    const tools = readerFor('extract', identity).needs === 'ffmpeg' ? await this.#tools() : null;
    return { path, identity, password: await this.#passwordOf(identity.sha256), tools };
  }

  renderRecording(
    request: MediaRequests['renderRecording']['request'],
    signal: AbortSignal,
  ): Promise<Reading<RecordingRenditions>> {
    return this.#read('renderRecording', request, 30 * MINUTE + request.identity.size / SLOW_DISK, signal);
  }

  speech(request: MediaRequests['speech']['request'], signal: AbortSignal): Promise<Reading<SpeechWindow>> {
    return this.#read('speech', request, 20 * MINUTE, signal);
  }

  /** Tells how much is done, 0 to 1. */
  async proxy(
    request: MediaRequests['proxy']['request'],
    signal: AbortSignal,
    onProgress: (progress: number) => void,
  ): Promise<Reading<object | null>> {
    return this.#read('proxy', request, 10 * MINUTE, signal, {
      onEvent: ({ progress }) => onProgress(progress),
    });
  }

  writeSidecar(change: SidecarChange, signal: AbortSignal): Promise<Reading<boolean | Refusal>> {
    return this.#read('writeSidecar', change, MINUTE, signal);
  }

  fingerprint(
    pictures: string[],
    texts: string[],
    signal: AbortSignal,
  ): Promise<Reading<MediaRequests['fingerprint']['response']>> {
    return this.#read('fingerprint', { pictures, texts }, MINUTE, signal);
  }

  async #read<K extends keyof MediaRequests>(
    kind: K,
    request: MediaRequests[K]['request'],
    timeoutMs: number,
    signal: AbortSignal,
    options: Pick<PoolCallOptions<MediaRequests[K]['event']>, 'interactive' | 'onEvent'> = {},
  ): Promise<Reading<MediaRequests[K]['response']>> {
    try {
      return await this.#pool.run(kind, request, { timeoutMs, signal, ...options });
    } catch (error) {
      if (error instanceof WorkerDeath)
        return { died: true, culprit: error.culprit, reason: reasonOf(error, timeoutMs) };
      if (error instanceof WorkerError) return { fault: error.message };
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.#pool.stop();
  }
}
