import type { FfmpegTools } from '../../../workers/media-protocol.ts';
import { guessEncoding } from '../text/guess-encoding.ts';
import { withBlanking } from './blanking.ts';
import { codecNames } from './codec-names.ts';
import {
  type AudioStream,
  type Chapter,
  plainTags,
  plausibleChapters,
  plausibleMs,
  type RecordingFacts,
  type SubtitleStream,
  type VideoStream,
} from './facts.ts';
import { type FfmpegInput, outputOf } from './ffmpeg.ts';

const PROBE_MS = 60_000;
const LONGEST_REPORT = 8 * 2 ** 20;

/** What ffprobe writes of a file, as far as it is used; any of it may be missing. */
interface Report {
  streams?: Stream[];
  chapters?: { start_time?: string; end_time?: string; tags?: Record<string, string> }[];
  format?: { duration?: string; bit_rate?: string; tags?: Record<string, string> };
}

interface Stream {
  codec_type?: string;
  codec_name?: string;
  codec_long_name?: string;
  codec_tag_string?: string;
  width?: number;
  height?: number;
  sample_aspect_ratio?: string;
  avg_frame_rate?: string;
  r_frame_rate?: string;
  sample_rate?: string;
  channels?: number;
  duration?: string;
  disposition?: { attached_pic?: number };
  color_transfer?: string;
  side_data_list?: { rotation?: number; side_data_type?: string }[];
  tags?: Record<string, string>;
}

/**
 * What ffprobe tells of a recording.
 * @throws FfmpegError where it cannot be read at all
 */
export async function probe(tools: FfmpegTools, input: FfmpegInput): Promise<RecordingFacts> {
  const report = await outputOf(tools.ffprobe, {
    input,
    before: ['-v', 'error'],
    after: ['-show_format', '-show_streams', '-show_chapters', '-of', 'json'],
    timeoutMs: PROBE_MS,
    most: LONGEST_REPORT,
  });
  return factsOf(JSON.parse(report.toString('utf8')) as Report);
}

function factsOf({ streams = [], chapters = [], format = {} }: Report): RecordingFacts {
  const moving = streams.find((stream) => stream.codec_type === 'video' && !isCover(stream));
  const sounds = streams.filter(({ codec_type: type }) => type === 'audio');
  const [sound] = sounds;
  const told = [format.duration, ...streams.map(({ duration }) => duration)].map(milliseconds);
  const coded = streams.find(({ codec_type: type, tags }) => type === 'data' && tags?.timecode !== undefined);
  const tags = asWritten(plainTags({ ...coded?.tags, ...moving?.tags, ...sound?.tags, ...format.tags }));
  return {
    durationMs: told.find((length) => length > 0) ?? 0,
    bitRate: whole(format.bit_rate),
    video: moving ? videoOf(moving) : null,
    audio: sound ? audioOf(sound) : null,
    audioStreams: sounds.length,
    audioLanguages: [...new Set(sounds.map(languageOf))].filter((language) => language !== ''),
    subtitles: streams.filter(({ codec_type: type }) => type === 'subtitle').map(subtitleOf),
    chapters: plausibleChapters(chapters.map(chapterOf)),
    hasCover: streams.some(isCover),
    tags,
    timecode: tags.timecode ?? streams.map(({ tags }) => tags?.timecode).find((code) => code !== undefined) ?? '',
  };
}

/**
 * Tags in the encoding that they were written in. Old programs wrote ID3 in whatever their system used, where it says
 * Latin-1: so many accented letters in a row are of no language that is written in that.
 */
function asWritten(tags: Record<string, string>): Record<string, string> {
  const values = Object.values(tags);
  const wrong = values.filter((value) => /[\u0080-\u00ff]{4}/.test(value) && !/[^\0-\u00ff]/.test(value));
  if (wrong.length === 0) return tags;
  const decoder = new TextDecoder(guessEncoding(Buffer.from(wrong.join('\n'), 'latin1')));
  const right = new Map(wrong.map((value) => [value, decoder.decode(Buffer.from(value, 'latin1'))]));
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, right.get(value) ?? value]));
}

function isCover({ codec_type: type, disposition }: Stream): boolean {
  return type === 'video' && disposition?.attached_pic === 1;
}

function videoOf(stream: Stream): VideoStream {
  const { width = 0, height: stored = 0 } = stream;
  const height = (width === 720 ? withBlanking[stored] : undefined) ?? stored;
  const stretched = Math.round(width * (ratio(stream.sample_aspect_ratio, ':') || 1));
  const turn = Math.abs(stream.side_data_list?.find(({ rotation }) => rotation !== undefined)?.rotation ?? 0);
  const sideways = turn % 180 === 90;
  return {
    ...codecNames(stream),
    width: sideways ? height : stretched,
    height: sideways ? stretched : height,
    frameRate: ratio(stream.avg_frame_rate, '/') || ratio(stream.r_frame_rate, '/'),
    ...lightOf(stream),
  };
}

/** How a stream tells light: by PQ or HLG (BT.2100), and whether Dolby Vision is beside it. */
function lightOf({ color_transfer: transfer, side_data_list: sideData = [] }: Stream) {
  const curve = transfer === 'smpte2084' ? 'PQ' : transfer === 'arib-std-b67' ? 'HLG' : '';
  const dolby = sideData.some(({ side_data_type: type }) => type?.startsWith('DOVI')) ? 'Dolby Vision' : '';
  return { isHdr: curve !== '', range: [curve && `HDR (${curve})`, dolby].filter(Boolean).join(', ') };
}

function audioOf(stream: Stream): AudioStream {
  return {
    ...codecNames(stream),
    channels: stream.channels ?? 0,
    sampleRate: whole(stream.sample_rate),
  };
}

function subtitleOf(stream: Stream, index: number): SubtitleStream {
  return { index, codec: stream.codec_name ?? 'unknown', language: languageOf(stream) };
}

/** ISO 639 code of a stream's language; empty where it is not told. */
function languageOf({ tags }: Stream): string {
  const language = tags?.language ?? '';
  return language === 'und' ? '' : language;
}

function chapterOf({ start_time: start, end_time: end, tags }: NonNullable<Report['chapters']>[number]): Chapter {
  return { start: Number(start) * 1000, end: Number(end) * 1000, title: tags?.title ?? '' };
}

function milliseconds(seconds: string | undefined): number {
  return plausibleMs(Number(seconds) * 1000);
}

function whole(text: string | undefined): number {
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? Math.round(value) : 0;
}

/** A fraction as a number; 0 where it is none. */
function ratio(text: string | undefined, sign: ':' | '/'): number {
  const [over, under] = (text ?? '').split(sign).map(Number);
  const value = (over ?? 0) / (under ?? 0);
  return Number.isFinite(value) && value > 0 ? value : 0;
}
