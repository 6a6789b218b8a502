import { describeTime } from '../../shared/anchors.ts';
import { describeMoney } from '../../shared/money.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How numbers, sizes and times are written in the reader's locale. */
export function createFormat(locale: string | undefined) {
  const number = new Intl.NumberFormat(locale);
  const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

  const bytes = (size: number) => {
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
    const power = Math.min(units.length - 1, size < 1 ? 0 : Math.floor(Math.log2(size) / 10));
    return `${oneDecimal.format(size / 1024 ** power)} ${units[power]}`;
  };

  const ago = (time: number) => {
    const passed = Date.now() - time;
    if (passed < MINUTE) return relative.format(0, 'minute');
    if (passed < HOUR) return relative.format(-Math.floor(passed / MINUTE), 'minute');
    if (passed < DAY) return relative.format(-Math.floor(passed / HOUR), 'hour');
    return date.format(time);
  };

  const duration = (seconds: number) => {
    if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
    if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
    return `${oneDecimal.format(seconds / 3600)} h`;
  };

  /** A length as players write it: 0:04, 11:30, 1:02:03. */
  const clock = (milliseconds: number) => describeTime(milliseconds).replace(/^0:0?(?=\d)/, '');

  return {
    clock,
    number: (value: number) => number.format(value),
    bytes,
    date: (time: number) => date.format(time),
    dateTime: (time: number) => dateTime.format(time),
    /** Relative within a day, absolute before that. */
    relative: ago,
    duration,
    money: (cost: { amount: number; currency: string }) => describeMoney(cost, locale),
    /** A month as `2024-05`, written out. */
    month: (value: string) => month.format(new Date(`${value}-01T00:00:00Z`)),
  };
}

export type Format = ReturnType<typeof createFormat>;

/** Made once: what the browser's formatters cost would be paid again by every row of a list. */
const ofBrowser = createFormat(undefined);

/** The formats of the browser's locale. */
export const useFormat = (): Format => ofBrowser;
