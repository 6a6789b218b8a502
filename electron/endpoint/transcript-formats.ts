import type { SpokenSegment, Transcript } from '../models/model-backend.ts';

export const transcriptFormats = ['json', 'verbose_json', 'text', 'srt', 'vtt'] as const;
export type TranscriptFormat = (typeof transcriptFormats)[number];

/** The formats that say when something was said. */
export const timedFormats: readonly TranscriptFormat[] = ['srt', 'vtt'];

/** A transcript in one of OpenAI's formats, with its media type. */
export function writtenTranscript(transcript: Transcript, format: TranscriptFormat): { type: string; text: string } {
  const { text, segments, language } = transcript;
  switch (format) {
    case 'json':
      return { type: 'application/json', text: JSON.stringify({ text }) };
    case 'verbose_json':
      return {
        type: 'application/json',
        text: JSON.stringify({
          task: 'transcribe',
          language,
          duration: (segments.at(-1)?.end ?? 0) / 1000,
          text,
          segments: segments.map(verboseSegment),
        }),
      };
    case 'text':
      return { type: 'text/plain; charset=utf-8', text: `${text}\n` };
    case 'srt':
      return { type: 'application/x-subrip; charset=utf-8', text: segments.map(srtCue).join('\n') };
    case 'vtt':
      return { type: 'text/vtt; charset=utf-8', text: ['WEBVTT\n', ...segments.map(vttCue)].join('\n') };
  }
}

/** Programs refuse a segment without all of Whisper's measures; those that no backend tells are neutral. */
function verboseSegment({ start, end, text }: SpokenSegment, id: number): object {
  const measures = { tokens: [], temperature: 0, avg_logprob: 0, compression_ratio: 1, no_speech_prob: 0 };
  return { id, seek: 0, start: start / 1000, end: end / 1000, text, ...measures };
}

function srtCue({ start, end, text }: SpokenSegment, index: number): string {
  return `${index + 1}\n${clock(start, ',')} --> ${clock(end, ',')}\n${line(text)}\n`;
}

function vttCue({ start, end, text }: SpokenSegment): string {
  const escaped = line(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `${clock(start, '.')} --> ${clock(end, '.')}\n${escaped}\n`;
}

/** An empty line would end the cue. */
const line = (text: string) => text.trim().replace(/\s*\n\s*/g, '\n');

function clock(milliseconds: number, point: ',' | '.'): string {
  const whole = Math.max(0, Math.round(milliseconds));
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const fraction = String(whole % 1000).padStart(3, '0');
  return `${two(whole / 3_600_000)}:${two((whole / 60_000) % 60)}:${two((whole / 1000) % 60)}${point}${fraction}`;
}
