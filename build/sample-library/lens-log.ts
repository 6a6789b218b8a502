import { normal, type Random, randomFrom } from './random.ts';

const START = Date.UTC(1931, 9, 1);
const HOUR = 3_600_000;
const ROWS = 51 * 8;
const NIGHT_HOURS: readonly number[] = [18, 21, 0, 3];

/** The night of the stranding stands on the page that was missing, and is told by hand. */
const foundPage: Record<string, { period: string; remark: string; celsius: number }> = {
  '1931-11-14 18:00': { period: '47.0', remark: 'Lit up 16.21. Frost coming.', celsius: 1.4 },
  '1931-11-14 21:00': { period: '48.5', remark: '', celsius: 0.2 },
  '1931-11-15 00:00': { period: '52.0', remark: 'Grey paste skimmed off the bath, half a bucket.', celsius: -1.1 },
  '1931-11-15 03:00': {
    period: '100.0',
    remark: 'LENS STOPPED 01.50. Turned by hand 02.05 to 05.30.',
    celsius: -2.0,
  },
};

const remarks: Record<string, string> = {
  '1931-10-19 15:00': 'New float ring of zinc fitted by Sellick Foundry.',
  '1931-10-22 21:00': 'Grey skin on the mercury. Reported to Mr Aldous.',
  '1931-10-31 18:00': 'Iron added to driving weight, 95 to 118 kg.',
  '1931-11-02 09:00': 'Second report to Mr Aldous.',
  '1931-11-09 18:00': 'Iron added to driving weight, 118 to 141 kg.',
  '1931-11-10 09:00': 'Third report to Mr Aldous.',
  '1931-11-15 18:00': 'Lens not to be moved. Fixed light shown, notice to mariners no. 44.',
  '1931-11-17 12:00': 'Log book taken away by Mr Aldous.',
  '1931-11-20 12:00': 'Log book returned. Page of 14 November cut out.',
};

/** Tide, weather and rotation at Hallow Ness in the autumn of 1931, every three hours, as CSV. */
export function lensLog(): string {
  const random = randomFrom(1931);
  const header = 'time,tide_m,air_celsius,drive_weight_kg,lens_period_s,source,remark';
  const rows = Array.from({ length: ROWS }, (_, index) => row(START + index * 3 * HOUR, random));
  return `${[header, ...rows].join('\n')}\n`;
}

function row(time: number, random: Random): string {
  const stamp = new Date(time).toISOString().slice(0, 16).replace('T', ' ');
  const found = foundPage[stamp];
  const celsius = found?.celsius ?? airAt(time) + normal(random) * 0.6;
  const period = found?.period ?? periodAt(time, celsius, random);
  const remark = found?.remark ?? remarks[stamp] ?? '';
  return [
    stamp,
    tideAt(time).toFixed(2),
    celsius.toFixed(1),
    weightAt(stamp),
    period,
    found ? 'page found 2022' : 'log book',
    remark && `"${remark}"`,
  ].join(',');
}

/** Metres above chart datum from the two largest constituents, M2 (12.42 h) and S2 (12 h). */
function tideAt(time: number): number {
  const hours = (time - START) / HOUR;
  return 2.6 + 1.7 * Math.cos((2 * Math.PI * (hours - 2.1)) / 12.4206) + 0.6 * Math.cos((Math.PI * (hours - 3.4)) / 6);
}

/** A mild October that cools, warmest at three in the afternoon, and a frost about the night of 14 November. */
function airAt(time: number): number {
  const days = (time - START) / (24 * HOUR);
  const frost = 5 * Math.exp(-(((days - 45.1) / 1.4) ** 2));
  return 12 - days * 0.13 + 2.1 * Math.cos(2 * Math.PI * (days - 0.625)) - frost;
}

function weightAt(stamp: string): number {
  if (stamp < '1931-10-31 18:00') return 95;
  return stamp < '1931-11-09 18:00' ? 118 : 141;
}

/** Seconds for one round, by night only: forty until the zinc ring, then slower with its age and with the cold. */
function periodAt(time: number, celsius: number, random: Random): string {
  const date = new Date(time);
  if (!NIGHT_HOURS.includes(date.getUTCHours()) || time > Date.UTC(1931, 10, 15)) return '';
  const days = Math.max(0, (time - Date.UTC(1931, 9, 19, 15)) / (24 * HOUR));
  const slowed = days * 0.19 + (days / 26) * Math.max(0, 9 - celsius) * 0.3;
  return (40 + slowed + normal(random) * 0.15).toFixed(1);
}
