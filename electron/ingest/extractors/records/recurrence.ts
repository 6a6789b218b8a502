import { calendarTime, describeDay } from './calendar-time.ts';

const units: Readonly<Record<string, string>> = {
  YEARLY: 'year',
  MONTHLY: 'month',
  WEEKLY: 'week',
  DAILY: 'day',
  HOURLY: 'hour',
  MINUTELY: 'minute',
};
const weekdays: Readonly<Record<string, string>> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
};
const months = 'January February March April May June July August September October November December'.split(' ');
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];

/**
 * How often something comes again (RFC 5545, 3.3.10), in words: "every 2 weeks on Monday and Friday until Friday 3 May
 * 2024". What is not understood is told as it is written.
 */
export function describeRecurrence(rule: string): string {
  const parts = new Map(
    rule.split(';').map((part) => part.toUpperCase().split('=', 2) as [string, string | undefined]),
  );
  const unit = units[parts.get('FREQ') ?? ''];
  if (unit === undefined) return rule;
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const list = (name: string) => (parts.get(name) ?? '').split(',').filter((value) => value !== '');
  const days = [...list('BYDAY').map(weekday), ...list('BYMONTHDAY').map(dayOfMonth)];
  const named = list('BYMONTH').map((month) => months[Number(month) - 1] ?? month);
  const until = calendarTime({ value: parts.get('UNTIL') ?? '', parameters: new Map() });
  const count = parts.get('COUNT');
  return [
    `every ${interval > 1 ? `${interval} ${unit}s` : unit}`,
    days.length > 0 ? ` on ${enumerated(days)}` : '',
    named.length > 0 ? ` in ${enumerated(named)}` : '',
    until ? ` until ${describeDay(until.clock)}` : count ? `, ${count} times` : '',
  ].join('');
}

/** `MO` → Monday, `2TU` → the second Tuesday, `-1FR` → the last Friday. */
function weekday(day: string): string {
  const [, place = '', letters = ''] = /^([+-]?\d+)?([A-Z]{2})$/.exec(day) ?? [];
  const name = weekdays[letters];
  if (name === undefined) return day;
  return place === '' ? name : `the ${ordinal(Number(place))} ${name}`;
}

function dayOfMonth(day: string): string {
  const number = Number(day);
  return number < 0 ? `the ${ordinal(number)} day` : `day ${day}`;
}

/** Counted from the end where it is below zero. */
function ordinal(place: number): string {
  if (place === -1) return 'last';
  const name = ordinals[Math.abs(place) - 1] ?? `${Math.abs(place)}th`;
  return place < 0 ? `${name} last` : name;
}

function enumerated(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
