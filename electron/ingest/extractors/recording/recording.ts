import { messageOf } from '../../../../shared/errors.ts';
import { FileWindow } from '../../../workers/file-window.ts';
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
import { recorderNotes, soundTimecode } from './broadcast-wave.ts';
import { UNKNOWN_CODEC } from './codec-names.ts';
import { missingBytes } from './cut-short.ts';
import { dateOf, drawnSubtitles, metadataOf } from './describe.ts';
import type { Chapter, RecordingFacts } from './facts.ts';
import { FfmpegError, type FfmpegInput } from './ffmpeg.ts';
import { bareStreams, type RecordingFormat, recordingFormat } from './formats.ts';
import { isChained, measuredLength } from './length.ts';
import { lyricsOf, lyricsPassages } from './lyrics.ts';
import { mayPlay } from './playable.ts';
import { probe } from './probe.ts';
import { readContainer, readTimedLyrics } from './read-container.ts';
import { readSubtitleTracks, type SubtitleTrack, timedPassages } from './subtitle-tracks.ts';

const { engine, engineVersion } = extractors.recording;
const WITH_FFMPEG = { engine, engineVersion };
const WITHOUT_FFMPEG = { engine: 'mediabunny', engineVersion };

const NOTHING_IN_IT =
  'No picture and no sound can be found in it: it is damaged, cut short, or holds something else. Get another copy of it.';
const AS_TEXT = 'Save them as text (SRT) with a program that recognises it, such as Subtitle Edit.';
const INSTALL = 'Install ffmpeg, or name its place in Settings → Reading.';
/** For going through all of a file, beside what reading its bytes takes. */
const READ_THROUGH_MS = 2 * 60_000;
/** Bytes at a file's start. */
const TAGS = 512 * 1024;
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
  const timeoutMs = READ_THROUGH_MS + size / SLOW_DISK;
  const { facts: told, reason } = await factsOf(input, tools, timeoutMs);
  const facts = told && (await withNotes(told, input));
  if (!facts && !tools)
    return unsupported(
      `It is a ${format.kind === 'video' ? 'video' : 'sound'} recording (${format.name}), which is read with ffmpeg. ${INSTALL}`,
    );
  if (!facts) return failed(`The recording is damaged or cut short, and cannot be opened. ${reason}`.trim());
  const words = lyricsOf(facts);
  const inFile = tools ? await readSubtitleTracks(tools, input, facts.subtitles, timeoutMs) : [];
  const subtitles = [...inFile, ...words.tracks];
  if (!facts.video && !facts.audio && subtitles.length === 0) return withoutStreams(facts);
  return {
    ...(tools ? WITH_FFMPEG : WITHOUT_FFMPEG),
    kind: facts.video || !facts.audio ? 'video' : 'audio',
    title: facts.tags.title ?? '',
    date: dateOf(facts),
    width: facts.video?.width ?? 0,
    height: facts.video?.height ?? 0,
    pages: 0,
    duration: facts.durationMs,
    metadata: metadataOf(format, facts),
    notes: [...cutShort(input, size), ...drawn(facts), ...(tools ? undecoded(facts) : lacks(format, facts))],
    content: contentOf(format, facts, subtitles, tools),
    passages: [
      ...describedPassage(facts),
      ...facts.chapters.map(chapterPassage),
      ...subtitlePassages(subtitles),
      ...lyricsPassages(words),
    ],
    pagesForOcr: [],
  };
}

/** By ffprobe, which knows most; else by the libraries, which know the common containers. */
async function factsOf(
  input: FfmpegInput,
  tools: FfmpegTools | null,
  timeoutMs: number,
): Promise<{ facts: RecordingFacts | null; reason: string }> {
  let reason = '';
  if (tools) {
    try {
      return { facts: await withLength(await probe(tools, input), tools, input, timeoutMs), reason };
    } catch (error) {
      if (!(error instanceof FfmpegError || error instanceof SyntaxError)) throw error;
      reason = messageOf(error);
    }
  }
  const facts = bareStreams.has(input.demuxer) ? null : await readContainer(input.path);
  return { facts: facts && tools ? await withLength(facts, tools, input, timeoutMs) : facts, reason };
}

