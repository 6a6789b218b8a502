/** What a number format makes of a number (ECMA-376, 18.8.30), as far as it changes what the number is. */
export type NumberMeaning = 'plain' | 'percent' | 'date' | 'time' | 'dateTime';

const DAY = 86_400_000;
/** Days from Excel's day 0 to 1970: it takes 1900 for a leap year, so its days count right from March 1900 on. */
const DAYS_TO_1970 = 25_569;
/** Days between the two systems that workbooks count in. */
const DAYS_TO_1904 = 1_462;

/** The meanings of the formats that every workbook has without saying so. */
export function builtInMeaning(id: number): NumberMeaning {
  if (id === 9 || id === 10) return 'percent';
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 54) || (id >= 57 && id <= 58))
    return 'date';
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id === 55 || id === 56)
    return 'time';
  return id === 22 ? 'dateTime' : 'plain';
}

/** The meaning of a format by its code, such as `yyyy-mm-dd`. */
export function meaningOf(code: string): NumberMeaning {
  // Colours, locales, literal text and the sections for negative numbers and texts tell nothing.
  const [section = ''] = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .split(';');
  if (/general/i.test(section)) return 'plain';
  const hasTime = /[hs]|am\/pm|\[m+\]/i.test(section);
  const hasDate = /[dy]|(^|[^:hs])m{1,5}(?!:)/i.test(section.replace(/h+[^a-z]*m+|m+[^a-z]*s+/gi, ''));
  if (hasDate) return hasTime ? 'dateTime' : 'date';
  if (hasTime) return 'time';
  return section.includes('%') ? 'percent' : 'plain';
}

/** A number as people read it: days as ISO 8601 dates, shares as per cent, others without the noise of binary fractions. */
export function numberText(value: number, meaning: NumberMeaning, countsFrom1904: boolean): string {
  if (meaning === 'percent') return `${plain(value * 100)}%`;
  if (meaning === 'plain' || value < 0) return plain(value);
  const days = value + (countsFrom1904 ? DAYS_TO_1904 : 0);
  const moment = new Date(Math.round(((days - DAYS_TO_1970) * DAY) / 1000) * 1000);
  if (!Number.isFinite(moment.getTime())) return plain(value);
  const [date = '', clock = ''] = moment.toISOString().slice(0, 19).split('T');
  const time = clock.replace(/:00$/, '');
  if (meaning === 'time' && days < 1) return time;
  return meaning === 'date' && time === '00:00' ? date : `${date} ${time}`;
}

function plain(value: number): string {
  return String(Number(value.toPrecision(15)));
}
