import { FileWindow } from '../../../workers/file-window.ts';
import type { FfmpegTools, SourcePath } from '../../../workers/media-protocol.ts';
import { plausibleMs } from './facts.ts';
import { FfmpegError, type FfmpegInput, runFfmpeg } from './ffmpeg.ts';

/** Bytes at both ends of a file in which its pages are looked for; a page has at most 65,307. */
const END = 128 * 1024;

/**
 * How long a recording is by its packets, in milliseconds, for where its container does not say: one that was recorded
 * live, or never finished. All of the file is read and nothing decoded. 0 where that cannot be told either.
 */
export async function measuredLength(tools: FfmpegTools, input: FfmpegInput, timeoutMs: number): Promise<number> {
  let told = '';
  try {
    await runFfmpeg(tools.ffmpeg, {
      input,
      before: ['-v', 'error', '-nostdin', '-nostats', '-progress', 'pipe:1'],
      after: ['-map', '0:v:0?', '-map', '0:a:0?', '-c', 'copy', '-f', 'null', '-'],
      timeoutMs,
      onOutput: (bytes) => {
        told = (told + bytes.toString('latin1')).slice(-END);
        return true;
      },
    });
  } catch (error) {
    // What is there before the damage was measured all the same.
    if (!(error instanceof FfmpegError)) throw error;
  }
  const micros = Array.from(told.matchAll(/out_time_us=(\d+)/g), ([, digits]) => Number(digits)).at(-1) ?? 0;
  return plausibleMs(micros / 1000);
}

/**
 * Whether an Ogg file is several, one after the other (RFC 3533, chaining), as radio is recorded: its reader then tells
 * the length of one of them. The stream of the last page is none of those that all begin together at the start.
 */
export function isChained(path: SourcePath): boolean {
  using file = new FileWindow(path);
  const length = Math.min(END, file.size);
  const pages = pagesIn(file.read(0, length));
  const later = pages.findIndex(({ begins }) => !begins);
  const first = pages.slice(0, Math.max(0, later)).map(({ stream }) => stream);
  const last = pagesIn(file.read(file.size - length, length)).at(-1);
  return last !== undefined && first.length > 0 && !first.includes(last.stream);
}

/** The pages that begin in some bytes, in their order: of which stream, by its number, and whether that begins with them. */
function pagesIn(bytes: Buffer): { stream: number; begins: boolean }[] {
  const pages: { stream: number; begins: boolean }[] = [];
  for (let at = bytes.indexOf('OggS'); at >= 0 && at + 18 <= bytes.length; at = bytes.indexOf('OggS', at + 4))
    pages.push({ stream: bytes.readUInt32LE(at + 14), begins: ((bytes[at + 5] ?? 0) & 2) !== 0 });
  return pages;
}
