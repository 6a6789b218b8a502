import type { RecordingFacts } from './facts.ts';

/**
 * Codecs that Chromium plays; some of them only in builds with patents paid for, which the window finds out by trying.
 * By the names of ffmpeg and of mediabunny.
 */
const videoCodecs = new Set(['h264', 'avc', 'hevc', 'vp8', 'vp9', 'av1']);
const audioCodecs = new Set(['aac', 'mp3', 'opus', 'vorbis', 'flac', 'pcm_u8', 'pcm_s16le', 'pcm_s24le', 'pcm_f32le']);
const otherNames = new Set(['pcm-u8', 'pcm-s16', 'pcm-s24', 'pcm-f32', 'PCM', 'FLAC', 'MPEG 1 Layer 3']);

/** Whether Chromium may be able to play a recording as it is; of the others it is certain that it is not. */
export function mayPlay({ video, audio }: RecordingFacts, demuxer: string): boolean {
  if (!playedContainers.has(demuxer)) return false;
  if (video && !videoCodecs.has(video.codec)) return false;
  return !audio || audioCodecs.has(audio.codec) || otherNames.has(audio.codec);
}

const playedContainers = new Set(['mov', 'matroska', 'mp3', 'wav', 'flac', 'aac', 'ogg']);
