import { describeTime } from '../../../../shared/anchors.ts';
import type { RecordingFacts } from './facts.ts';
import type { RecordingFormat } from './formats.ts';

/** What its maker wrote, by the names that containers give it, as people call it. */
const tagLabels: readonly (readonly [label: string, names: readonly string[]])[] = [
  ['Artist', ['artist', 'author']],
  ['Album', ['album']],
  ['Album artist', ['album_artist', 'albumartist']],
  ['Composer', ['composer']],
  ['Track', ['track']],
  ['Genre', ['genre']],
  ['Recorded', ['date', 'creation_time', 'year', 'com.apple.quicktime.creationdate']],
  ['Place', ['location', 'com.apple.quicktime.location.iso6709']],
  ['Camera', ['com.apple.quicktime.model', 'model']],
  ['Description', ['description', 'synopsis']],
  ['Comment', ['comment']],
  ['Copyright', ['copyright']],
  ['Language', ['language']],
];

/** A recording's facts as rows for people. */
export function metadataOf(format: RecordingFormat, facts: RecordingFacts): { label: string; value: string }[] {
  const { video, audio, audioStreams, subtitles, chapters, durationMs, bitRate, timecode, tags } = facts;
  const rows: [string, string][] = [
    ['Duration', durationMs > 0 ? describeTime(durationMs) : ''],
    ['Container', format.name],
    ['Video', video ? [video.codecName, sizeOf(video), rateOf(video.frameRate)].filter(Boolean).join(', ') : ''],
    [
      'Sound',
      audio ? [audio.codecName, channelsOf(audio.channels), hertz(audio.sampleRate)].filter(Boolean).join(', ') : '',
    ],
    ['Sound tracks', audioStreams > 1 ? String(audioStreams) : ''],
    ['Subtitles', subtitles.map(({ language, codec }) => language || codec).join(', ')],
    ['Chapters', chapters.length > 0 ? String(chapters.length) : ''],
    ['Time code', timecode],
    ['Bit rate', bitRate > 0 ? `${Math.round(bitRate / 1000).toLocaleString('en')} kbit/s` : ''],
    ...tagLabels.map(([label, names]): [string, string] => [label, firstOf(tags, names)]),
  ];
  return rows.filter(([, value]) => value !== '').map(([label, value]) => ({ label, value }));
}

/** When it was recorded, in milliseconds since 1970; null where that is not told, or cannot be. */
export function dateOf({ tags }: RecordingFacts): number | null {
  const text = firstOf(tags, ['com.apple.quicktime.creationdate', 'creation_time', 'date', 'year']);
  const parts = /^(\d{4})(?:-\d{2}(?:-\d{2}(?:[T ].*)?)?)?$/.exec(text);
  const time = parts ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
  // Cameras and programs that do not know the time write the beginning of their own.
  return Number.isFinite(time) && Number(parts?.[1]) > 1904 && time !== 0 ? time : null;
}

function firstOf(tags: RecordingFacts['tags'], names: readonly string[]): string {
  return names.map((name) => tags[name]).find((value) => value !== undefined) ?? '';
}

function sizeOf({ width, height }: { width: number; height: number }): string {
  return width > 0 && height > 0 ? `${width} × ${height}` : '';
}

function rateOf(rate: number): string {
  return rate > 0 ? `${Number(rate.toFixed(2))} frames/s` : '';
}

function channelsOf(channels: number): string {
  if (channels === 0) return '';
  return { 1: 'mono', 2: 'stereo' }[channels] ?? `${channels} channels`;
}

function hertz(rate: number): string {
  return rate > 0 ? `${rate / 1000} kHz` : '';
}
