import { describeTime } from '../../../../shared/anchors.ts';
import { cameraOf } from '../image/exif.ts';
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
  ['Project', ['project']],
  ['Scene', ['scene']],
  ['Take', ['take']],
  ['Reel', ['reel_name', 'com.apple.quicktime.reelname']],
  ['Track names', ['track_names']],
  ['Note', ['note']],
  ['Description', ['description', 'synopsis']],
  ['Comment', ['comment']],
  ['Copyright', ['copyright']],
];

/** A recording's facts as rows for people. */
export function metadataOf(format: RecordingFormat, facts: RecordingFacts): { label: string; value: string }[] {
  const { video, audio, audioStreams, audioLanguages, subtitles, chapters, durationMs, bitRate, timecode, tags } =
    facts;
  const rows: [string, string][] = [
    ['Duration', durationMs > 0 ? describeTime(durationMs) : ''],
    ['Container', format.name],
    [
      'Video',
      video ? [video.codecName, sizeOf(video), rateOf(video.frameRate), video.range].filter(Boolean).join(', ') : '',
    ],
    [
      'Sound',
      audio ? [audio.codecName, channelsOf(audio.channels), hertz(audio.sampleRate)].filter(Boolean).join(', ') : '',
    ],
    ['Sound tracks', audioStreams > 1 ? String(audioStreams) : ''],
    [audioLanguages.length > 1 ? 'Languages' : 'Language', audioLanguages.join(', ')],
    ['Subtitles', subtitles.map(({ language, codec }) => language || (drawnSubtitles[codec] ?? codec)).join(', ')],
    ['Chapters', chapters.length > 0 ? String(chapters.length) : ''],
    ['Time code', timecode],
    ['Bit rate', bitRate > 0 ? `${Math.round(bitRate / 1000).toLocaleString('en')} kbit/s` : ''],
    ['Recorded', recordedText(tags)],
    ['Position', positionText(firstOf(tags, ['com.apple.quicktime.location.iso6709', 'location']))],
    [
      'Camera',
      cameraOf(
        firstOf(tags, ['com.apple.quicktime.make', 'com.android.manufacturer', 'make']),
        firstOf(tags, ['com.apple.quicktime.model', 'com.android.model', 'model']),
      ),
    ],
    ...tagLabels.map(([label, names]): [string, string] => [label, firstOf(tags, names)]),
  ];
  return rows.filter(([, value]) => value !== '').map(([label, value]) => ({ label, value }));
}

/** Subtitles that are pictures, as people call them. */
export const drawnSubtitles: Readonly<Record<string, string>> = {
  hdmv_pgs_subtitle: 'pictures (PGS)',
  dvd_subtitle: 'pictures (VobSub)',
  dvb_subtitle: 'pictures (DVB)',
  xsub: 'pictures (XSUB)',
};

/** When it was recorded, in milliseconds since 1970; null where that is not told, or cannot be. */
export function dateOf({ tags }: RecordingFacts): number | null {
  const text = timeText(tags);
  const parts = TIME.exec(text);
  const time = parts ? Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) : Number.NaN;
  // Cameras and programs that do not know the time write the beginning of their own.
  return Number.isFinite(time) && Number(parts?.[1]) > 1904 && time !== 0 ? time : null;
}

const TIME = /^(\d{4})(?:-\d\d(?:-\d\d(?:[T ](\d\d:\d\d)[\d:.]*(Z|[+-]\d\d:?\d\d)?)?)?)?$/;

/** The time of recording as it is written: a broadcast wave has its day and its hour apart (EBU Tech 3285). */
function timeText(tags: RecordingFacts['tags']): string {
  const { date = '', creation_time: created = '' } = tags;
  const isHour = /^\d\d:\d\d:\d\d$/.test(created);
  if (isHour && /^\d{4}-\d\d-\d\d$/.test(date)) return `${date}T${created}`;
  const written = firstOf(tags, [
    'com.apple.quicktime.creationdate',
    ...(isHour ? [] : ['creation_time']),
    'date',
    'year',
  ]);
  return written.replace(/^(\d{4})[:/](\d\d)[:/](\d\d)/, '$1-$2-$3');
}

function recordedText(tags: RecordingFacts['tags']): string {
  const text = timeText(tags);
  const [, year, clock, zone] = TIME.exec(text) ?? [];
  if (year === undefined || clock === undefined) return text;
  const distance =
    zone === 'Z' ? ' (UTC)' : zone === undefined ? '' : ` (UTC${zone.replace(/(\d\d)(\d\d)$/, '$1:$2')})`;
  return `${text.slice(0, 10)} ${clock}${distance}`;
}

/** A place as ISO 6709 writes it, `+48.1371+011.5754+519/`, as people read it; what is written otherwise stays so. */
function positionText(text: string): string {
  const found = /^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)(?=[+-/]|$)/.exec(text);
  return found ? `${Number(found[1]).toFixed(5)}, ${Number(found[2]).toFixed(5)}` : text;
}

function firstOf(tags: RecordingFacts['tags'], names: readonly string[]): string {
  return names.map((name) => tags[name]).find((value) => value !== undefined) ?? '';
}

function sizeOf({ width, height }: { width: number; height: number }): string {
  return width > 0 && height > 0 ? `${width} × ${height}` : '';
}

function rateOf(rate: number): string {
  const rounded = Number(rate.toFixed(2));
  return rounded > 0 ? `${rounded} frames/s` : '';
}

function channelsOf(channels: number): string {
  if (channels === 0) return '';
  return { 1: 'mono', 2: 'stereo' }[channels] ?? `${channels} channels`;
}

function hertz(rate: number): string {
  return rate > 0 ? `${rate / 1000} kHz` : '';
}
