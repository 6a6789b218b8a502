import { FileEnds, FileWindow } from '../../../workers/file-window.ts';
import type { SourcePath } from '../../../workers/media-protocol.ts';
import { xmlTokens } from '../office/xml-tokens.ts';
import { decodeText } from '../text/decode-text.ts';
import type { RecordingFacts } from './facts.ts';

const MOST_CHUNKS = 1000;
const LONGEST_NOTES = 4 * 2 ** 20;
/** Where the size of a chunk stands that is too long for its own field: in the one that such files begin with. */
const ELSEWHERE = 0xffff_ffff;

/** What recorders of sound on a set write (iXML 3.01): elements by the names that their facts have here. */
const fields: Readonly<Record<string, string>> = {
  PROJECT: 'project',
  SCENE: 'scene',
  TAKE: 'take',
  TAPE: 'reel_name',
  NOTE: 'note',
};

/**
 * What a recorder wrote into the iXML of a WAV file: `project`, `scene`, `take`, `reel_name`, `note`, `track_names` and
 * `timecode_rate` (frames a second as a fraction), as far as they are there.
 */
export function recorderNotes(path: SourcePath): RecordingFacts['tags'] {
  using file = new FileWindow(path);
  const text = notesIn(file);
  const notes: Record<string, string> = {};
  const names: string[] = [];
  let open = '';
  let inTracks = false;
  for (const token of xmlTokens(text)) {
    if (token.type === 'text') {
      const value = token.text.trim();
      const field = fields[open];
      if (value === '') continue;
      if (field) notes[field] ??= value;
      else if (open === 'TIMECODE_RATE') notes.timecode_rate ??= value;
      else if (open === 'NAME' && inTracks) names.push(value);
      continue;
    }
    if (token.name === 'TRACK_LIST') inTracks = token.type === 'open';
    open = token.type === 'open' ? token.name : '';
  }
  return { ...notes, ...(names.length > 0 && { track_names: [...new Set(names)].join(', ') }) };
}

/** The text of the chunk with the notes; empty without one. */
function notesIn(file: FileWindow): string {
  try {
    let longData = 0;
    for (let at = 12, count = 0; at + 8 <= file.size && count < MOST_CHUNKS; count++) {
      const head = file.read(at, 8);
      const name = head.toString('latin1', 0, 4);
      const told = head.readUInt32LE(4);
      const size = name === 'data' && told === ELSEWHERE ? longData : told;
      if (name === 'iXML') return decodeText(Buffer.from(file.read(at + 8, Math.min(size, LONGEST_NOTES)))).text;
      if (name === 'ds64') longData = Number(file.read(at + 8, 16).readBigUInt64LE(8));
      at += 8 + size + (size & 1);
    }
  } catch (error) {
    if (!(error instanceof FileEnds)) throw error;
  }
  return '';
}

/**
 * The time code at which sound begins, from the samples since midnight that a broadcast wave tells (EBU Tech 3285,
 * TimeReference): in frames where the recorder said how many a second has, else in milliseconds. Empty where it is not
 * told, or is midnight itself, which is what is written by who does not know it.
 */
export function soundTimecode(tags: RecordingFacts['tags'], sampleRate: number): string {
  const samples = Number(tags.time_reference ?? 0);
  if (!(samples > 0) || sampleRate <= 0) return '';
  const seconds = Math.floor(samples / sampleRate);
  const rest = samples / sampleRate - seconds;
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  const [over = Number.NaN, under = 1] = (tags.timecode_rate ?? '').split('/').map(Number);
  // At rates that are no whole number, time code and clock go apart.
  const rate = over / under;
  return Number.isInteger(rate)
    ? `${clock}:${two(Math.floor(rest * rate))}`
    : `${clock}.${String(Math.floor(rest * 1000)).padStart(3, '0')}`;
}
