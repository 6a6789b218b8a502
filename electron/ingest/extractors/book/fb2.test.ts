import { describe, expect, it } from 'vitest';
import { packageOf } from '../../../../build/sample-library/office/package.ts';
import type { Extraction } from '../../../workers/media-protocol.ts';
import { extracted, read, refusal } from '../extraction-for-tests.ts';
import { encode } from '../text/encode-for-tests.ts';

const places = ({ passages }: Extraction) =>
  passages.map(({ text, anchor }) => [anchor.type === 'lines' ? anchor.section : anchor.type, text]);

const book = `<?xml version="1.0" encoding="windows-1251"?>
<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">
<description><title-info><genre>sf</genre><author><first-name>Инес</first-name><last-name>Харроу</last-name></author>
<book-title>Книга смотрителя</book-title><annotation><p>О лампах.</p></annotation><date value="1998-03-03">1998</date><lang>ru</lang></title-info>
<document-info><author><first-name>Somebody</first-name></author><date value="2011-01-01">2011</date></document-info>
<publish-info><publisher>Гавань</publisher></publish-info></description>
<body><title><p>Книга</p><p>смотрителя</p></title>
<section><title><p>Лампа</p></title><epigraph><p>Тише.</p></epigraph><p>Она <strong>горит</strong><a l:href="#n1" type="note">[1]</a>.</p>
<poem><title><p>Песня</p></title><stanza><v>Раз</v><v>Два</v></stanza></poem></section>
<section><p>Без имени.</p></section>
</body>
<body name="notes"><section id="n1"><title><p>1</p></title><p>Примечание.</p></section></body>
<binary id="a.png" content-type="image/png">iVBORw0KGgo=</binary></FictionBook>`;

describe('a FictionBook', () => {
  it('has chapters by its titles, verses line by line, notes, and what it says of itself', async () => {
    const { identity, found } = await read('a.xml', encode(book, 'windows-1251'));
    if ('refused' in found) expect.fail(found.reason);
    expect(identity).toMatchObject({ mime: 'application/x-fictionbook+xml', kind: 'document' });
    expect(found).toMatchObject({
      title: 'Книга смотрителя',
      date: Date.UTC(1998, 2, 3),
      metadata: [
        { label: 'Author', value: 'Инес Харроу' },
        { label: 'Language', value: 'Russian (ru)' },
        { label: 'Publisher', value: 'Гавань' },
        { label: 'Subject', value: 'sf' },
        { label: 'Description', value: 'О лампах.' },
        { label: 'Chapters', value: '3' },
      ],
    });
    expect(places(found)).toEqual([
      ['Книга смотрителя', 'Книга\nсмотрителя'],
      ['Лампа', 'Лампа\nТише.\nОна горит[1].\nПесня\nРаз\nДва\nБез имени.'],
      ['1', '1\nПримечание.'],
    ]);
  });

  it('in an archive of its own is read, too', async () => {
    const { identity, found } = await read('a.fb2.zip', packageOf({ 'a.fb2': encode(book, 'windows-1251') }));
    expect(identity).toMatchObject({ mime: 'application/x-zip-compressed-fb2', kind: 'document' });
    expect(found).toMatchObject({ title: 'Книга смотрителя' });
    const broken = Buffer.from(packageOf({ 'a.fb2': encode(book, 'windows-1251') }));
    broken.fill(0xff, 40, 200);
    expect(await refusal('a.fb2.zip', broken)).toMatchObject({ refused: 'failed' });
  });

  it('that is cut off is read up to there', async () => {
    const cut = encode(book, 'windows-1251');
    expect(places(await extracted('a.fb2', cut.subarray(0, cut.length - 420)))).toContainEqual([
      'Книга смотрителя',
      'Книга\nсмотрителя',
    ]);
  });
});
