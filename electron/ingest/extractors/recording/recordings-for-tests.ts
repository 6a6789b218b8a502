import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import { FfmpegFinder } from '../../ffmpeg-tools.ts';

/** The system's ffmpeg, where it has one; the tests of what it does are skipped without. */
export const systemTools = await new FfmpegFinder(() => '').tools();

/** Made pictures: colours and a counter, which change with each frame. */
export const picture = (seconds: number, size = '160x90') => [
  '-f',
  'lavfi',
  '-i',
  `testsrc=size=${size}:rate=10:duration=${seconds}`,
];
/** A made tone. */
export const tone = (seconds: number) => ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`];

/** Makes a recording with ffmpeg; answers where it is. */
export function makeRecording(name: string, ...args: readonly string[]): string {
  const path = join(temporaryFolder(), name);
  execFileSync(systemTools?.ffmpeg ?? 'ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args, `file:${path}`]);
  return path;
}

/** A file with a text, beside which others may stand. */
export function textFile(name: string, text: string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}
