import { beforeEach, expect, test } from 'vitest';
import { type FindSource, useFind } from './find-store.ts';

const pages = ['Of the board.', 'Of the pier.', 'The pier was dredged; the pier stands.'];
let revealed: number[];

/** A document whose text comes a little later, as a PDF's does. */
const source = (startUnit = 0): FindSource => ({
  units: pages.length,
  startUnit: () => startUnit,
  textOf: async (unit) => pages[unit] ?? '',
  reveal: (unit) => revealed.push(unit),
});

const settled = () =>
  new Promise<void>((resolve) => {
    const check = () => (useFind.getState().scanning ? setTimeout(check) : resolve());
    check();
  });

beforeEach(() => {
  revealed = [];
  useFind.getState().setSource(source());
  useFind.getState().begin('');
});

test('typing goes to the first match from where the reader is, and a step to the next', async () => {
  useFind.getState().setSource(source(2));
  useFind.getState().setText('pier');
  await settled();
  expect(useFind.getState()).toMatchObject({ current: 1, awaited: null });
  useFind.getState().step(1);
  expect(useFind.getState().current).toBe(2);
  expect(revealed).toEqual([2, 2]);
});

test('a step that is asked for before anything was found is not lost', async () => {
  useFind.getState().begin('dredged');
  useFind.getState().step(1);
  expect(useFind.getState().current).toBe(-1);
  await settled();
  expect(useFind.getState().current).toBe(0);
  expect(revealed).toEqual([2]);
});

test('nothing found is nothing gone to', async () => {
  useFind.getState().setText('lantern');
  useFind.getState().step(1);
  await settled();
  expect(useFind.getState()).toMatchObject({ current: -1, matches: [], awaited: null });
  expect(revealed).toEqual([]);
});
