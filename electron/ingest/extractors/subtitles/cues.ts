/** What is shown from one moment of a recording to another, in milliseconds from its start. */
export interface Cue {
  start: number;
  end: number;
  /** One line, without marks of form. */
  text: string;
}

/** Milliseconds between captions that roll, at most. */
const ROLLING = 100;

const MOMENT = String.raw`(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})`;
const TIMING = new RegExp(`^[ \\t]*${MOMENT}[ \\t]*-->[ \\t]*${MOMENT}`);

/** Whether a text begins as subtitles of SubRip do: a number and the time of the first one. */
export function beginsAsSubRip(text: string): boolean {
  const lines = text.trimStart().split(/\r\n?|\n/, 3);
  return lines.findIndex((line) => TIMING.test(line)) === (/^\d+\s*$/.test(lines[0] ?? '') ? 1 : 0);
}

/** Whether a text begins as WebVTT does (WebVTT, 4.1). */
export function beginsAsWebVtt(text: string): boolean {
  return /^WEBVTT(?:[ \t\r\n]|$)/.test(text);
}

/** The subtitles of a text in WebVTT or SubRip, whose lines end in `\n`; what has no time or no words is left out. */
export function readCues(text: string): Cue[] {
  const lines = text.split('\n');
  const isWebVtt = beginsAsWebVtt(text);
  const timed = lines.flatMap((line, index) => {
    const found = TIMING.exec(line);
    return found ? [{ index, start: moment(found.slice(1, 5)), end: moment(found.slice(5, 9)) }] : [];
  });
  const cues: Cue[] = [];
  let before: { words: readonly string[]; end: number } = { words: [], end: 0 };
  timed.forEach(({ index, start, end }, at) => {
    const next = timed[at + 1]?.index ?? lines.length;
    const body = lines.slice(
      index + 1,
      isWebVtt ? endOfBlock(lines, index + 1, next) : withoutNumber(lines, index + 1, next),
    );
    const words = body.map(plainLine).filter((line) => line !== '');
    const fresh = start <= before.end + ROLLING ? withoutRepeated(before.words, words) : words;
    before = { words, end };
    if (fresh.length > 0) cues.push({ start, end: Math.max(start, end), text: fresh.join(' ') });
  });
  return cues;
}

function moment([hours, minutes, seconds, fraction]: readonly (string | undefined)[]): number {
  const whole = (Number(hours ?? 0) * 60 + Number(minutes)) * 60 + Number(seconds);
  return whole * 1000 + Number((fraction ?? '').padEnd(3, '0'));
}

/** In WebVTT an empty line ends a subtitle, and what follows may be a note or the name of the next one. */
function endOfBlock(lines: readonly string[], start: number, next: number): number {
  let end = start;
  while (end < next && lines[end]?.trim() !== '') end++;
  return end;
}

/** In SubRip there may be empty lines in a subtitle; the next one begins with its number. */
function withoutNumber(lines: readonly string[], start: number, next: number): number {
  return next < lines.length && next > start && /^\s*\d+\s*$/.test(lines[next - 1] ?? '') ? next - 1 : next;
}

/** Captions that roll show a line once more while the next one comes. */
function withoutRepeated(before: readonly string[], words: readonly string[]): readonly string[] {
  for (let count = Math.min(before.length, words.length); count > 0; count--)
    if (before.slice(-count).every((line, index) => line === words[index])) return words.slice(count);
  return words;
}

/** What is drawn with lines, as Advanced SubStation has it, which becomes letters and numbers in other formats. */
const DRAWING = /^m -?\d+(?:\.\d+)? -?\d+(?:\.\d+)?(?: (?:[mnlbspc]|-?\d+(?:\.\d+)?))+$/;

/** Words without tags (WebVTT, 4.2.2), places of Advanced SubStation and entities; with who speaks, where that is told. */
function plainLine(line: string): string {
  return line
    .replace(/<v(?:\.[^\s>]*)?[ \t]+([^>]{1,200})>/g, '$1: ')
    .replace(/<\/?[a-z][^<>]{0,200}>|<\d[\d:.]*>|\{\\[^{}]{0,200}\}/gi, '')
    .replace(/&(amp|lt|gt|nbsp|lrm|rlm);/g, (_, name: string) => entities[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(DRAWING, '');
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', nbsp: ' ' };
