import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tell, tellError, tellWhile, useToasts } from './toasts.ts';

const shown = () => useToasts.getState().toasts.map(({ text }) => text);

beforeEach(() => {
  vi.useFakeTimers();
  useToasts.setState({ toasts: [] });
});
afterEach(() => void vi.useRealTimers());

test('what was done is said for a moment', () => {
  tell('Added.');
  expect(shown()).toEqual(['Added.']);
  vi.runAllTimers();
  expect(shown()).toEqual([]);
});

test('what is being done is said until it is done, well or not', async () => {
  const work = Promise.withResolvers<string>();
  const told = tellWhile('Trying…', work.promise);
  vi.runAllTimers();
  expect(shown()).toEqual(['Trying…']);
  work.resolve('good');
  expect(await told).toBe('good');
  expect(shown()).toEqual([]);
  await expect(tellWhile('Trying…', Promise.reject(new Error('bad')))).rejects.toThrow('bad');
  expect(shown()).toEqual([]);
});

test('an error stays until it is put away, and is not said twice', () => {
  tellError(new Error('It broke.'));
  tellError(new Error('It broke.'));
  vi.runAllTimers();
  expect(shown()).toEqual(['It broke.']);
});

test('the newest stay', () => {
  for (const text of ['1', '2', '3', '4']) tell(text);
  expect(shown()).toEqual(['2', '3', '4']);
});
