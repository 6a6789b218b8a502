import type { Extraction, SourcePath } from '../../../workers/media-protocol.ts';
import { extractors } from '../readers.ts';
import { htmlToText } from '../text/html-to-text.ts';
import { readText } from '../text/read-text.ts';
import { type Section, sectionsExtraction } from '../text/sections.ts';
import { calendarDuration, calendarTime, describePeriod } from './calendar-time.ts';
import { type Component, type Property, plainValue, readComponents, textOf, valueParts } from './content-lines.ts';
import { recordText } from './record-text.ts';
import { describeRecurrence } from './recurrence.ts';

const ENGINE = extractors.calendar;
const MOST_COMPONENTS = 200_000;

/** What of a calendar is shown, and how it is called when it is counted. */
const counted: Readonly<Record<string, string>> = { VEVENT: 'Events', VTODO: 'To-dos', VJOURNAL: 'Journal entries' };

/** A calendar (RFC 5545): its events, to-dos and journal entries, each a section by what it is called. */
export async function extractCalendar(path: SourcePath): Promise<Extraction> {
  const { text, notes } = readText(path);
  const { components, cut } = readComponents(text, MOST_COMPONENTS);
  // A file may hold several calendars.
  const calendars = components.filter(({ type }) => type === 'VCALENDAR');
  const entries = calendars.flatMap(({ components }) => components.filter(({ type }) => counted[type] !== undefined));
  const name = calendars.map((calendar) => textOf(calendar, 'X-WR-CALNAME')).find((found) => found !== '');
  const [only] = entries.length === 1 ? entries : [];
  return sectionsExtraction({
    ...ENGINE,
    sections: entries.map(entrySection),
    format: 'plain',
    title: name ?? (only ? textOf(only, 'SUMMARY') : ''),
    date: only ? (startOf(only)?.clock ?? null) : null,
    metadata: Object.entries(counted)
      .map(([type, label]) => ({ label, value: entries.filter((entry) => entry.type === type).length }))
      .filter(({ value }) => value > 0)
      .map(({ label, value }) => ({ label, value: String(value) })),
    notes: cut
      ? [...notes, `It has more than ${MOST_COMPONENTS.toLocaleString('en')} entries. The first of them are shown.`]
      : notes,
  });
}

function entrySection(entry: Component): Section {
  const text = (name: string) => textOf(entry, name);
  const people = (name: string) =>
    entry.properties
      .filter((property) => property.name === name)
      .map(person)
      .join(', ');
  const categories = entry.properties
    .filter(({ name }) => name === 'CATEGORIES')
    .flatMap(({ value }) => valueParts(value, ','));
  const name = text('SUMMARY');
  return {
    name: name || 'Entry without a name',
    text: recordText(
      name,
      [
        ['When', whenOf(entry)],
        ['Due', timeText(entry, 'DUE')],
        [
          'Repeats',
          entry.properties
            .filter((property) => property.name === 'RRULE')
            .map(({ value }) => describeRecurrence(value))
            .join(', '),
        ],
        ['Where', text('LOCATION')],
        ['Organizer', people('ORGANIZER')],
        ['With', people('ATTENDEE')],
        ['Status', text('STATUS').toLowerCase()],
        ['Categories', categories.join(', ')],
        ['Link', text('URL')],
        [
          'Reminder',
          entry.components
            .map((alarm) => reminderText(alarm, name))
            .filter(Boolean)
            .join(', '),
        ],
      ],
      [text('DESCRIPTION') || htmlToText(text('X-ALT-DESC')), text('COMMENT')].filter(Boolean).join('\n\n'),
    ),
  };
}

/** What programs write into every alarm. */
const usualReminder = /^(?:alarm|reminder|this is an event reminder)\.?$/i;

/** What somebody wrote into an alarm; empty where it but repeats what the entry is called. */
function reminderText(alarm: Component, name: string): string {
  const text = textOf(alarm, 'DESCRIPTION');
  return alarm.type === 'VALARM' && text !== name && !usualReminder.test(text) ? text : '';
}

function startOf({ properties }: Component) {
  const start = properties.find(({ name }) => name === 'DTSTART');
  return start && calendarTime(start);
}

function whenOf(entry: Component): string {
  const start = startOf(entry);
  if (!start) return '';
  const end = entry.properties.find(({ name }) => name === 'DTEND');
  const duration = calendarDuration(textOf(entry, 'DURATION'));
  return describePeriod(
    start,
    end ? calendarTime(end) : duration === undefined ? undefined : { ...start, clock: start.clock + duration },
  );
}

function timeText({ properties }: Component, name: string): string {
  const time = properties.find((property) => property.name === name);
  const at = time && calendarTime(time);
  return at ? describePeriod(at, undefined) : '';
}

/** Who is meant, by name and address. */
function person({ value, parameters }: Property): string {
  const address = plainValue(value).replace(/^mailto:/i, '');
  const name = parameters.get('CN') ?? '';
  return name === '' || name === address ? address : `${name} <${address}>`;
}
