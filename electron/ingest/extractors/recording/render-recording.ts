import { rename } from 'node:fs/promises';
import type { MediaRequests, RecordingRenditions } from '../../../workers/media-protocol.ts';
import { writeRenditions } from '../renditions.ts';
import { sharp } from '../sharp.ts';
import { recordingFormat } from './formats.ts';
import { posterOf } from './poster.ts';
import { findScenes } from './scenes.ts';
import { frameKind, still } from './shown-frames.ts';
import { writeStrip } from './strip.ts';
import { writeWaveform } from './waveform.ts';

/** Writes what is shown of a recording beside its player, and finds its scenes. What cannot be made is left out. */
export async function renderRecording(
  request: MediaRequests['renderRecording']['request'],
  { signal }: { signal: AbortSignal },
): Promise<RecordingRenditions> {
  const { path, identity, tools, durationMs, hasPicture, hasSound, pictures, strip, waveform } = request;
  const demuxer = recordingFormat(identity.mime)?.demuxer ?? '';
  const input = { path, demuxer, signal };
  const made: RecordingRenditions = { poster: false, strip: null, waveform: false, scenes: [] };
  if (tools) {
    const longestSide = Math.max(...pictures.map((picture) => picture.longestSide));
    const kind = hasPicture ? await frameKind(tools, input) : still;
    const poster = await posterOf(tools, input, { durationMs, hasPicture, longestSide, kind });
    if (poster) {
      await writeRenditions(sharp(poster), pictures);
      made.poster = true;
    }
    if (hasPicture && durationMs > 0) {
      made.strip = await whole(strip, (part) => writeStrip(tools, input, { durationMs, kind }, part));
      made.scenes = await findScenes(tools, input);
    }
  }
  if (hasSound && !hasPicture && (tools || demuxer === 'wav'))
    made.waveform = await whole(waveform, (part) => writeWaveform({ ...input, tools }, part));
  return made;
}

/** Has a file written beside its place and then put there, so that there is none in part; unless nothing was written. */
async function whole<T>(output: string, write: (part: string) => Promise<T>): Promise<T> {
  const part = `${output}.part`;
  const written = await write(part);
  if (written) await rename(part, output);
  return written;
}
