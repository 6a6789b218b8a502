import { closeSync, openSync } from 'node:fs';
import type { Input, InputAudioTrack, InputVideoTrack } from 'mediabunny';
import type { SourcePath } from '../../../workers/media-protocol.ts';
import { plainTags, plausibleChapters, plausibleMs, type RecordingFacts } from './facts.ts';
import { asTimedText } from './lyrics.ts';

type Tags = RecordingFacts['tags'];

/**
 * What can be told of a recording without ffmpeg: streams, length and tags of the common containers.
 * Null where the container is not one of them, or is damaged.
 */
export function readContainer(path: SourcePath): Promise<RecordingFacts | null> {
  return named(path, async (name) => {
    const [streams, tagged] = [await readStreams(name), await readTagged(name)];
    if (!streams) return tagged;
    if (!tagged) return streams;
    const { chapters, hasCover, tags } = tagged;
    return { ...streams, chapters, hasCover, tags: { ...streams.tags, ...tags } };
  });
}

/** The words of a song with their moments as ID3 keeps them (ID3v2.4, 4.9), which ffmpeg passes over; empty without. */
export function readTimedLyrics(path: SourcePath): Promise<string> {
  return named(path, async (name) => {
    const { parseFile } = await import('music-metadata');
    const found = await parseFile(name, { skipCovers: true }).catch(() => null);
    const timed = found?.common.lyrics?.find(({ syncText }) => (syncText?.length ?? 0) > 0);
    // 2: their moments are milliseconds, and not frames of MPEG.
    return timed && timed.timeStampFormat === 2 ? asTimedText(timed.syncText) : '';
  });
}

/** The libraries take names that are text; of one that is not UTF-8, the open file has a name that is. */
async function named<T>(path: SourcePath, use: (name: string) => Promise<T>): Promise<T> {
  if (typeof path === 'string') return use(path);
  const handle = openSync(Buffer.from(path), 'r');
  try {
    return await use(`/dev/fd/${handle}`);
  } finally {
    closeSync(handle);
  }
}

async function readStreams(path: string): Promise<RecordingFacts | null> {
  const { ADTS, FilePathSource, Input, MATROSKA, MP3, MP4, MPEG_TS, OGG, QTFF, WAVE, WEBM } = await import(
    'mediabunny'
  );
  // Without playlists, which name other files, and FLAC: of such a file that is cut short, it never comes to the end.
  const formats = [MP4, QTFF, MATROSKA, WEBM, MP3, WAVE, OGG, ADTS, MPEG_TS];
  const input = new Input({ formats, source: new FilePathSource(path) });
  try {
    if (!(await input.canRead())) return null;
    const facts = await streamFacts(input);
    return facts.video || facts.audio ? facts : null;
  } catch {
    return null;
  } finally {
    input.dispose();
  }
}

async function streamFacts(input: Input): Promise<RecordingFacts> {
  const [video, audio, tracks] = [
    await input.getPrimaryVideoTrack(),
    await input.getPrimaryAudioTrack(),
    await input.getTracks(),
  ];
  const { title, artist, album, date, comment, genre } = await input.getMetadataTags();
  return {
    durationMs: plausibleMs((await input.computeDuration()) * 1000),
    bitRate: 0,
    video: video && (await videoOf(video)),
    audio: audio && (await audioOf(audio)),
    audioStreams: tracks.filter((track) => track.isAudioTrack()).length,
    audioLanguages: [],
    subtitles: [],
    chapters: [],
    hasCover: false,
    tags: plainTags({ title, artist, album, comment, genre, date: date?.toISOString().slice(0, 10) }),
    timecode: '',
  };
}

/** Packets by which the frame rate is told. */
const FRAMES_COUNTED = 50;

async function videoOf(track: InputVideoTrack) {
  const { averagePacketRate } = await track.computePacketStats(FRAMES_COUNTED);
  return {
    ...codecOf(await track.getCodec(), await track.getInternalCodecId()),
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    frameRate: averagePacketRate,
    range: '',
    isHdr: false,
  };
}

async function audioOf(track: InputAudioTrack) {
  return {
    ...codecOf(await track.getCodec(), await track.getInternalCodecId()),
    channels: await track.getNumberOfChannels(),
    sampleRate: await track.getSampleRate(),
  };
}

function codecOf(known: string | null, internal: unknown): { codec: string; codecName: string } {
  const codec = known ?? (typeof internal === 'string' ? internal : 'unknown');
  return { codec, codecName: codec };
}

/** What is written in a recording of how it is called and who made it; in containers of sound alone, its streams too. */
async function readTagged(path: string): Promise<RecordingFacts | null> {
  const { parseFile } = await import('music-metadata');
  // It looks for a Matroska file's index, as the file may be large.
  const found = await parseFile(path, { includeChapters: true, mkvUseIndex: true }).catch(() => null);
  if (!found) return null;
  const { common, format } = found;
  const { codec = 'unknown', duration = 0, bitrate = 0, sampleRate = 0, numberOfChannels: channels = 0 } = format;
  const rate = format.sampleRate ?? 1;
  const inMs = (samples: number) => (samples / rate) * 1000;
  return {
    durationMs: plausibleMs(duration * 1000),
    bitRate: Math.round(bitrate),
    video: null,
    audio: sampleRate > 0 ? { codec, codecName: codec, channels, sampleRate } : null,
    audioStreams: sampleRate > 0 ? 1 : 0,
    audioLanguages: [],
    subtitles: [],
    chapters: plausibleChapters(
      (format.chapters ?? []).map(({ title, start, timeScale, sampleOffset }, index, all) => ({
        title: title ?? '',
        start: timeScale ? (start / timeScale) * 1000 : inMs(sampleOffset ?? 0),
        end: endOf(all[index + 1], inMs) ?? duration * 1000,
      })),
    ),
    hasCover: (common.picture?.length ?? 0) > 0,
    tags: tagsOf(common),
    timecode: '',
  };
}

function endOf(
  next: { start: number; timeScale?: number; sampleOffset?: number } | undefined,
  inMs: (samples: number) => number,
): number | undefined {
  if (!next) return undefined;
  return next.timeScale ? (next.start / next.timeScale) * 1000 : inMs(next.sampleOffset ?? 0);
}

function tagsOf(common: {
  title?: string;
  artist?: string;
  album?: string;
  albumartist?: string;
  composer?: string[];
  genre?: string[];
  date?: string;
  year?: number;
  track?: { no: number | null };
  comment?: { text?: string }[];
  copyright?: string;
}): Tags {
  const { title, artist, album, albumartist, composer, genre, date, year, track, comment, copyright } = common;
  return plainTags({
    title,
    artist,
    album,
    album_artist: albumartist,
    composer: composer?.join(', '),
    genre: genre?.join(', '),
    date: date ?? year,
    track: track?.no ?? undefined,
    comment: comment?.[0]?.text,
    copyright,
  });
}
