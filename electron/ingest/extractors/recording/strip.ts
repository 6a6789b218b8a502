import type { FfmpegTools, FrameStrip } from '../../../workers/media-protocol.ts';
import { sharp } from '../sharp.ts';
import type { FfmpegInput } from './ffmpeg.ts';
import { frameOf } from './frames.ts';
import { unlessFfmpegFailed } from './poster.ts';
import type { FrameKind } from './shown-frames.ts';

const MOST_FRAMES = 30;
const COLUMNS = 6;
const TILE = { width: 160, height: 120 };
const QUALITY = 60;
/** Frames missing in a row after which no more are looked for: the rest of the file is damaged. */
const MISSES = 4;

/** Writes frames from all over a recording into one picture (WebP), for looking through it; null where there are none. */
export async function writeStrip(
  tools: FfmpegTools,
  input: FfmpegInput,
  { durationMs, kind }: { durationMs: number; kind: FrameKind },
  output: string,
): Promise<FrameStrip | null> {
  const count = Math.min(MOST_FRAMES, Math.max(1, Math.ceil(durationMs / 1000)));
  const frames: Buffer[] = [];
  for (let index = 0, missed = 0; index < count && missed < MISSES; index++) {
    const at = ((index + 0.5) / count) * durationMs;
    const frame = await frameOf(tools, input, { at, ...TILE, of: 1, kind }).catch(unlessFfmpegFailed);
    missed = frame.length === 0 ? missed + 1 : 0;
    frames.push(frame);
  }
  const first = frames.find((frame) => frame.length > 0);
  if (!first) return null;
  const { width, height } = await sharp(first).metadata();
  const columns = Math.min(COLUMNS, count);
  const tiles = frames.flatMap((frame, index) => {
    if (frame.length === 0) return [];
    return [{ input: frame, left: (index % columns) * width, top: Math.floor(index / columns) * height }];
  });
  const background = { r: 0, g: 0, b: 0 };
  const size = { width: columns * width, height: Math.ceil(count / columns) * height };
  await sharp({ create: { ...size, channels: 3, background } })
    .composite(tiles)
    .webp({ quality: QUALITY })
    .toFile(output);
  return { frames: count, columns, width, height };
}
