import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packageOf, xmlHead } from '../../../../build/sample-library/office/package.ts';
import { extracted, refusal } from '../extraction-for-tests.ts';
import { workbook } from './documents-for-tests.ts';
import { meaningOf, type NumberMeaning, numberText } from './number-formats.ts';

async function sheetsOf(bytes: Uint8Array) {
  const { content } = await extracted('a.xlsx', bytes);
  return content.type === 'table' ? content.sheets.map(({ name, rows }) => ({ name, rows })) : [];
}

describe('a workbook', () => {
  it('shows what its cells show: texts, stored results, dates, and what is left out', async () => {
    const bytes = workbook(
      {
        Costs: `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>Paid on</t></is></c></row>
          <row r="3"><c r="A3" t="inlineStr"><is><r><t>Rope </t></r><r><t>walk</t></r></is></c><c r="B3"><f>SUM(1,2)</f><v>3.5</v></c><c r="C3" s="1"><v>35000</v></c></row>
          <row r="4"><c r="A4" t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c r="B4" t="b"><v>1</v></c><c r="D4" t="e"><v>#DIV/0!</v></c></row>`,
        Empty: '',
        'Third &amp; last': '<row r="1"><c r="A1"><v>0.30000000000000004</v></c></row>',
      },
      ['Item', 'Sum'],
    );
    const found = await extracted('a.xlsx', bytes);
    expect(found).toMatchObject({ title: 'The annual report', date: Date.UTC(1998, 2, 3, 10), pages: 3 });
    expect(await sheetsOf(bytes)).toEqual([
      {
        name: 'Costs',
        rows: [['Item', 'Sum', 'Paid on'], [], ['Rope walk', '3.5', '1995-10-28'], ['ab', 'TRUE', '', '#DIV/0!']],
      },
      { name: 'Empty', rows: [] },
      { name: 'Third & last', rows: [['0.3']] },
    ]);
    expect(found.passages).toEqual([
      {
        text: 'Item | Sum | Paid on\nItem: Rope walk | Sum: 3.5 | Paid on: 1995-10-28\nItem: ab | Sum: TRUE | #DIV/0!',
        anchor: { type: 'cells', sheet: 'Costs', startRow: 1, endRow: 4, columns: 4 },
      },
      { text: '0.3', anchor: { type: 'cells', sheet: 'Third & last', startRow: 1, endRow: 1, columns: 1 } },
    ]);
  });

  it('is read whatever prefix its elements and whatever names its parts have', async () => {
    const bytes = packageOf({
      '[Content_Types].xml': '<Types/>',
      'xl/workbook.xml': `${xmlHead}<x:workbook xmlns:x="m" xmlns:q="r"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="Blad" sheetId="1" q:id="R7"/></x:sheets></x:workbook>`,
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="R7" Target="/xl/worksheets/Blad.xml"/></Relationships>',
      'xl/styles.xml': `<x:styleSheet><x:numFmts><x:numFmt numFmtId="164" formatCode="[$-407]d\\.\\ mmm\\ yy"/></x:numFmts><x:cellStyleXfs><x:xf numFmtId="9"/></x:cellStyleXfs><x:cellXfs><x:xf numFmtId="0"/><x:xf numFmtId="164"/></x:cellXfs></x:styleSheet>`,
      'xl/sharedStrings.xml':
        '<x:sst><x:si/><x:si><x:t>東京</x:t><x:rPh sb="0" eb="2"><x:t>トウキョウ</x:t></x:rPh></x:si></x:sst>',
      'xl/worksheets/Blad.xml':
        '<x:worksheet><x:sheetData><x:row><x:c t="s"><x:v>1</x:v></x:c><x:c s="1"><x:v>33538</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    });
    expect(await sheetsOf(bytes)).toEqual([{ name: 'Blad', rows: [['東京', '1995-10-28']] }]);
  });

  it('without a list of its sheets has them in the order of their numbers', async () => {
    const sheet = (text: string) =>
      `<worksheet><row r="1"><c r="A1" t="inlineStr"><is><t>${text}</t></is></c></row></worksheet>`;
    const bytes = packageOf({
      'xl/workbook.xml': '<workbook/>',
      'xl/worksheets/sheet10.xml': sheet('tenth'),
      'xl/worksheets/sheet2.xml': sheet('second'),
    });
    expect((await sheetsOf(bytes)).map(({ rows }) => rows[0]?.[0])).toEqual(['second', 'tenth']);
  });

  it('that claims places no sheet has is read without them', async () => {
    const bytes = workbook({
      A: '<row r="4000000000"><c r="A1"><v>1</v></c><c r="ZZZZ1"><v>2</v></c></row><row r="-3"><c><v>3</v></c></row>',
    });
    expect((await sheetsOf(bytes))[0]?.rows).toEqual([['1', '2'], ['3']]);
  });

  it('with rows far below the others has them without what is empty between', async () => {
    const bytes = workbook({
      A: '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1"><v>2</v></c></row>',
    });
    const { content, notes } = await extracted('a.xlsx', bytes);
    expect(content).toMatchObject({ sheets: [{ rows: [['1'], ['2']] }] });
    expect(notes).toEqual(['In “A” 1,048,574 empty rows are left out, so that rows have other numbers.']);
  });

  it('has what is written beside its cells as a sheet of its own', async () => {
    const comments =
      '<comments><commentList><comment ref="B2" authorId="0"><text><r><t>Ask </t></r><r><t>Ines</t></r></text></comment></commentList></comments>';
    const shapes =
      '<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><xdr:sp><xdr:txBody><a:p><a:r><a:t>A box</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>';
    const bytes = packageOf({
      'xl/workbook.xml': '<workbook/>',
      'xl/comments1.xml': comments,
      'xl/drawings/drawing1.xml': shapes,
      'xl/charts/chart1.xml':
        '<c:chartSpace xmlns:c="c" xmlns:a="a"><c:chart><c:title><a:p><a:r><a:t>Dues by year</a:t></a:r></a:p></c:title></c:chart></c:chartSpace>',
    });
    expect(await sheetsOf(bytes)).toEqual([
      {
        name: 'Comments and shapes',
        rows: [
          ['', 'Dues by year'],
          ['B2', 'Ask Ines'],
          ['', 'A box'],
        ],
      },
    ]);
  });

  it('without a workbook in it is damaged', async () => {
    const bytes = packageOf({ 'xl/workbook.xml': '<workbook/>' });
    // What stands behind the part's name is no longer what was packed.
    bytes.fill(0xff, 45, 50);
    expect(await refusal('a.xlsx', bytes)).toMatchObject({ refused: 'failed' });
  });
});

describe('number formats', () => {
  it.each<[string, NumberMeaning]>([
    ['General', 'plain'],
    ['#,##0.00 "days"', 'plain'],
    ['[Red]0.00', 'plain'],
    ['0.0%', 'percent'],
    ['yyyy-mm-dd', 'date'],
    ['d. mmmm yyyy', 'date'],
    ['mmm yy', 'date'],
    ['h:mm', 'time'],
    ['mm:ss.0', 'time'],
    ['[h]:mm:ss', 'time'],
    ['dd/mm/yyyy hh:mm', 'dateTime'],
    ['m/d/yy h:mm AM/PM;@', 'dateTime'],
  ])('%s is %s', (code, meaning) => {
    expect(meaningOf(code)).toBe(meaning);
  });

  it.each<[number, NumberMeaning, string]>([
    [0.1 + 0.2, 'plain', '0.3'],
    [0.125, 'percent', '12.5%'],
    [25_569, 'date', '1970-01-01'],
    [45_000.5, 'dateTime', '2023-03-15 12:00'],
    [0.75, 'time', '18:00'],
    [-1, 'date', '-1'],
    [1e300, 'date', '1e+300'],
  ])('%s as %s is %s', (value, meaning, text) => {
    expect(numberText(value, meaning, false)).toBe(text);
  });

  it('of any code and number give a text', () => {
    fc.assert(
      fc.property(fc.string(), fc.double(), (code, value) => {
        expect(numberText(value, meaningOf(code), false)).not.toBe('');
      }),
    );
  });
});
