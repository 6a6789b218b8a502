import type { Property } from './content-lines.ts';

/** A day, or a moment of it, as a calendar writes it: at a place whose time it is, or in UTC. */
export interface CalendarTime {
  /** The clock's face as if it were in UTC, in milliseconds since 1970. */
  clock: number;
  wholeDay: boolean;
  /** Where the clock stands; empty where that is left open. */
  zone: string;
}

const DAY = 24 * 60 * 60 * 1000;

/** A date or time (RFC 5545, 3.3.4 and 3.3.5); undefined where it is none. */
export function calendarTime({ value, parameters }: Pick<Property, 'value' | 'parameters'>): CalendarTime | undefined {
  const found = /^\s*(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2})?(Z)?)?/i.exec(value);
  if (!found) return undefined;
  const [, year, month, day, hour, minute, , utc] = found;
  const clock = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0));
  return { clock, wholeDay: hour === undefined, zone: utc ? 'UTC' : (parameters.get('TZID') ?? '') };
}

/** A length of time (RFC 5545, 3.3.6) in milliseconds; undefined where it is none. */
export function calendarDuration(value: string): number | undefined {
  const found = /^\s*\+?P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?\s*$/i.exec(
    value,
  );
  if (!found) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return (weeks * 7 + days) * DAY + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
const weekdays = format({ weekday: 'long' });
const days = format({ day: 'numeric', month: 'long', year: 'numeric' });
const hours = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** A day as people write it: “Friday 3 May 2024”. */
export function describeDay(clock: number): string {
  return `${weekdays.format(clock)} ${days.format(clock)}`;
}

/** From when to when, as people write it: "Friday 3 May 2024, 10:00 – 11:00 (Europe/Zurich)". */
export function describePeriod(start: CalendarTime, end: CalendarTime | undefined): string {
  const zone = start.zone === '' ? '' : ` (${start.zone})`;
  // The day on which whole days end is the one after the last (RFC 5545, 3.6.1).
  const last = end && { ...end, clock: end.wholeDay ? end.clock - DAY : end.clock };
  const from = describeTime(start);
  if (!last || last.clock <= start.clock) return from + zone;
  const sameDay = days.format(last.clock) === days.format(start.clock);
  return `${from} – ${sameDay ? hours.format(last.clock) : describeTime(last)}${zone}`;
}

function describeTime({ clock, wholeDay }: CalendarTime): string {
  const day = describeDay(clock);
  return wholeDay ? day : `${day}, ${hours.format(clock)}`;
}
