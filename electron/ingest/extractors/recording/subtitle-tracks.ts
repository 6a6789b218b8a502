import type { ExtractedPassage, FfmpegTools } from '../../../workers/media-protocol.ts';
import { chunkBlocks, cleanText } from '../../chunker.ts';
import { type Cue, readCues } from '../subtitles/cues.ts';
import type { SubtitleStream } from './facts.ts';
import { type FfmpegInput, outputOf } from './ffmpeg.ts';

/** Subtitles that are kept as text; of the others, which are pictures, nothing is read. */
const textCodecs = new Set([
  'subrip',
  'srt',
  'ass',
  'ssa',
  'mov_text',
  'webvtt',
  'text',
  'microdvd',
  'subviewer',
  'sami',
]);
const MOST_TRACKS = 8;
const LONGEST_TRACK = 32 * 2 ** 20;

/** What is shown of a recording in one language. */
export interface SubtitleTrack {
  /** ISO 639 code; empty where it is not told. */
  language: string;
  lines: Cue[];
}

/** The subtitles in a recording that are text. A track that cannot be read is left out. */
export async function readSubtitleTracks(
  tools: FfmpegTools,
  input: FfmpegInput,
  streams: readonly SubtitleStream[],
  timeoutMs: number,
): Promise<SubtitleTrack[]> {
  const tracks: SubtitleTrack[] = [];
  for (const { index, language } of streams.filter(({ codec }) => textCodecs.has(codec)).slice(0, MOST_TRACKS)) {
    const after = ['-map', `0:s:${index}`, '-f', 'webvtt', 'pipe:1'];
    const options = { input, before: ['-v', 'error'], after, timeoutMs, most: LONGEST_TRACK };
    const text = await outputOf(tools.ffmpeg, options).catch(() => Buffer.alloc(0));
    const lines = readCues(text.toString('utf8').replace(/\r\n?/g, '\n'));
    if (lines.length > 0) tracks.push({ language, lines });
  }
  return tracks;
}

/** Timed lines as passages; `linesBefore` are counted before them. */
export function timedPassages(lines: readonly Cue[], linesBefore = 0): ExtractedPassage[] {
  return chunkBlocks(
    lines.map(({ text, start, end }, index) => {
      const line = linesBefore + index + 1;
      return { text: cleanText(text), anchor: { type: 'lines', start: line, end: line, time: { start, end } } };
    }),
  );
}
