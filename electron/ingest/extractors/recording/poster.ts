import type { FfmpegTools } from '../../../workers/media-protocol.ts';
import { sharp } from '../sharp.ts';
import { FfmpegError, type FfmpegInput } from './ffmpeg.ts';
import { frameOf } from './frames.ts';
import type { FrameKind } from './shown-frames.ts';

/** Shares of the length at which a frame is looked for, best first. Of a slide show there may be a frame at the start alone. */
const PLACES = [0.1, 0.3, 0.6, 0.02, 0];
/** Of shorter ones the frames from the start are compared, which are nearly all. */
const SHORT_MS = 500;
const FRAMES_COMPARED = 24;
/** Of 255: a frame that is darker or more even than this shows nothing. */
const DARK = 20;
const EVEN = 10;

export interface PosterRequest {
  durationMs: number;
  hasPicture: boolean;
  longestSide: number;
  kind: FrameKind;
}

/**
 * The frame that stands for a recording, as a PNG file: not a black or an empty one, where there is another.
 * Null where there is none that can be decoded.
 */
export async function posterOf(
  tools: FfmpegTools,
  input: FfmpegInput,
  { durationMs, hasPicture, longestSide, kind }: PosterRequest,
): Promise<Buffer | null> {
  const places = hasPicture ? (durationMs > SHORT_MS ? PLACES.map((share) => share * durationMs) : [0]) : [null];
  let best: { frame: Buffer; contrast: number } | null = null;
  for (const at of places) {
    const request = { at, width: longestSide, height: longestSide, of: hasPicture ? FRAMES_COMPARED : 1, kind };
    const frame = await frameOf(tools, input, request).catch(unlessFfmpegFailed);
    if (frame.length === 0) continue;
    const { brightness, contrast } = await look(frame);
    if (brightness > DARK && contrast > EVEN) return frame;
    if (!best || contrast > best.contrast) best = { frame, contrast };
  }
  return best?.frame ?? null;
}

/** A frame that cannot be decoded is as good as none. */
export function unlessFfmpegFailed(error: unknown): Buffer {
  if (error instanceof FfmpegError) return Buffer.alloc(0);
  throw error;
}

async function look(frame: Buffer): Promise<{ brightness: number; contrast: number }> {
  const { channels } = await sharp(frame).removeAlpha().resize(64, 64, { fit: 'fill' }).greyscale().stats();
  return { brightness: channels[0]?.mean ?? 0, contrast: channels[0]?.stdev ?? 0 };
}
