import type { FfmpegTools } from '../../../workers/media-protocol.ts';
import { FfmpegError, type FfmpegInput } from './ffmpeg.ts';
import { probe } from './probe.ts';

/** What has to be known of a picture to show its frames as they are seen. */
export interface FrameKind {
  /** Its values mean light of HDR. */
  isHdr: boolean;
  /** It may be of two fields in one: what is no higher than these cannot be taken apart. */
  hasFields: boolean;
}

/** A picture that stands still, as the cover of an album does. */
export const still: FrameKind = { isHdr: false, hasFields: false };
const LEAST_SIDE = 3;

/** ffmpeg's filters that leave of a frame what is to be seen of it: without blanking, and without the combs of two fields in one. */
export function seenAlone({ hasFields }: FrameKind): string[] {
  return [
    ...(hasFields ? ['yadif=deint=interlaced'] : []),
    `crop=w=iw:h='if(eq(iw,720)*(eq(ih,608)+eq(ih,512)),ih-32,ih)':x=0:y='ih-oh'`,
  ];
}

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

/** What a recording's picture is like, by its own account. */
export async function frameKind(tools: FfmpegTools, input: FfmpegInput): Promise<FrameKind> {
  try {
    const { video } = await probe(tools, input);
    return video ? { isHdr: video.isHdr, hasFields: Math.min(video.width, video.height) >= LEAST_SIDE } : still;
  } catch (error) {
    if (error instanceof FfmpegError || error instanceof SyntaxError) return still;
    throw error;
  }
}
