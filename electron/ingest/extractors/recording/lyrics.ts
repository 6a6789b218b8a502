import type { ExtractedPassage } from '../../../workers/media-protocol.ts';
import { chunkBlocks, cleanText } from '../../chunker.ts';
import type { RecordingFacts } from './facts.ts';
import type { SubtitleTrack } from './subtitle-tracks.ts';

/** Tags that hold what is sung; a language may follow. */
const TAG = /^(?:lyrics|unsynced_?lyrics|synced_?lyrics|unsynchronised_?lyrics)(?:-[a-z]{3})?$/;
/** A moment before a line, as karaoke programs write it (LRC): minutes, seconds and hundredths. */
const MOMENT = /\[(\d{1,3}):(\d\d)(?:[.:](\d{1,3}))?\]/g;
/** How long the last line is shown. */
const LAST_LINE_MS = 10_000;

/** What is sung: as lines with their times where these are told, and as plain text, unless that is the same. */
export interface Lyrics {
  text: string;
  tracks: SubtitleTrack[];
}

/** The words of a song from its tags. A language of them stands behind the name of its tag, after a dash. */
export function lyricsOf({ tags, durationMs }: Pick<RecordingFacts, 'tags' | 'durationMs'>): Lyrics {
  const found = Object.entries(tags).filter(([name]) => TAG.test(name));
  const tracks = found.flatMap(([name, text]) => {
    const lines = timedLines(text, durationMs);
    return lines.length > 0 ? [{ language: /-([a-z]{3})$/.exec(name)?.[1] ?? '', lines }] : [];
  });
  const sung = new Set(tracks.flatMap(({ lines }) => lines.map(({ text }) => text)));
  const plain = found.map(([, text]) => text).filter((text) => timedLines(text, durationMs).length === 0);
  const isNew = (text: string) => text.split(/[\r\n]+/).some((line) => line.trim() !== '' && !sung.has(line.trim()));
  return { text: plain.find(isNew) ?? '', tracks };
}

/** The words without times as passages. */
export function lyricsPassages({ text }: Lyrics): ExtractedPassage[] {
  return chunkBlocks(text === '' ? [] : [{ text: cleanText(text), anchor: { type: 'asset' } }]);
}

/**
 * The lines of a text that have moments before them; several where a line comes again. Each is shown until the next one, the
 * last no longer than the recording goes on, where that is known.
 */
function timedLines(text: string, durationMs: number): SubtitleTrack['lines'] {
  const moments = text.split(/\r\n?|\n/).flatMap((line) => {
    const words = line
      .replace(MOMENT, '')
      .replace(/<\d+:[\d.:]+>/g, '')
      .trim();
    return Array.from(line.matchAll(MOMENT), ([, minutes, seconds, fraction = '']) => ({
      start: (Number(minutes) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0')),
      words,
    }));
  });
  moments.sort((one, other) => one.start - other.start);
  const lastEnd = (start: number) => Math.min(start + LAST_LINE_MS, durationMs > start ? durationMs : Infinity);
  return moments
    .map(({ start, words }, index) => ({ start, end: moments[index + 1]?.start ?? lastEnd(start), text: words }))
    .filter((line) => line.text !== '');
}

/** Lines with moments as they are written in a tag. */
export function asTimedText(lines: readonly { text: string; timestamp?: number | undefined }[]): string {
  return lines
    .map(({ text, timestamp = 0 }) => {
      const [minutes, seconds] = [Math.floor(timestamp / 60_000), Math.floor(timestamp / 1000) % 60];
      const two = (value: number) => String(value).padStart(2, '0');
      return `[${two(minutes)}:${two(seconds)}.${String(timestamp % 1000).padStart(3, '0')}]${text.trim()}`;
    })
    .join('\n');
}
