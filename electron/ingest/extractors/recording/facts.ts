/** What a recording's container tells of what is in it. Times in milliseconds. */
export interface RecordingFacts {
  /** 0 where it is not told. */
  durationMs: number;
  /** Bits a second of the whole; 0 where it is not told. */
  bitRate: number;
  video: VideoStream | null;
  /** The first of them, which is played and transcribed. */
  audio: AudioStream | null;
  /** How many streams of sound there are. */
  audioStreams: number;
  /** ISO 639 codes of the streams of sound, each once, as far as they are told. */
  audioLanguages: string[];
  subtitles: SubtitleStream[];
  chapters: Chapter[];
  /** Whether a picture is kept with it, such as the cover of an album. */
  hasCover: boolean;
  /** What its makers wrote of it; names in lower case. */
  tags: Readonly<Record<string, string>>;
  /** The time code of its first frame; empty without one. */
  timecode: string;
}

export interface VideoStream {
  /** As ffmpeg calls it, in a word. */
  codec: string;
  /** As people do. */
  codecName: string;
  /** Pixels of the upright picture as it is shown, which need not be square in the file. */
  width: number;
  height: number;
  /** Frames a second; 0 where it is not told. */
  frameRate: number;
  /** How light beyond that of usual screens is told, as people call it; empty where it is not. */
  range: string;
  /** Whether its values mean light in such a way. */
  isHdr: boolean;
}

export interface AudioStream {
  codec: string;
  codecName: string;
  channels: number;
  sampleRate: number;
}

export interface SubtitleStream {
  /** Its number among the subtitle streams. */
  index: number;
  codec: string;
  /** ISO 639 code; empty where it is not told. */
  language: string;
}

export interface Chapter {
  start: number;
  end: number;
  title: string;
}

/** No container may tell more than this: a longer one is damaged, or made to keep its reader busy. */
const LONGEST_MS = 1000 * 60 * 60 * 24 * 30;
const MOST_CHAPTERS = 1000;
const LONGEST_TAG = 2000;
const LONGEST_LYRICS = 100_000;

/** A length as it is told, where it can be one; else 0. */
export function plausibleMs(milliseconds: number): number {
  return Number.isFinite(milliseconds) && milliseconds > 0 && milliseconds <= LONGEST_MS ? Math.round(milliseconds) : 0;
}

/** Chapters in their order, those without a length or a beginning left out. */
export function plausibleChapters(chapters: readonly Chapter[]): Chapter[] {
  return chapters
    .filter(({ start, end }) => start >= 0 && end > start && end <= LONGEST_MS)
    .toSorted((one, other) => one.start - other.start)
    .slice(0, MOST_CHAPTERS)
    .map(({ start, end, title }, index) => ({
      start: Math.round(start),
      end: Math.round(end),
      title: title.trim().slice(0, LONGEST_TAG) || `Chapter ${index + 1}`,
    }));
}

/** Tags with their names in lower case, without empty ones, each cut to a length that is for people. */
export function plainTags(tags: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([name, value]) => {
      const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
      const key = name.toLowerCase();
      return text === '' ? [] : [[key, text.slice(0, key.includes('lyrics') ? LONGEST_LYRICS : LONGEST_TAG)]];
    }),
  );
}
