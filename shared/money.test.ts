import { expect, it } from 'vitest';
import { describeMoney } from './money.ts';

it('writes amounts with their currency, and never nothing for a little', () => {
  const written = [0, 0.004, 0.01, 12.345].map((amount) => describeMoney({ amount, currency: 'EUR' }, 'en'));
  expect(written).toEqual(['EUR 0.00', 'less than EUR 0.01', 'EUR 0.01', 'EUR 12.35']);
});