/** Facts with the length by what is there, where the container does not tell it, or tells that of a part. */
async function withLength(
  facts: RecordingFacts,
  tools: FfmpegTools,
  input: FfmpegInput,
  timeoutMs: number,
): Promise<RecordingFacts> {
  const isTold = facts.durationMs > 0 && !(input.demuxer === 'ogg' && isChained(input.path));
  if (isTold || !(facts.video || facts.audio)) return facts;
  const durationMs = await measuredLength(tools, input, timeoutMs);
  return durationMs > 0 ? { ...facts, durationMs } : facts;
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
    sound: soundOf(audio, tools !== null, demuxer),
    mayPlay: mayPlay(facts, demuxer),
    chapters,
    subtitles,
  };
}

function soundOf(
  audio: RecordingFacts['audio'],
  hasTools: boolean,
  demuxer: string,
): 'heard' | 'needs-ffmpeg' | 'none' {
  if (!audio || (hasTools && audio.codec === UNKNOWN_CODEC)) return 'none';
  return hasTools || demuxer === 'wav' ? 'heard' : 'needs-ffmpeg';
}

/** Facts with those that ffmpeg passes over: what recorders of sound write into WAV files, and the moments of words in MP3. */
async function withNotes(facts: RecordingFacts, { path, demuxer }: FfmpegInput): Promise<RecordingFacts> {
  if (demuxer === 'wav') {
    const tags = { ...facts.tags, ...recorderNotes(path) };
    return { ...facts, tags, timecode: facts.timecode || soundTimecode(tags, facts.audio?.sampleRate ?? 0) };
  }
  if (demuxer !== 'mp3' || !startOf(path).includes('SYLT')) return facts;
  const lyrics = await readTimedLyrics(path);
  return lyrics === '' ? facts : { ...facts, tags: { ...facts.tags, synced_lyrics: lyrics } };
}

/** The bytes at the start of a file that its tags lie in, unless a large picture is before them. */
function startOf(path: SourcePath): Buffer {
  using file = new FileWindow(path);
  return Buffer.from(file.read(0, Math.min(file.size, TAGS)));
}

/** Why nothing is read of what has neither picture nor sound, nor text. */
function withoutStreams({ subtitles }: RecordingFacts): Refusal {
  const pictures = subtitles.map(({ codec }) => drawnSubtitles[codec]).filter((name) => name !== undefined);
  if (pictures.length === 0) return failed(NOTHING_IN_IT);
  return unsupported(`It holds nothing but subtitles that are ${[...new Set(pictures)].join(' and ')}. ${AS_TEXT}`);
}

/** That its subtitles cannot be searched, as a note. */
function drawn({ subtitles }: RecordingFacts): string[] {
  const pictures = subtitles.filter(({ codec }) => drawnSubtitles[codec] !== undefined);
  if (pictures.length === 0) return [];
  const which = pictures.length < subtitles.length ? 'Some of its subtitles' : 'Its subtitles';
  return [`${which} are pictures and no text: they are not searched.`];
}

/** That a part of the file is missing, as a note. */
function cutShort({ path, demuxer }: FfmpegInput, size: number): string[] {
  const missing = missingBytes(path, demuxer);
  if (missing === 0) return [];
  const percent = Math.round((100 * missing) / (size + missing));
  const share = percent === 0 ? 'a part of it' : `${percent} % of it`;
  return [`It is cut short: its end, ${share}, is missing. Get another copy of it.`];
}

/** What of it ffmpeg has no decoder for, as notes. */
function undecoded({ video, audio }: RecordingFacts): string[] {
  return [
    ...(video?.codec === UNKNOWN_CODEC
      ? [`Its picture is ${video.codecName}, which this ffmpeg does not decode: it is not shown.`]
      : []),
    ...(audio?.codec === UNKNOWN_CODEC
      ? [`Its sound is ${audio.codecName}, which this ffmpeg does not decode: it is neither heard nor transcribed.`]
      : []),
  ];
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
  const names = ['artist', 'album', 'description', 'synopsis', 'comment', 'project', 'scene', 'note', 'track_names'];
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
