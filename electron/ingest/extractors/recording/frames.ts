import type { FfmpegTools } from '../../../workers/media-protocol.ts';
import { FfmpegError, type FfmpegInput, outputOf } from './ffmpeg.ts';
import { asUsualLight, type FrameKind, seenAlone } from './shown-frames.ts';

const FRAME_MS = 10_000;
const LARGEST_FRAME = 64 * 2 ** 20;

export interface FrameRequest {
  /** Where in the recording; null for the picture that is kept with one of sound alone. */
  at: number | null;
  /** Pixels that the upright frame may be wide and high. */
  width: number;
  height: number;
  /** Frames of which the one is taken that shows best what they all do. */
  of: number;
  kind: FrameKind;
}

/** Before a moment, in milliseconds, within which there is nearly always a frame that those until it are decoded from. */
const BACK_MS = 12_000;

/**
 * A frame of a recording as a PNG file, upright and in the shape that it is shown in; empty where there is none. Transport
 * streams have no index: what is sought in them may come to lie behind the last frame that can be decoded by itself.
 * Then it is gone to from before it.
 */
export async function frameOf(tools: FfmpegTools, input: FfmpegInput, request: FrameRequest): Promise<Buffer> {
  const frame = await framesFrom(tools, input, request, request.at ?? 0);
  if (frame.length > 0 || !request.at || !withoutIndex.has(input.demuxer)) return frame;
  return framesFrom(tools, input, request, Math.max(0, request.at - BACK_MS));
}

const withoutIndex = new Set(['mpegts', 'mpeg']);

/** The frame, where decoding begins at `from`. Light of HDR is shown as it is where ffmpeg cannot bend it. */
async function framesFrom(
  tools: FfmpegTools,
  input: FfmpegInput,
  request: FrameRequest,
  from: number,
): Promise<Buffer> {
  try {
    return await decoded(tools, input, request, from);
  } catch (error) {
    if (!(error instanceof FfmpegError) || !request.kind.isHdr) throw error;
    return decoded(tools, input, { ...request, kind: { ...request.kind, isHdr: false } }, from);
  }
}

function decoded(tools: FfmpegTools, input: FfmpegInput, request: FrameRequest, from: number): Promise<Buffer> {
  const { at, width, height, of, kind } = request;
  const onwards = (at ?? 0) - from;
  const fit = `scale=w='min(${width},iw*sar)':h='min(${height},ih)':force_original_aspect_ratio=decrease`;
  const shaped = [...seenAlone(kind), "scale=w='trunc(iw*sar/2)*2':h=ih", 'setsar=1', fit];
  const filters = [...shaped, ...(kind.isHdr ? asUsualLight : []), ...(of > 1 ? [`thumbnail=${of}`] : [])];
  return outputOf(tools.ffmpeg, {
    input,
    before: ['-v', 'error', '-nostdin', '-threads', '1', ...seek(from)],
    after: [
      ...seek(onwards),
      '-map',
      '0:v:0',
      '-frames:v',
      '1',
      '-vf',
      filters.join(','),
      '-c:v',
      'png',
      '-f',
      'image2pipe',
      'pipe:1',
    ],
    timeoutMs: FRAME_MS,
    most: LARGEST_FRAME,
  });
}

function seek(milliseconds: number): string[] {
  return milliseconds > 0 ? ['-ss', String(milliseconds / 1000)] : [];
}
