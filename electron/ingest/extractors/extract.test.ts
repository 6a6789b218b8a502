import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packageOf } from '../../../build/sample-library/office/package.ts';
import { temporaryFolder } from '../../../e2e/temporary-folder.ts';
import { anchorSchema } from '../../../shared/anchors.ts';
import type { AssetKind } from '../../../shared/contract/library.ts';
import { bookPage, epub, ncx } from './book/books-for-tests.ts';
import { extract } from './extract.ts';
import { openDocument, presentation, wordDocument, wordParagraph, workbook } from './office/documents-for-tests.ts';

const OOXML = 'application/vnd.openxmlformats-officedocument';
const ODF = 'application/vnd.oasis.opendocument';

/** What each extractor of text may be given, with pieces that mean something to it. */
const families: readonly [mime: string, kind: AssetKind, pieces: readonly (string | Uint8Array)[]][] = [
  ['text/plain', 'text', ['\n', '\r\n', '\0', '\uFEFF']],
  ['text/markdown', 'text', ['# ', '```\n', '<script>', '</script>', '| a |\n', '---\n', '[a](b)', '\\', '<!--', '`']],
  ['text/csv', 'spreadsheet', [',', ';', '"', '\n', 'sep=;\n', '\t']],
  ['text/tab-separated-values', 'spreadsheet', ['\t', '"', '\n']],
  ['text/html', 'web', ['<table>', '<tr><td>', '</p>', '<script>', '&nbsp;', '<meta charset="x">', '<!--', '<']],
  [
    'message/rfc822',
    'mail',
    ['From: a@b\n', 'Content-Type: multipart/mixed; boundary=b\n', '\n--b\n', '=?UTF-8?Q?=', '12\n'],
  ],
  ['application/mbox', 'mail', ['From a\n', '\nFrom b\n', 'Subject: x\n\n']],
  ['multipart/related', 'web', ['MIME-Version: 1.0\n', 'Content-Type: text/html\n\n', '<p>']],
  ['application/rtf', 'document', ['{\\rtf1 ', '\\par ', "\\'e4", '}', '{\\*', '\\bin9999 ', '\\u-3913?']],
  ['application/x-subrip', 'document', ['1\n', '00:00:01,000 --> 00:00:02,000\n', 'x\n', '\n']],
  ['text/vtt', 'document', ['WEBVTT\n\n', '00:01.000 --> 00:02.000\n', '<v a>', 'NOTE ', '\n']],
  [
    'text/calendar',
    'document',
    ['BEGIN:VCALENDAR\n', 'BEGIN:VEVENT\n', 'SUMMARY:x\n', 'DTSTART:20240101\n', 'END:VEVENT\n'],
  ],
  ['text/vcard', 'document', ['BEGIN:VCARD\n', 'N:a;b\n', 'TEL;X=":1\n', 'NOTE;QUOTED-PRINTABLE:=\n', 'END:VCARD\n']],
  [
    'application/x-fictionbook+xml',
    'document',
    ['<body>', '<section>', '<title><p>', 'x</p>', '</title>', '</section>', '<binary'],
  ],
  ['application/x-zip-compressed-fb2', 'document', [packageOf({ 'a.fb2': '<FictionBook><body><p>x</p></body>' })]],
  [`${OOXML}.wordprocessingml.document`, 'document', [wordDocument(wordParagraph('Pier'))]],
  [`${OOXML}.spreadsheetml.sheet`, 'spreadsheet', [workbook({ A: '<row><c><v>1</v></c></row>' })]],
  [`${OOXML}.presentationml.presentation`, 'slides', [presentation([{ title: 'a', text: 'b' }])]],
  [`${ODF}.text`, 'document', [openDocument('text', '<text:p>Pier</text:p>')]],
  [`${ODF}.spreadsheet`, 'spreadsheet', [openDocument('spreadsheet', '<table:table/>')]],
  [`${ODF}.presentation`, 'slides', [openDocument('presentation', '<draw:page/>')]],
  [
    'application/epub+zip',
    'document',
    [wordDocument(''), epub({ 'a.xhtml': bookPage('<p>x'), 'toc.ncx': ncx(['a', 'a.xhtml#b']) })],
  ],
];

/** Pieces with a few of their bytes changed, and any bytes between them. */
function filesOf(pieces: readonly (string | Uint8Array)[]): fc.Arbitrary<Buffer> {
  const changed = fc
    .tuple(fc.constantFrom(...pieces), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }))
    .map(([piece, changes]) => {
      const bytes = Buffer.from(piece);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return bytes;
    });
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...pieces).map((whole) => Buffer.from(whole)) },
    { weight: 2, arbitrary: changed },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  );
  return fc.array(piece, { maxLength: 8 }).map((parts) => Buffer.concat(parts));
}

it('keeps of a title what fits into a line', async () => {
  const path = join(temporaryFolder(), 'file');
  const title = async (text: string) => {
    writeFileSync(path, `<title>${text}</title><p>Pier`);
    const found = await extract({ path, identity: { sha256: '', size: 1, mime: 'text/html', kind: 'web' } });
    return 'refused' in found ? found.reason : found.title;
  };
  expect(await title('  The\n pier ')).toBe('The pier');
  expect(await title('x'.repeat(100_000))).toBe(`${'x'.repeat(300)}…`);
});

describe('reading any bytes as', () => {
  it.each(families)('%s ends in text or a reason', async (mime, kind, pieces) => {
    const path = join(temporaryFolder(), 'file');
    await fc.assert(
      fc.asyncProperty(filesOf(pieces), async (bytes) => {
        writeFileSync(path, bytes);
        const found = await extract({ path, identity: { sha256: '', size: bytes.length, mime, kind } });
        if ('refused' in found) {
          expect(found.reason).toMatch(/^[A-Z].*\.$/);
          return;
        }
        for (const { text, anchor } of found.passages) {
          expect(text.trim()).not.toBe('');
          anchorSchema.parse(anchor);
        }
      }),
      { numRuns: 60 },
    );
  });
});
