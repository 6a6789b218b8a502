import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { SourcePath } from '../../../workers/media-protocol.ts';

/** A file as ffmpeg is given it. */
export interface FfmpegInput {
  path: SourcePath;
  demuxer: string;
  /** Ends the work on it. */
  signal?: AbortSignal | undefined;
}

/** The program ended with an error, or was ended. The message is its last line. */
export class FfmpegError extends Error {
  override readonly name = 'FfmpegError';
}

export interface RunOptions {
  input: FfmpegInput;
  /** Options of the input, which stand before it. */
  before?: readonly string[];
  /** What stands after the input. */
  after: readonly string[];
  timeoutMs: number;
  /** Takes what the program writes, as it comes. Answers false when that is enough: the program is ended, without an error. */
  onOutput?: (bytes: Buffer) => boolean;
}

/** One block of memory that ffmpeg may ask for at most, in bytes, and pixels of a frame. */
const LARGEST_BLOCK = String(512 * 2 ** 20);
const MOST_PIXELS = String(8192 * 8192);
const LINES_OF_LOG = 16 * 1024;
/** Names of its own errors, which are of no file or permission. */
const TELLS_NOTHING =
  /^(?:Operation not permitted|End of file|Input\/output error|Invalid data found when processing input|Error number -?\d+ occurred)$/;
const NO_INDEX =
  'Its index (moov) is missing, as of a recording that was never finished, or not copied whole. Programs that rebuild it want another recording of the same camera.';

/**
 * Runs ffmpeg or ffprobe on one file and nothing else: no network, no other files, no questions. What the file's
 * playlists or references name is not opened, as neither the protocols nor the reader for it are allowed.
 * @returns what it wrote to stderr
 * @throws FfmpegError when it fails or takes too long; AbortError
 */
export async function runFfmpeg(program: string, options: RunOptions): Promise<string> {
  const { input, before = [], after, timeoutMs, onOutput } = options;
  const { signal } = input;
  signal?.throwIfAborted();
  // A name that is not UTF-8 cannot be an argument; the open file can be handed over.
  const handle = typeof input.path === 'string' ? null : openSync(Buffer.from(input.path), 'r');
  try {
    const name = handle === null ? `file:${input.path}` : 'file:/dev/fd/3';
    const limits = ['-protocol_whitelist', 'file,pipe', '-max_pixels', MOST_PIXELS];
    const args = ['-hide_banner', '-max_alloc', LARGEST_BLOCK, ...limits, ...before];
    return await run(program, [...args, '-f', input.demuxer, '-i', name, ...after], {
      timeoutMs,
      signal,
      onOutput,
      handle,
    });
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

interface ProcessOptions {
  timeoutMs: number;
  signal: AbortSignal | undefined;
  onOutput: ((bytes: Buffer) => boolean) | undefined;
  /** A file that is open for the program as its descriptor 3. */
  handle: number | null;
}

function run(program: string, args: readonly string[], options: ProcessOptions): Promise<string> {
  const { timeoutMs, signal, onOutput, handle } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe', ...(handle === null ? [] : [handle])],
      windowsHide: true,
    });
    let log = '';
    let enough = false;
    let late = false;
    const end = () => child.kill('SIGKILL');
    const timer = setTimeout(() => {
      late = true;
      end();
    }, timeoutMs);
    signal?.addEventListener('abort', end, { once: true });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-LINES_OF_LOG);
    });
    child.stdout?.on('data', (bytes: Buffer) => {
      if (enough || !onOutput || onOutput(bytes)) return;
      enough = true;
      end();
    });
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      act();
    };
    child.once('error', (error) => settle(() => reject(new FfmpegError(error.message))));
    child.once('close', (code) =>
      settle(() => {
        if (signal?.aborted) reject(signal.reason);
        else if (enough || code === 0) resolve(log);
        else if (late) reject(new FfmpegError(`It took longer than ${Math.round(timeoutMs / 1000)} seconds.`));
        else reject(new FfmpegError(reasonIn(log)));
      }),
    );
  });
}

/** Why it failed, by the last line of what it wrote. */
function reasonIn(log: string): string {
  if (log.includes('moov atom not found')) return NO_INDEX;
  const line = log.trim().split('\n').at(-1) ?? '';
  // Without the path, which is known, and the address of what speaks.
  const said = line.replace(/^\[[^\]]*\]\s*/, '').replace(/file:.*: (?=[^:]*$)/, '');
  if (TELLS_NOTHING.test(said)) return 'ffmpeg makes nothing of it.';
  return said === '' ? 'ffmpeg gave no reason.' : `ffmpeg says: ${said}`;
}

/** All that a program writes, up to `most` bytes; `onLog` is told what it wrote to stderr. */
export async function outputOf(
  program: string,
  options: Omit<RunOptions, 'onOutput'> & { most: number; onLog?: (log: string) => void },
): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  const log = await runFfmpeg(program, {
    ...options,
    onOutput: (bytes) => {
      parts.push(bytes);
      length += bytes.length;
      return length <= options.most;
    },
  });
  if (length > options.most) throw new FfmpegError('It wrote more than can be right.');
  options.onLog?.(log);
  return Buffer.concat(parts);
}
