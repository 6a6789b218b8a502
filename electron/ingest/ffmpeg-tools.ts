import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { basename, delimiter, dirname, extname, join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import type { FfmpegTools } from '../workers/media-protocol.ts';

/** Whether ffmpeg can be used: where it is and which it is, or why not. */
export type FfmpegState = { tools: FfmpegTools; version: string } | { tools: null; reason: string };

const VERSION_MS = 15_000;
const executable = (name: string) => (process.platform === 'win32' ? `${name}.exe` : name);

/** Finds the ffmpeg that the owner named, or else the system's, and tries once whether it runs. */
export class FfmpegFinder {
  readonly #namedPath: () => string;
  #tried: { path: string; state: Promise<FfmpegState> } | undefined;

  /** @param namedPath the program that the owner named, or its folder; empty for the system's */
  constructor(namedPath: () => string) {
    this.#namedPath = namedPath;
  }

  /** The programs; null where they are missing. */
  async tools(): Promise<FfmpegTools | null> {
    return (await this.state()).tools;
  }

  state(): Promise<FfmpegState> {
    const path = this.#namedPath();
    if (this.#tried?.path !== path) this.#tried = { path, state: find(path) };
    return this.#tried.state;
  }

  /** Looks again: it may have been installed or removed meanwhile. */
  forget(): void {
    this.#tried = undefined;
  }
}

async function find(named: string): Promise<FfmpegState> {
  const ffmpeg = named === '' ? await onPath(executable('ffmpeg')) : await namedProgram(named);
  if (!ffmpeg)
    return {
      tools: null,
      reason: named === '' ? 'ffmpeg is not installed on this machine.' : `There is no ffmpeg at ${named}.`,
    };
  const ffprobe = (await runnable(besideOf(ffmpeg))) ?? (await onPath(executable('ffprobe')));
  if (!ffprobe) return { tools: null, reason: `ffprobe, which comes with ffmpeg, is not beside ${ffmpeg}.` };
  try {
    const version = await versionOf(ffmpeg, 'ffmpeg');
    await versionOf(ffprobe, 'ffprobe');
    return { tools: { ffmpeg, ffprobe }, version };
  } catch (error) {
    return { tools: null, reason: messageOf(error) };
  }
}

async function namedProgram(path: string): Promise<string | null> {
  return (await runnable(join(path, executable('ffmpeg')))) ?? (await runnable(path));
}

/** ffprobe beside an ffmpeg, whose name may have something behind it, such as `ffmpeg-7`. */
function besideOf(ffmpeg: string): string {
  const name = basename(ffmpeg, extname(ffmpeg)).replace('ffmpeg', 'ffprobe') + extname(ffmpeg);
  return join(dirname(ffmpeg), name);
}

async function onPath(name: string): Promise<string | null> {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')) {
    const found = await runnable(join(folder, name));
    if (found) return found;
  }
  return null;
}

async function runnable(path: string): Promise<string | null> {
  return access(path, constants.X_OK).then(
    () => path,
    () => null,
  );
}

/** What a program says that it is. Rejects when it is another one, or does not run. */
function versionOf(path: string, name: 'ffmpeg' | 'ffprobe'): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(path, ['-version'], { timeout: VERSION_MS, windowsHide: true }, (error, output) => {
      const version = new RegExp(`^${name} version (\\S+)`).exec(output)?.[1];
      if (version !== undefined && !error) return resolve(version);
      reject(new Error(error ? `${path} does not run: ${messageOf(error).split('\n')[0]}` : `${path} is not ${name}.`));
    });
  });
}
