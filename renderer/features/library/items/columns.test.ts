import { expect, test } from 'vitest';
import { columnIds, columnsThatFit, tracksOf, usualColumns } from './columns.ts';

test('shows the chosen columns in their order where there is room', () => {
  expect(columnsThatFit(['size', 'title'], 2000)).toEqual(['name', 'title', 'size']);
  expect(columnsThatFit(columnIds, 2000)).toEqual(columnIds);
});

test('what says least makes way first, and the name never does', () => {
  expect(columnsThatFit(usualColumns, 730)).toEqual(['name', 'kind', 'date', 'size', 'state']);
  expect(columnsThatFit(usualColumns, 530)).toEqual(['name', 'kind', 'date', 'size']);
  expect(columnsThatFit(usualColumns, 0)).toEqual(['name']);
});

test('names and folders take the room that is left over', () => {
  expect(tracksOf(['name', 'folder', 'size'])).toBe('minmax(192px, 3fr) minmax(112px, 1fr) 80px');
});
