import { messageOf } from '../../../../shared/errors.ts';
import type {
  ExtractedPassage,
  Extraction,
  FfmpegTools,
  Identity,
  Refusal,
  SourcePath,
} from '../../../workers/media-protocol.ts';
import { extractors } from '../readers.ts';
import { failed, unsupported } from '../refusal.ts';
import { dateOf, metadataOf } from './describe.ts';
import type { Chapter, RecordingFacts } from './facts.ts';
import { FfmpegError, type FfmpegInput } from './ffmpeg.ts';
import { type RecordingFormat, recordingFormat } from './formats.ts';
import { mayPlay } from './playable.ts';
import { probe } from './probe.ts';
import { readContainer } from './read-container.ts';
import { readSubtitleTracks, type SubtitleTrack, timedPassages } from './subtitle-tracks.ts';

const { engine, engineVersion } = extractors.recording;
const WITH_FFMPEG = { engine, engineVersion };
const WITHOUT_FFMPEG = { engine: 'mediabunny', engineVersion };

const NOTHING_IN_IT =
  'No picture and no sound can be found in it: it is damaged, cut short, or holds something else. Get another copy of it.';
const INSTALL = 'Install ffmpeg, or name its place in Settings → Reading.';
const SUBTITLES_MS = 2 * 60_000;
/** A slow disk reads at least so many bytes a millisecond. */
const SLOW_DISK = 20_000;

/** Streams, length, tags, chapters and subtitles of a video or sound recording. */
export async function extractRecording(
  path: SourcePath,
  { mime, size }: Identity,
  tools: FfmpegTools | null,
  signal?: AbortSignal,
): Promise<Extraction | Refusal> {
  const format = recordingFormat(mime);
  if (!format) return unsupported('It is in no format of recordings that Holdfast knows.');
  const input = { path, demuxer: format.demuxer, signal };
  const { facts, reason } = await factsOf(input, tools);
  if (!facts && !tools)
    return unsupported(`It is a ${format.kind} recording (${format.name}), which is read with ffmpeg. ${INSTALL}`);
  if (!facts) return failed(`The recording is damaged or cut short, and cannot be opened. ${reason}`.trim());
  if (!facts.video && !facts.audio) return failed(NOTHING_IN_IT);
  const subtitles = tools
    ? await readSubtitleTracks(tools, input, facts.subtitles, SUBTITLES_MS + size / SLOW_DISK)
    : [];
  return {
    ...(tools ? WITH_FFMPEG : WITHOUT_FFMPEG),
    kind: facts.video ? 'video' : 'audio',
    title: facts.tags.title ?? '',
    date: dateOf(facts),
    width: facts.video?.width ?? 0,
    height: facts.video?.height ?? 0,
    pages: 0,
    duration: facts.durationMs,
    metadata: metadataOf(format, facts),
    notes: tools ? [] : lacks(format, facts),
    content: contentOf(format, facts, subtitles, tools),
    passages: [...describedPassage(facts), ...facts.chapters.map(chapterPassage), ...subtitlePassages(subtitles)],
    pagesForOcr: [],
  };
}

/** By ffprobe, which knows most; else by the libraries, which know the common containers. */
async function factsOf(
  input: FfmpegInput,
  tools: FfmpegTools | null,
): Promise<{ facts: RecordingFacts | null; reason: string }> {
  let reason = '';
  if (tools) {
    try {
      return { facts: await probe(tools, input), reason };
    } catch (error) {
      if (!(error instanceof FfmpegError || error instanceof SyntaxError)) throw error;
      reason = `ffmpeg says: ${messageOf(error)}`;
    }
  }
  return { facts: await readContainer(input.path), reason };
}

function contentOf(
  { demuxer }: RecordingFormat,
  facts: RecordingFacts,
  subtitles: SubtitleTrack[],
  tools: FfmpegTools | null,
): Extraction['content'] {
  const { video, audio, chapters } = facts;
  return {
    type: 'recording',
    hasPicture: video !== null,
    sound: audio ? (tools || demuxer === 'wav' ? 'heard' : 'needs-ffmpeg') : 'none',
    mayPlay: mayPlay(facts, demuxer),
    chapters,
    subtitles,
  };
}

/** What is missing of a recording that is read without ffmpeg, as a note. */
function lacks(format: RecordingFormat, { video, audio }: RecordingFacts): string[] {
  const missing = [
    ...(video ? ['has no picture here'] : []),
    ...(audio && format.demuxer !== 'wav' ? ['cannot be transcribed'] : []),
  ];
  return missing.length === 0 ? [] : [`Without ffmpeg it ${missing.join(' and ')}. ${INSTALL}`];
}

/** What its maker wrote of it, which it is found by as well. */
function describedPassage({ tags }: RecordingFacts): ExtractedPassage[] {
  const names = ['artist', 'album', 'description', 'synopsis', 'comment', 'lyrics'];
  const text = [...new Set(names.map((name) => tags[name]).filter((value) => value !== undefined))].join('\n');
  return text === '' ? [] : [{ text, anchor: { type: 'asset' } }];
}

/** A chapter is found by its title, and opened where it begins. */
function chapterPassage({ title, start, end }: Chapter, index: number): ExtractedPassage {
  return { text: title, anchor: { type: 'lines', start: index + 1, end: index + 1, time: { start, end } } };
}

function subtitlePassages(tracks: readonly SubtitleTrack[]): ExtractedPassage[] {
  let linesBefore = 0;
  return tracks.flatMap(({ lines }) => {
    const passages = timedPassages(lines, linesBefore);
    linesBefore += lines.length;
    return passages;
  });
}
