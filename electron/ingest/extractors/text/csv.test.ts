import { describe, expect, it } from 'vitest';
import { extracted } from '../extraction-for-tests.ts';
import { encode } from './encode-for-tests.ts';

function rowsOf(found: Awaited<ReturnType<typeof extracted>>): string[][] {
  if (found.content.type !== 'table') expect.fail('It is no table.');
  return found.content.sheets[0]?.rows ?? [];
}

describe('CSV', () => {
  it('has rows with the names of their columns', async () => {
    const found = await extracted('boats.csv', 'name,owner\r\nSeagull,Marta\r\nPetrel,"Jonas, of the ""Fulmar"""\r\n');
    expect(rowsOf(found)).toEqual([
      ['name', 'owner'],
      ['Seagull', 'Marta'],
      ['Petrel', 'Jonas, of the "Fulmar"'],
    ]);
    expect(found.passages).toEqual([
      {
        text: 'name | owner\nname: Seagull | owner: Marta\nname: Petrel | owner: Jonas, of the "Fulmar"',
        anchor: { type: 'cells', sheet: 'Table', startRow: 1, endRow: 3, columns: 2 },
      },
    ]);
    expect(found.metadata).toEqual([
      { label: 'Rows', value: '3' },
      { label: 'Separator', value: ',' },
    ]);
  });

  it.each([
    ['semicolons', 'a.csv', 'Ort;Höhe\nKiel;1,5\nHusum;2,5\n', ';'],
    ['tabs', 'a.tsv', 'Ort\tHöhe\nKiel\t1,5\nHusum\t2,5\n', 'tab'],
    ['the separator that Excel names', 'a.csv', 'sep=|\nOrt|Höhe\nKiel|1,5\nHusum|2,5\n', '|'],
  ])('with %s', async (_, name, text, separator) => {
    const found = await extracted(name, encode(text, 'windows-1252'));
    expect(rowsOf(found)).toEqual([
      ['Ort', 'Höhe'],
      ['Kiel', '1,5'],
      ['Husum', '2,5'],
    ]);
    expect(found.metadata).toContainEqual({ label: 'Separator', value: separator });
  });

  it('keeps ragged and empty rows where they are', async () => {
    const found = await extracted('a.csv', 'a,b,c\n1\n\n1,2,3,4\n\n\n');
    expect(rowsOf(found)).toEqual([['a', 'b', 'c'], ['1'], [], ['1', '2', '3', '4']]);
    expect(found.passages[0]?.anchor).toMatchObject({ startRow: 1, endRow: 4, columns: 4 });
  });

  it('does not lose the rest to a quotation mark that is never closed', async () => {
    const found = await extracted('a.csv', 'size,thing\n"5 inch,rope\n6 inch,chain\n');
    expect(rowsOf(found)).toEqual([
      ['size', 'thing'],
      ['"5 inch', 'rope'],
      ['6 inch', 'chain'],
    ]);
  });

  it('shows every row that it is found by, and says what it leaves out', async () => {
    const rows = Array.from({ length: 120_000 }, (_, row) => `${row + 1},mark${row + 1}`);
    const found = await extracted('big.csv', rows.join('\n'));
    const shown = rowsOf(found);
    const hit = found.passages.find(({ text }) => text.includes('mark50000'));
    if (hit?.anchor.type !== 'cells') expect.fail('Row 50,000 is not found.');
    expect(shown.slice(hit.anchor.startRow - 1, hit.anchor.endRow).flat()).toContain('mark50000');
    const last = found.passages.at(-1)?.anchor;
    expect(last).toMatchObject({ endRow: shown.length });
    expect(shown).toHaveLength(100_000);
    expect(found.notes).toEqual(['Of “Table” the first 100,000 of 120,000 rows are shown and searched.']);
  });

  it('with more columns than are shown is a line of text a row, with all that stands in it', async () => {
    const row = (value: string) => Array.from({ length: 20_000 }, (_, column) => `${value}${column}`).join(',');
    const found = await extracted('wide.csv', `${row('c')}\n${row('v')}\n`);
    expect(found.content).toMatchObject({ type: 'text', text: expect.stringContaining('\nc0: v0 | c1: v1 | ') });
    const last = found.passages.at(-1);
    expect([last?.text.endsWith('c19999: v19999'), last?.anchor]).toEqual([true, { type: 'lines', start: 2, end: 2 }]);
    expect(found.notes).toEqual([expect.stringContaining('20,000 columns')]);
  });

  it('says that it cuts the longest cells', async () => {
    const found = await extracted('long.csv', `a,b\n1,${'x'.repeat(40_000)}\n`);
    expect(found.notes).toEqual(['In “Table” the first 32,767 characters of each cell are shown and searched.']);
  });
});
