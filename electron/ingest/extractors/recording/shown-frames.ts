import type { FfmpegTools } from '../../../workers/media-protocol.ts';
import { FfmpegError, type FfmpegInput } from './ffmpeg.ts';
import { probe } from './probe.ts';

/** ffmpeg's filters that leave of a frame what is to be seen of it: without blanking, and without the combs of two fields in one. */
export const seenAlone: readonly string[] = [
  'yadif=deint=interlaced',
  `crop=w=iw:h='if(eq(iw,720)*(eq(ih,608)+eq(ih,512)),ih-32,ih)':x=0:y='ih-oh'`,
];

/**
 * Filters that bring the light of HDR into what other pictures have: white as BT.2408 says (203 cd/m²), what is brighter
 * bent down to it, the rest left as it is. They need a build with zimg, as nearly all are.
 */
export const asUsualLight: readonly string[] = [
  'zscale=t=linear:npl=203',
  'format=gbrpf32le',
  'zscale=p=bt709',
  'tonemap=mobius:desat=0',
  'zscale=t=bt709:m=bt709:r=tv',
  'format=yuv420p',
];

/** Whether a recording's picture is of HDR, by its own account. */
export async function isHdr(tools: FfmpegTools, input: FfmpegInput): Promise<boolean> {
  try {
    return (await probe(tools, input)).video?.isHdr ?? false;
  } catch (error) {
    if (error instanceof FfmpegError || error instanceof SyntaxError) return false;
    throw error;
  }
}
