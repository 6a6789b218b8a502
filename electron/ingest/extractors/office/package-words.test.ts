import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageOf } from '../../../../build/sample-library/office/package.ts';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import { extract } from '../extract.ts';
import { identify } from '../identify/identify.ts';
import { extractAlone } from './old-office.ts';

function packed(name: string, parts: Readonly<Record<string, string>>): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, packageOf({ ...parts }));
  return path;
}

async function textOf(path: string): Promise<object> {
  return extract({ path, identity: await identify({ path }) });
}

it('an XPS document has its pages in order, a line for each height, and what it says of itself', async () => {
  const page = (...runs: string[]) =>
    `<FixedPage xmlns="http://schemas.microsoft.com/xps/2005/06">${runs.join('')}</FixedPage>`;
  const run = (text: string, y: number) => `<Glyphs OriginX="96" OriginY="${y}" UnicodeString="${text}"/>`;
  const path = packed('pier.xps', {
    'FixedDocSeq.fdseq': '<FixedDocumentSequence/>',
    'docProps/core.xml':
      '<cp:p xmlns:cp="p" xmlns:dc="d"><dc:title>The pier</dc:title><dc:creator>Ines</dc:creator></cp:p>',
    'Documents/1/Pages/10.fpage': page(run('The end', 96)),
    'Documents/1/Pages/2.fpage': page(
      run('{}{oak} &amp; ', 96),
      run('larch', 96),
      `<Canvas>${run('in 1871', 120)}</Canvas>`,
    ),
  });
  expect(await textOf(path)).toMatchObject({
    title: 'The pier',
    metadata: [{ label: 'Author', value: 'Ines' }],
    content: { text: '{oak} & larch\nin 1871\n\nThe end' },
  });
});

it('documents of Hangul have their paragraphs', async () => {
  const path = packed('pier.hwpx', {
    'Contents/section1.xml':
      '<hs:sec xmlns:hs="s" xmlns:hp="p"><hp:p><hp:run><hp:t>larch</hp:t></hp:run></hp:p></hs:sec>',
    'Contents/section0.xml':
      '<hs:sec xmlns:hs="s" xmlns:hp="p"><hp:p><hp:run><hp:t>부두</hp:t></hp:run></hp:p><hp:p/></hs:sec>',
  });
  const identity = { ...(await identify({ path })), mime: 'application/hwp+zip', kind: 'document' } as const;
  expect(await extract({ path, identity })).toMatchObject({ content: { text: '부두\n\nlarch' } });
});

it('documents of OpenOffice.org 1 and drawings of Visio are read by their words without LibreOffice', async () => {
  const writer = packed('pier.sxw', {
    'content.xml':
      '<office:document-content xmlns:office="http://openoffice.org/2000/office" xmlns:text="http://openoffice.org/2000/text"><office:body><text:h>Piers</text:h><text:p>of <text:span>oak</text:span></text:p></office:body></office:document-content>',
    'meta.xml':
      '<office:m xmlns:office="o" xmlns:dc="d" xmlns:meta="m"><dc:title>Old</dc:title><meta:creation-date>2003-05-01T10:00:00</meta:creation-date></office:m>',
  });
  const mime = 'application/vnd.sun.xml.writer';
  expect(await extractAlone(writer, { ...(await identify({ path: writer })), mime })).toMatchObject({
    title: 'Old',
    date: new Date('2003-05-01T10:00:00').getTime(),
    content: { text: 'Piers\nof oak' },
  });
  const drawing = packed('pier.vsdx', {
    'visio/document.xml': '<VisioDocument/>',
    'visio/pages/page1.xml':
      '<PageContents><Shapes><Shape><Text><cp IX="0"/>Boat house</Text></Shape><Shape><Text>Slip</Text></Shape></Shapes></PageContents>',
  });
  expect(await extractAlone(drawing, await identify({ path: drawing }))).toMatchObject({
    content: { text: 'Boat house\nSlip' },
  });
});

it('a package that is none is damaged, and one without words has none', async () => {
  const path = packed('pier.xps', { 'FixedDocSeq.fdseq': '<FixedDocumentSequence/>' });
  expect(await textOf(path)).toMatchObject({ content: { text: '' } });
  const identity = await identify({ path });
  writeFileSync(path, 'PK\u0003\u0004');
  expect(await extract({ path, identity })).toMatchObject({ refused: 'failed' });
});
