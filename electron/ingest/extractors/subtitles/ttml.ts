import { attribute, type XmlToken, xmlTokens } from '../office/xml-tokens.ts';
import type { Cue } from './cues.ts';

type Tag = Exclude<XmlToken, { type: 'text' }>;

/** What a document says of its own time (TTML2, 6.2). */
interface Clock {
  framesASecond: number;
  ticksASecond: number;
}

/** Elements that are open, from when to when they are shown; undefined where nothing tells. */
interface Span {
  name: string;
  start: number | undefined;
  end: number | undefined;
}

/** Whether XML is timed text, by its first element. */
export function isTtml(root: string): boolean {
  return /^<(?:[\w-]+:)?tt\s[^>]*(?:\/ns\/ttml|\/ttaf1)/.test(root);
}

/** The paragraphs of timed text with their times, and its title. */
export function readTtml(xml: string): { title: string; cues: Cue[] } {
  const cues: Cue[] = [];
  const open: Span[] = [];
  let clock: Clock = { framesASecond: 30, ticksASecond: 1 };
  let [title, words, from, to]: [string, string, number | undefined, number | undefined] = [
    '',
    '',
    undefined,
    undefined,
  ];
  for (const token of xmlTokens(xml)) {
    const isInside = open.some(({ name }) => name === 'p');
    if (token.type === 'text') {
      if (open.at(-1)?.name === 'title' && !isInside) title += token.text;
      if (!isInside) continue;
      words += token.text;
      if (token.text.trim() === '') continue;
      from ??= open.findLast(({ start }) => start !== undefined)?.start;
      to = open.findLast(({ end }) => end !== undefined)?.end ?? to;
    } else if (token.name === 'br') words += ' ';
    else if (token.type === 'open') {
      if (token.name === 'tt') clock = clockOf(token);
      open.push(spanOf(token, open, clock));
    } else if (token.type === 'close') {
      while (open.length > 0 && open.pop()?.name !== token.name);
      if (token.name !== 'p') continue;
      const text = words.replace(/\s+/g, ' ').trim();
      const start = from ?? cues.at(-1)?.end ?? 0;
      if (text !== '') cues.push({ start, end: Math.max(start, to ?? start), text });
      [words, from, to] = ['', undefined, undefined];
    }
  }
  return { title: title.trim(), cues };
}

/** Times within an element count from its own beginning. */
function spanOf(token: Tag, outer: readonly Span[], clock: Clock): Span {
  const origin = outer.findLast(({ start }) => start !== undefined)?.start ?? 0;
  const time = (name: string) => timeOf(attribute(token, name) ?? '', clock);
  const [begin, end, duration] = [time('begin'), time('end'), time('dur')];
  const start = begin === undefined ? undefined : origin + begin;
  const lasting = duration === undefined ? undefined : (start ?? origin) + duration;
  return { name: token.name, start, end: end === undefined ? lasting : origin + end };
}

function clockOf(token: Tag): Clock {
  const rate = Number(attribute(token, 'frameRate') ?? 30);
  const [over = 1, under = 1] = (attribute(token, 'frameRateMultiplier') ?? '1 1').split(/[ :]/).map(Number);
  const framesASecond = (rate * over) / under;
  return {
    framesASecond: framesASecond > 0 ? framesASecond : 30,
    ticksASecond: Number(attribute(token, 'tickRate')) || 1,
  };
}

/** Milliseconds of a time of the clock or an offset (TTML2, 12.3.1); undefined for what is neither. */
function timeOf(text: string, { framesASecond, ticksASecond }: Clock): number | undefined {
  const clock = /^(\d{2,4}):(\d\d):(\d\d(?:\.\d+)?)(?::(\d{2,})(?:\.\d+)?)?$/.exec(text.trim());
  if (clock) {
    const [hours = 0, minutes = 0, seconds = 0, frames = 0] = clock.slice(1).map((part) => Number(part ?? 0));
    return Math.round(((hours * 60 + minutes) * 60 + seconds + frames / framesASecond) * 1000);
  }
  const offset = /^(\d+(?:\.\d+)?)(h|ms|m|s|f|t)$/.exec(text.trim());
  if (!offset) return undefined;
  const units = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, f: 1000 / framesASecond, t: 1000 / ticksASecond };
  return Math.round(Number(offset[1]) * units[offset[2] as keyof typeof units]);
}
