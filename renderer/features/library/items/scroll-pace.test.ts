import { expect, test } from 'vitest';
import { useScrollPace, watchPace } from './scroll-pace.ts';

test('a flight over the library is fast, reading it is not, and standing still never is', () => {
  watchPace(0, true, 1000);
  watchPace(40, true, 1016);
  expect(useScrollPace.getState().fast).toBe(false);
  watchPace(1540, true, 1032);
  expect(useScrollPace.getState().fast).toBe(true);
  watchPace(0, true, 1048);
  expect(useScrollPace.getState().fast).toBe(true);
  watchPace(0, false, 1200);
  expect(useScrollPace.getState().fast).toBe(false);
});
