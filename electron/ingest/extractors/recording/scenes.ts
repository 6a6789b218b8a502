import type { FfmpegTools } from '../../../workers/media-protocol.ts';
import { FfmpegError, type FfmpegInput, runFfmpeg } from './ffmpeg.ts';

const SCENES_MS = 60_000;
const MOST_SCENES = 2000;
/** How much must change from one key frame to the next, 0 to 1, for a cut. */
const CHANGE = 0.3;

/**
 * The moments, in milliseconds, at which a new scene begins. Only key frames are looked at, which encoders set at cuts,
 * and only for so long: what was found until then is what is known.
 */
export async function findScenes(tools: FfmpegTools, input: FfmpegInput): Promise<number[]> {
  const filters = ['scale=160:-2', `select='gt(scene,${CHANGE})'`, 'metadata=mode=print:file=-'];
  let text = '';
  const moments = () => Array.from(text.matchAll(/pts_time:([\d.]+)/g), (found) => Math.round(Number(found[1]) * 1000));
  try {
    await runFfmpeg(tools.ffmpeg, {
      input,
      before: ['-v', 'error', '-nostdin', '-threads', '1', '-skip_frame', 'nokey'],
      after: ['-map', '0:v:0', '-an', '-vf', filters.join(','), '-f', 'null', '-'],
      timeoutMs: SCENES_MS,
      onOutput: (bytes) => {
        text += bytes.toString('latin1');
        return moments().length < MOST_SCENES;
      },
    });
  } catch (error) {
    if (!(error instanceof FfmpegError)) throw error;
  }
  return moments().filter((moment) => moment > 0);
}
