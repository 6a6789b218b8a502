import { rename, rm } from 'node:fs/promises';
import type { MediaRequests } from '../../../workers/media-protocol.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { recordingFormat } from './formats.ts';
import { asUsualLight, frameKind, seenAlone, still } from './shown-frames.ts';

const LONGEST_RUN_MS = 12 * 60 * 60_000;
/** Pixels: enough to see what there is, and quickly made. */
const WIDEST = 1280;
const HIGHEST = 720;

/** Codecs that every Chromium plays, chosen and set for how fast they are made. */
const picture = [
  ...['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-crf', '24', '-b:v', '2M', '-g', '120'],
  ...['-pix_fmt', 'yuv420p', '-fpsmax', '30'],
];
const sound = ['-c:a', 'libopus', '-b:a', '96k', '-ac', '2'];

/**
 * Writes a copy of a recording (WebM) that a window can play.
 * @throws FfmpegError
 */
export async function writeProxy(
  request: MediaRequests['proxy']['request'],
  { emit, signal }: { emit: (event: MediaRequests['proxy']['event']) => void; signal: AbortSignal },
): Promise<null> {
  const { path, identity, tools, durationMs, hasPicture, output } = request;
  const part = `${output}.part`;
  const fit = `scale=w='min(${WIDEST},iw*sar)':h='min(${HIGHEST},ih)':force_original_aspect_ratio=decrease`;
  const input = { path, demuxer: recordingFormat(identity.mime)?.demuxer ?? '', signal };
  const kind = hasPicture ? await frameKind(tools, input) : still;
  const filters = [
    ...seenAlone(kind),
    fit,
    'scale=trunc(iw/2)*2:trunc(ih/2)*2',
    'setsar=1',
    ...(kind.isHdr ? asUsualLight : []),
  ];
  try {
    await runFfmpeg(tools.ffmpeg, {
      input,
      before: ['-v', 'error', '-nostdin', '-y'],
      after: [
        ...(hasPicture ? ['-map', '0:v:0', '-vf', filters.join(','), ...picture] : ['-vn']),
        ...['-map', '0:a:0?', ...sound, '-sn', '-dn', '-map_metadata', '-1'],
        ...['-progress', 'pipe:1', '-nostats', '-f', 'webm', `file:${part}`],
      ],
      timeoutMs: LONGEST_RUN_MS,
      onOutput: (bytes) => {
        const done =
          Number(Array.from(bytes.toString('latin1').matchAll(/out_time_us=(\d+)/g)).at(-1)?.[1] ?? 0) / 1000;
        emit({ progress: durationMs > 0 ? Math.min(1, done / durationMs) : 0 });
        return true;
      },
    });
    await rename(part, output);
    return null;
  } finally {
    await rm(part, { force: true });
  }
}
