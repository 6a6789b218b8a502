import { deflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { Written } from '../../shared/contract/derivations.ts';
import { tagNameSchema } from '../../shared/contract/tagging.ts';
import type { Choices } from './choices.ts';
import type { AskedKind } from './prompt.ts';

/** What a model's own word for how sure it is counts as. */
export const certainty = { certain: 0.95, likely: 0.8, possible: 0.5 } as const;

const MOST_TAGS = 12;
const MOST_NAMES = 15;
const MOST_CHAPTERS = 40;
/** Characters of what a model may write, beyond which it has lost itself. */
const LONGEST = { line: 300, summary: 3000, text: 20_000 } as const;

/** Shorter texts may well be a few words again and again, as on tickets. */
const LOOP_BYTES = 400;
const LOOP_RATIO = 10;

const names = z.array(z.string()).max(MOST_NAMES);
const named = {
  people: names,
  organisations: names,
  places: names,
  dates: z.array(z.strictObject({ date: z.string(), what: z.string() })).max(MOST_NAMES),
};
const summarised = { title: z.string(), summary: z.string(), language: z.string() };

/** A page that a model found nothing on, or lost itself on, is rather left as OCR read it. */
const pageText = z
  .string()
  .refine((text) => /[\p{L}\p{N}]/u.test(text), 'there is no text in it')
  .refine((text) => !isLooping(text), 'it repeats itself');

/** The form of an answer, as the model is held to it and as it is checked. */
export function answerSchema(kind: AskedKind, { tags, open }: Choices) {
  const known = tags as [string, ...string[]];
  const tag = open ? z.string() : z.enum(known);
  const sure = z.enum(Object.keys(certainty) as (keyof typeof certainty)[]);
  // Where there is nothing to choose from, the list is empty; an enumeration of nothing is none.
  const chosen =
    !open && tags.length === 0
      ? z.array(z.strictObject({ tag: z.string(), sure })).max(0)
      : z.array(z.strictObject({ tag, sure })).max(MOST_TAGS);
  const forms = {
    pictures: z.strictObject({ caption: z.string(), text: z.string(), tags: chosen }),
    pages: z.strictObject({ text: pageText }),
    documents: z.strictObject({ ...summarised, ...named, tags: chosen }),
    recordings: z.strictObject({
      ...summarised,
      chapters: z.array(z.strictObject({ time: z.string(), title: z.string() })).max(MOST_CHAPTERS),
      ...named,
      tags: chosen,
    }),
  };
  return forms[kind] as z.ZodType<Answer>;
}

/** An answer to any kind of question: each has the fields of its own. */
export interface Answer {
  caption?: string;
  text?: string;
  title?: string;
  summary?: string;
  language?: string;
  people?: string[];
  organisations?: string[];
  places?: string[];
  dates?: { date: string; what: string }[];
  chapters?: { time: string; title: string }[];
  tags?: { tag: string; sure: keyof typeof certainty }[];
}

/** Reads an answer: JSON, or a reason why it is none that can be used. */
export function readAnswer(text: string, schema: z.ZodType<Answer>): { answer: Answer } | { problem: string } {
  // Models that are not held to a form like to fence it.
  const bare = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/u.exec(text)?.[1] ?? text;
  let value: unknown;
  try {
    value = JSON.parse(bare);
  } catch {
    return { problem: 'it is no complete JSON' };
  }
  const { data, error } = schema.safeParse(value);
  if (data) return { answer: data };
  const [issue] = error?.issues ?? [];
  return { problem: `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'it has another form'}` };
}

/**
 * What is kept of an answer. Names that do not stand in the text are left out, and times that are none: a model may make
 * them up.
 * @param shown the text that the model was shown; empty for a picture
 */
export function writtenOf(kind: AskedKind, answer: Answer, shown: string): Written[] {
  const written: Written[] = [];
  const caption = cut(answer.caption, LONGEST.summary);
  if (caption) written.push({ kind: 'caption', content: { text: caption } });
  const read = cut(answer.text, LONGEST.text);
  if (read) written.push({ kind: 'picture-text', content: { text: read } });
  if (kind !== 'pictures') {
    const text = cut(answer.summary, LONGEST.summary);
    const title = cut(answer.title, LONGEST.line);
    if (text || title) written.push({ kind: 'summary', content: { title, text, language: languageIn(answer) } });
    const chapters = (answer.chapters ?? []).flatMap(({ time, title: called }) => {
      const start = millisecondsIn(time);
      return start === undefined || !cut(called, LONGEST.line) ? [] : [{ start, title: cut(called, LONGEST.line) }];
    });
    if (chapters.length > 0) written.push({ kind: 'chapters', content: { chapters: inOrder(chapters) } });
    const entities = entitiesIn(answer, shown);
    if (Object.values(entities).some((found) => found.length > 0))
      written.push({ kind: 'entities', content: entities });
  }
  written.push({ kind: 'tags', content: { tags: tagsIn(answer) } });
  return written;
}

function tagsIn({ tags = [] }: Answer): { tag: string; confidence: number }[] {
  const found = new Map<string, { tag: string; confidence: number }>();
  for (const { tag, sure } of tags) {
    const { data } = tagNameSchema.safeParse(tag);
    if (data && !found.has(data.toLowerCase()))
      found.set(data.toLowerCase(), { tag: data, confidence: certainty[sure] });
  }
  return [...found.values()];
}

function entitiesIn({ people = [], organisations = [], places = [], dates = [] }: Answer, shown: string) {
  const words = new Set(wordsIn(shown));
  const standing = (given: readonly string[]) => [
    ...new Set(given.map((name) => cut(name, LONGEST.line)).filter((name) => isNamed(name, words))),
  ];
  return {
    people: standing(people),
    organisations: standing(organisations),
    places: standing(places),
    dates: dates.flatMap(({ date, what }) => {
      const day = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/u.exec(date.trim())?.[0];
      return day && shown.includes(day.slice(0, 4)) ? [{ date: day, what: cut(what, LONGEST.line) }] : [];
    }),
  };
}

/** Whether a text has the words of a name, at least every other one: it may be bent or spelt out. */
function isNamed(name: string, words: ReadonlySet<string>): boolean {
  const own = wordsIn(name);
  return own.length > 0 && own.filter((word) => words.has(word)).length * 2 >= own.length;
}

function wordsIn(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

function languageIn({ language = '' }: Answer): string {
  return /^[a-z]{2,3}(?=$|[-_])/u.exec(language.trim().toLowerCase())?.[0] ?? '';
}

/** 0:04:09 or 4:09, in milliseconds. */
function millisecondsIn(time: string): number | undefined {
  const [, hours = '0', minutes, seconds] = /^\[?(?:(\d+):)?(\d{1,2}):(\d{2})\]?$/u.exec(time.trim()) ?? [];
  if (minutes === undefined || seconds === undefined) return undefined;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

function inOrder(chapters: readonly { start: number; title: string }[]) {
  const sorted = chapters.toSorted((one, other) => one.start - other.start);
  return sorted.filter(({ start }, index) => index === 0 || sorted[index - 1]?.start !== start);
}

/** The text of a page as it is kept. */
export function pageTextOf({ text }: Answer): string {
  return cut(text?.replace(/\r\n?/gu, '\n').replace(/\n{3,}/gu, '\n\n'), LONGEST.text);
}

/**
 * Whether a text goes round in circles, as models do that lose themselves: text of people is made a third as long by
 * compression, tables of figures a sixth, but hardly any by more than this.
 */
export function isLooping(text: string): boolean {
  const bytes = Buffer.from(text);
  return bytes.length >= LOOP_BYTES && bytes.length / deflateRawSync(bytes).length > LOOP_RATIO;
}

function cut(text: string | undefined, length: number): string {
  const whole = (text ?? '').trim();
  return whole.length > length ? `${whole.slice(0, length - 1)}…` : whole;
}
