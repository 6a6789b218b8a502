import { describe, expect, it } from 'vitest';
import { createFormat } from './format.ts';

describe('format', () => {
  const format = createFormat('en-GB');
  it('writes sizes in binary units', () => {
    expect([0, 1023, 1024, 1536, 5 * 1024 ** 3].map(format.bytes)).toEqual([
      '0 B',
      '1,023 B',
      '1 KiB',
      '1.5 KiB',
      '5 GiB',
    ]);
  });
  it('writes times relative within a day and absolute before', () => {
    const now = Date.now();
    expect(format.relative(now - 5 * 60_000)).toBe('5 minutes ago');
    expect(format.relative(now - 3 * 3_600_000)).toBe('3 hours ago');
    expect(format.relative(Date.UTC(2020, 4, 6, 12))).toBe('6 May 2020');
  });
  it('writes durations and months', () => {
    expect([0.2, 59, 240, 5400].map(format.duration)).toEqual(['1 s', '59 s', '4 min', '1.5 h']);
    expect([4000, 690_000, 3_723_000].map(format.clock)).toEqual(['0:04', '11:30', '1:02:03']);
    expect(format.month('2024-05')).toBe('May 2024');
  });
});
