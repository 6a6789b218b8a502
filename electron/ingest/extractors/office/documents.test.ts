import { expect, it } from 'vitest';
import { extracted, passagesText, refusal } from '../extraction-for-tests.ts';
import { openDocument, presentation, wordDocument, wordParagraph, workbook } from './documents-for-tests.ts';

it('reads a Word document with its headings, footnotes and title', async () => {
  const found = await extracted(
    'report.docx',
    wordDocument(
      wordParagraph('The harbour', 'Heading1') +
        wordParagraph('It was dredged in 1931.') +
        '<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Pier</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>sound</w:t></w:r></w:p></w:tc></w:tr></w:tbl>',
    ),
  );
  expect(found.title).toBe('The annual report');
  expect(passagesText(found)).toMatch(/The harbour[\s\S]*dredged in 1931[\s\S]*Pier[\s\S]*sound/);
});

it('reads the sheets of a workbook as cells, with shared texts, inline texts, numbers and dates', async () => {
  const found = await extracted(
    'costs.xlsx',
    workbook(
      {
        Costs:
          '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Paid</t></is></c></row>' +
          '<row r="2"><c r="A2"><v>4200</v></c><c r="B2" s="1"><v>35857</v></c></row>',
        Notes: '<row r="1"><c r="A1" t="s"><v>1</v></c></row>',
      },
      ['Crowns', 'The dredger was hired.'],
    ),
  );
  const text = passagesText(found);
  expect(text).toContain('Crowns: 4200');
  expect(text).toMatch(/Paid: .*1998/);
  expect(text).toContain('The dredger was hired.');
  expect(found.passages[0]?.anchor).toMatchObject({ type: 'cells', sheet: 'Costs' });
});

it('reads slides with their notes, each at its place', async () => {
  const found = await extracted(
    'talk.pptx',
    presentation([
      { title: 'The light', text: 'It was lit in 1874.' },
      { title: 'The end', text: 'It went out.', notes: 'Pause here.' },
    ]),
  );
  expect(passagesText(found)).toMatch(/lit in 1874[\s\S]*went out[\s\S]*Pause here/);
  const last = found.passages.find(({ text }) => text.includes('went out'));
  expect(last?.anchor).toMatchObject({ type: 'slide', slide: 2 });
});

it('reads OpenDocument text', async () => {
  const found = await extracted(
    'letter.odt',
    openDocument('text', '<text:h text:outline-level="1">Letter</text:h><text:p>The buoy has drifted.</text:p>'),
  );
  expect(passagesText(found)).toMatch(/Letter[\s\S]*The buoy has drifted/);
});

it('says that a document is damaged when it was cut off', async () => {
  const whole = wordDocument(wordParagraph('It was dredged in 1931.'));
  const { refused, reason } = await refusal('cut.docx', whole.slice(0, whole.length - 120));
  expect(refused).toBe('failed');
  expect(reason).toMatch(/damaged|cut|incomplete/i);
});
