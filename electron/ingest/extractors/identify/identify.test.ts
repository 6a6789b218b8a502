import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packageOf } from '../../../../build/sample-library/office/package.ts';
import { openDocument, presentation, wordDocument, workbook } from '../office/documents-for-tests.ts';
import { memorySource } from './byte-source.ts';
import { compoundFile } from './compound-file-for-tests.ts';
import { typeOf } from './identify.ts';
import { unknownReason, unreadReason } from './unread-formats.ts';

const tell = (bytes: Uint8Array | string, extension = '') => typeOf(memorySource(Buffer.from(bytes)), extension);
const mimeOf = async (bytes: Uint8Array | string, extension = '') => (await tell(bytes, extension)).mime;
const OFFICE = 'application/vnd.openxmlformats-officedocument';

describe('what a file is', () => {
  it('is told by its bytes and not by its name', async () => {
    expect(await tell('%PDF-1.7\n', '.txt')).toEqual({ mime: 'application/pdf', kind: 'pdf' });
    expect(await tell(wordDocument(''), '.jpg')).toEqual({
      mime: `${OFFICE}.wordprocessingml.document`,
      kind: 'document',
    });
    expect(await tell(workbook({ A: '' }), '')).toMatchObject({ kind: 'spreadsheet' });
    expect(await tell(presentation([{ title: 'a', text: 'b' }]), '')).toMatchObject({ kind: 'slides' });
    expect(await tell(openDocument('text', ''), '')).toMatchObject({
      mime: 'application/vnd.oasis.opendocument.text',
      kind: 'document',
    });
  });

  it.each([
    ['a header after other things', `\r\nHTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n1 0 obj\n<<>>\nendobj\n`, 'application/pdf'],
    ['no header', '1 0 obj\n<<>>\nendobj\nxref\ntrailer\n<<>>\nstartxref\n0\n%%EOF', 'application/pdf'],
    ['words about PDF', 'A PDF begins with %PDF-1.4 and is made of objects.', 'text/plain'],
  ])('a PDF or not: %s', async (_, text, mime) => {
    expect(await mimeOf(text)).toBe(mime);
  });

  it.each([
    ['BMW cars are made in Munich.'],
    ['MZ is short for Motorradwerk Zschopau.'],
    ['ID3 tags are those of MP3 files.'],
    ['GIF89a is a format of pictures.'],
    ['Rar! is how an archive begins.'],
    ['II* is how some pictures begin.'],
    ['OTTO was a king.'],
  ])('is text where the first letters are another format’s mark: %s', async (text) => {
    expect(await tell(text.repeat(5), '.txt')).toEqual({ mime: 'text/plain', kind: 'text' });
  });

  it.each([
    ['.md', '# Diary', 'text/markdown'],
    ['.csv', 'a,b', 'text/csv'],
    ['.tsv', 'a\tb', 'text/tab-separated-values'],
    ['.json', '{"a": 1}', 'application/json'],
    ['.xml', '<a/>', 'application/xml'],
    ['.log', 'one line', 'text/plain'],
    ['.doc', '{\\rtf1 hello}', 'application/rtf'],
    ['.doc', '<html><body>Saved by Word</body></html>', 'text/html'],
    ['.xml', '<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE html PUBLIC "x" "y"><html/>', 'text/html'],
    ['.txt', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml'],
    ['.xml', '<!DOCTYPE svg PUBLIC "x" "y" [<!ENTITY ns "z">]><svg xmlns="&ns;"/>', 'image/svg+xml'],
    ['.txt', '%!PS-Adobe-3.0\n%%Title: x\n', 'application/postscript'],
    ['', 'BMDF\u0001\0\0\0\u001c\u0004\0\0BEGIN FILE FORMAT DESCRIPTION', 'application/octet-stream'],
  ])('of texts is told by how they begin, else by the name: %s %s', async (extension, text, mime) => {
    expect(await mimeOf(text, extension)).toBe(mime);
  });

  it.each([
    ['', '\0\0\u0001\0RED2\0', 'video/x-red-r3d', 'video'],
    ['', 'ARRI\u0012\u0034\u0056\u0078\0\0', 'image/x-arriraw', 'video'],
    ['.crm', '\0\0\0\u0018ftypcrx \0\0\0\u0001crx isom', 'video/x-canon-crm', 'video'],
    ['.h264', '\0\0\0\u0001\u0067\u0042', 'video/h264', 'video'],
    ['', '\0\0\0\u0001\u0040\u0001', 'video/h265', 'video'],
    ['.ifo', 'DVDVIDEO-VMG\0\0\u0002', 'application/x-dvd-ifo', 'other'],
    ['.mpl', 'MPLS0200\0\0\0\u0058', 'application/x-bluray-list', 'other'],
    [
      '',
      '\0\u0001\u0006\u000e+4\u0002\u0005\u0001\u0001\r\u0001\u0002\u0001\u0001\u0002\u0004\0',
      'application/mxf',
      'video',
    ],
    ['.txt', 'The RED1 was a camera.', 'text/plain', 'text'],
    ['.txt', 'MPLS0200 is how a list begins.', 'text/plain', 'text'],
  ])('of cameras, discs and bare streams is told by its first bytes: %s %j', async (extension, start, mime, kind) => {
    expect(await tell(Buffer.from(start, 'latin1'), extension)).toEqual({ mime, kind });
  });

  it('of a package is not told by half a word of its own', async () => {
    const whole = Buffer.from(openDocument('text', '<text:p>Oak</text:p>'));
    const declared = whole.indexOf('application/vnd');
    expect(await mimeOf(whole.subarray(0, declared + 14))).toBe('application/zip');
    expect(await mimeOf(whole.subarray(0, declared + 60))).toContain('opendocument.text');
  });

  it('of bytes of any kind is told without fail', async () => {
    const marks = [
      'PK\u0003\u0004',
      'PK\u0005\u0006',
      '%PDF-',
      '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1',
      'From: ',
      'BM',
    ];
    const bytes = fc
      .tuple(fc.constantFrom('', ...marks), fc.uint8Array({ maxLength: 1200 }), fc.constantFrom('', ...marks))
      .map(([start, middle, end]) => Buffer.concat([Buffer.from(start, 'latin1'), middle, Buffer.from(end, 'latin1')]));
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom('', '.csv', '.html', '.eml'), async (content, extension) => {
        const { mime, kind } = await tell(content, extension);
        expect(mime).toMatch(/^[\w.+-]+\/[\w.+;= -]+$/);
        expect(kind).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });
});

describe('compound files', () => {
  it.each([
    ['WordDocument', 'application/msword', 'document'],
    ['Workbook', 'application/vnd.ms-excel', 'spreadsheet'],
    ['BOOK', 'application/vnd.ms-excel', 'spreadsheet'],
    ['PowerPoint Document', 'application/vnd.ms-powerpoint', 'slides'],
    ['__properties_version1.0', 'application/vnd.ms-outlook', 'mail'],
    ['VisioDocument', 'application/vnd.visio', 'document'],
    ['Quill', 'application/x-mspublisher', 'document'],
    ['MatOST', 'application/x-ms-works', 'document'],
    ['EncryptedPackage', 'application/x-ooxml-protected', 'document'],
    ['Catalog', 'application/x-thumbs-db', 'other'],
    ['Something else', 'application/x-ole-storage', 'document'],
  ])('with %s are %s', async (entry, mime, kind) => {
    expect(await tell(compoundFile([entry]))).toEqual({ mime, kind });
  });

  it('are told by their directory wherever it lies, and by nothing else in them', async () => {
    const filler = Buffer.alloc(600_000);
    filler.write('WordDocument', 300_000, 'utf16le');
    expect(await mimeOf(compoundFile(['Workbook'], { filler }))).toBe('application/vnd.ms-excel');
  });

  it('are told by their class where their entries do not tell', async () => {
    const classId = Buffer.from('5148040000000000c000000000000046', 'hex');
    expect(await mimeOf(compoundFile(['PP'], { classId }))).toBe('application/vnd.ms-powerpoint');
  });

  it('with a directory that never ends come to an end', async () => {
    expect(await mimeOf(compoundFile(['x'], { loop: true }))).toBe('application/x-ole-storage');
  });
});

describe('ZIP files', () => {
  it.each([
    [{ 'readme.txt': 'x' }, 'application/zip'],
    [{ 'folder/word/document.xml': 'x' }, 'application/zip'],
    [{ 'word/document notes.txt': 'x' }, 'application/zip'],
    [{ 'xl/workbook.bin': 'x' }, 'application/vnd.ms-excel.sheet.binary.macroenabled.12'],
    [{ 'Index/Slide-1.iwa': 'x', 'Index/Document.iwa': 'x' }, 'application/vnd.apple.keynote'],
    [{ 'Index/Document.iwa': 'x', 'preview.jpg': 'x' }, 'application/vnd.apple.pages'],
    [{ 'index.xml': 'x', 'QuickLook/Preview.pdf': 'x' }, 'application/x-iwork'],
    [{ 'index.xml': 'x', 'style.css': 'x' }, 'application/zip'],
    [{ 'FixedDocSeq.fdseq': 'x' }, 'application/vnd.ms-xpsdocument'],
    [{ 'META-INF/MANIFEST.MF': 'x', 'A.class': 'x' }, 'application/java-archive'],
    [{ mimetype: 'application/epub+zip', 'content.opf': 'x' }, 'application/epub+zip'],
    [{ mimetype: 'application/vnd.sun.xml.writer', 'content.xml': 'x' }, 'application/vnd.sun.xml.writer'],
  ])('with %o are %s', async (parts, mime) => {
    expect(await mimeOf(packageOf(parts, ['mimetype']))).toBe(mime);
  });

  it('after other bytes, as programs that unpack themselves have them, are programs', async () => {
    const program = Buffer.concat([Buffer.from('MZ\u0000\u0001', 'latin1'), Buffer.alloc(60), packageOf({ a: 'x' })]);
    expect(await mimeOf(program)).toBe('application/x-msdownload');
  });
});

describe('pictures', () => {
  it.each(['49492a00f8ff0400', '4d4d002a0004fff8'])(
    'with their list behind their pixels are TIFF: %s',
    async (start) => {
      const bytes = Buffer.concat([Buffer.from(start, 'hex'), Buffer.alloc(400_000, 0xff)]);
      expect(await mimeOf(bytes)).toBe('image/tiff');
      // Nor is it anything else where it is cut off.
      expect(await mimeOf(bytes.subarray(0, 262_144))).toBe('image/tiff');
    },
  );
});

describe('old formats', () => {
  it.each([
    ['ff575043', 'application/vnd.wordperfect'],
    ['dba52d00', 'application/msword'],
    ['31be0000', 'application/x-word-dos'],
    ['0005e10300', 'application/x-ibm-dca'],
    ['0000020006040600', 'application/vnd.lotus-1-2-3'],
    ['0000020020510600', 'application/x-quattro-pro'],
    ['0904060000001000', 'application/vnd.ms-excel'],
    ['0102030405060708', 'application/octet-stream'],
  ])('%s is %s', async (start, mime) => {
    expect(await mimeOf(Buffer.concat([Buffer.from(start, 'hex'), Buffer.alloc(40)]))).toBe(mime);
  });

  it('tell a dBase table by its header', async () => {
    const table = Buffer.alloc(100);
    table.set([0x03, 98, 3, 31]);
    table.writeUInt16LE(65, 8);
    table[64] = 0x0d;
    expect(await mimeOf(table)).toBe('application/x-dbf');
  });
});

describe('the reason why a format is not read', () => {
  it('says what the file is and what would help', () => {
    expect(unreadReason('application/vnd.wordperfect')).toBe(
      'It is a WordPerfect document, which Holdfast reads with the help of LibreOffice. Install that and try again, or save it in a format of today.',
    );
    expect(unreadReason('application/x-ami-pro')).toBe(
      'It is an Ami Pro document, which Holdfast does not read. Save it as DOCX or PDF with a program that opens it, such as LibreOffice.',
    );
    expect(unreadReason('application/x-elf')).toBe(
      'It is a program or program library (ELF), which Holdfast does not read.',
    );
    expect(unknownReason('video/mp4')).toBe('It is a video (video/mp4), which Holdfast does not read.');
    expect(unknownReason('application/octet-stream')).toBe('It is not in any format that Holdfast knows.');
    expect(unreadReason('image/png')).toBeUndefined();
  });
});
