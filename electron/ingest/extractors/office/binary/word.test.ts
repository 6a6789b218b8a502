import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compound } from '../../compound/compound-for-tests.ts';
import { summaryInformation } from '../../compound/summary-for-tests.ts';
import { PASSWORD_NEEDED } from '../../refusal.ts';
import { endsWhateverIsDone, found } from './binary-office-for-tests.ts';
import { readWord } from './word.ts';
import { earlyWord, wordFile, wordStreams } from './word-for-tests.ts';

const CORPUS = '../shared/corpus/format-corpus';

function textOf(bytes: Buffer): string {
  const { content } = found(readWord, bytes);
  return content.type === 'text' ? content.text : expect.fail(content.type);
}

describe('a Word document', () => {
  it('is put together from its pieces, of 8 bits a character and of 16', () => {
    const file = wordFile({
      text: [
        ['The pier “', 16],
        ['Br\xfccke\x94 was built of oak.\r', 8],
        ['Мол построен из дуба.\r', 16],
      ],
    });
    expect(textOf(file)).toBe('The pier “Brücke” was built of oak.\n\nМол построен из дуба.');
  });

  it('says what it is', () => {
    const created = Date.UTC(1999, 4, 17);
    const summary = summaryInformation(
      { 2: Buffer.from('Der Steg'), 4: Buffer.from('J\xf6rg', 'latin1') },
      { created },
    );
    expect(
      found(readWord, wordFile({ text: [['x\r', 8]] }, { more: { '\x05SummaryInformation': summary } })),
    ).toMatchObject({ title: 'Der Steg', date: created, metadata: [{ label: 'Author', value: 'Jörg' }] });
  });

  it('shows what fields come to, and not how', () => {
    const field =
      'See \x13 HYPERLINK "http://a.invalid" \x14the \x13 DATE \x14year\x15 \x15\x13 TC "hidden" \x15below.\r';
    expect(textOf(wordFile({ text: [[field, 8]] }))).toBe('See the year below.');
    expect(textOf(wordFile({ text: [['A field \x13 that never ends.\r', 8]] }))).toBe('A field  that never ends.');
  });

  it('has the rows of its tables as lines', () => {
    const table = 'boat\x07owner\x07\x07Seagull\x07Marta\x07\x07After.\r';
    expect(textOf(wordFile({ text: [[table, 8]] }))).toBe('boat\towner\nSeagull\tMarta\nAfter.');
  });

  it('has its other parts behind the text, what stands on each page once', () => {
    const file = wordFile({
      text: [['The text.\x02\v\x0c\r', 8]],
      footnotes: [['\x02 A footnote.\r', 8]],
      headers: [['Harbour office\r3\rHarbour office\r', 8]],
      comments: [['\x05A comment.\r', 8]],
      endnotes: [['\x02 An endnote.\r', 16]],
      textBoxes: [['In a box.\r', 8]],
    });
    expect(
      textOf(file)
        .split('\n\n')
        .map((part) => part.trim()),
    ).toEqual(['The text.', 'In a box.', 'A footnote.', 'An endnote.', 'A comment.', 'Harbour office']);
  });

  it('is read when it was saved fast: formatting lies before the list of its pieces', () => {
    const formatting = Buffer.from([1, 3, 0, 7, 7, 7, 1, 0, 0]);
    expect(
      textOf(
        wordFile(
          {
            text: [
              ['One, ', 8],
              ['two.\r', 16],
            ],
          },
          { formatting },
        ),
      ),
    ).toBe('One, two.');
  });

  it('of an early version is read in the code page of its language', () => {
    const russian = earlyWord(Buffer.from([0xea, 0xee, 0xf2, 0x0d]), { language: 0x0419 });
    expect(textOf(compound({ WordDocument: russian }))).toBe('кот');
    expect(textOf(earlyWord(Buffer.from('Caf\xe9\r', 'latin1'), { signature: 0xa5db, version: 0x2d }))).toBe('Café');
  });

  it('ends in a reason when it is encrypted or damaged', () => {
    expect(readWord(wordFile({ text: [['x', 8]] }, { encrypted: true }))).toEqual({
      refused: 'failed',
      reason: PASSWORD_NEEDED,
    });
    const { WordDocument } = wordStreams({ text: [['x', 8]] });
    const documents = [Buffer.alloc(0), WordDocument.subarray(0, 100), WordDocument];
    for (const document of documents)
      expect(readWord(compound({ WordDocument: document }))).toMatchObject({
        refused: 'failed',
        reason: expect.stringContaining('damaged'),
      });
  });

  it('ends in a result or a reason whatever is done to it', () => {
    const parts = {
      text: [
        ['The pier \x13 PAGE \x143\x15 was ', 8],
        ['built\x07of\x07\x07oak.\r', 16],
      ],
      headers: [['Harbour\r', 8]],
    } as const;
    const { WordDocument, '1Table': table } = wordStreams(parts);
    const at = WordDocument.length;
    // The two streams alone, as most bytes of a compound file are of no matter to them.
    const both = Buffer.concat([WordDocument, table]);
    endsWhateverIsDone(
      (bytes) => readWord(compound({ WordDocument: bytes.subarray(0, at), '1Table': bytes.subarray(at) })),
      both,
    );
    endsWhateverIsDone(readWord, wordFile(parts));
  });

  it('of the format corpus is read', ({ skip }) => {
    skip(!existsSync(CORPUS), 'the format corpus is not there');
    const of = (path: string) => textOf(readFileSync(join(CORPUS, path)));
    expect(of('pdfCabinetOfHorrors/fileAttachment.doc')).toContain('It contains a file attachment.');
    expect(of('variations/variations/application/msword/lorem-ipsum-pages-09-4.1-923.doc')).toContain('consectetur');
    expect(of('office-examples/Old Word file/NEWSSLID.DOC')).toContain('What is USENET NEWS');
  });
});
