import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { crc32, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { PDFHexString, PDFString } from 'pdf-lib';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import type { NoRoomLeft, Refusal, UnpackedPart, Unpacking } from '../../../workers/media-protocol.ts';
import { partPath } from '../../part-path.ts';
import { identify } from '../identify/identify.ts';
import { closePdf } from '../pdf/open-pdf.ts';
import { addTextPage, pdf } from '../pdf/pdfs-for-tests.ts';
import { deflated, gzip, rawZip, sevenZip, tar, zip } from './archives-for-tests.ts';
import { unpackedName } from './compressed.ts';
import { cleanPath } from './entry-path.ts';
import { unpack } from './unpack.ts';

const MEBIBYTE = 2 ** 20;

afterAll(closePdf);

interface Unpacked {
  result: Unpacking | Refusal | NoRoomLeft;
  /** What each part says, by its path; of those that are not read, why. */
  parts: Record<string, string>;
  told: UnpackedPart[];
  /** Files in the folder for the bytes. */
  written: string[];
}

async function unpacked(
  name: string,
  bytes: Uint8Array,
  { limits = { bytes: MEBIBYTE, entries: 100 }, password = '' } = {},
): Promise<Unpacked> {
  const folder = temporaryFolder();
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const into = join(folder, 'parts');
  const told: UnpackedPart[] = [];
  const identity = await identify({ path });
  const result = await unpack(
    { path, identity, name, into, limits, password },
    { emit: (batch) => void told.push(...batch) },
  );
  const parts = Object.fromEntries(
    // What a refused one told of before it was refused is not there.
    ('refused' in result ? [] : told).map((part) => [
      part.path,
      'failure' in part ? part.failure : readFileSync(partPath(into, part.identity.sha256), 'utf8'),
    ]),
  );
  const written = readdirSync(into, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(into, join(entry.parentPath, entry.name)));
  return { result, parts, told, written };
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const files = { 'a.txt': bytes('hello harbour'), 'grün – 港.txt': bytes('über alles') };
const words = { 'a.txt': 'hello harbour', 'grün – 港.txt': 'über alles' };
const tarred = tar(Object.entries(files).map(([name, content]) => ({ name, bytes: content })));
const zeros = new Uint8Array(4 * MEBIBYTE);

describe('what is in an archive', () => {
  it.each<[string, () => Uint8Array | Promise<Uint8Array>]>([
    ['a.zip', () => zip(files)],
    ['deflate64.zip', () => sevenZip(files, '-tzip', '-mm=Deflate64')],
    ['lzma.zip', () => sevenZip(files, '-tzip', '-mm=LZMA')],
    ['a.tar', () => tarred],
    ['a.tar.gz', () => gzip(tarred)],
    ['a.tgz', () => gzip(tarred)],
    ['a.tar.zst', () => zstdCompressSync(tarred)],
    ['a.tar.xz', () => sevenZip({ 'a.tar': tarred }, '-txz')],
    ['a.tbz2', () => sevenZip({ 'a.tar': tarred }, '-tbzip2')],
    ['a.7z', () => sevenZip(files, '-t7z')],
    ['ppmd.7z', () => sevenZip(files, '-t7z', '-m0=PPMd')],
  ])('is unpacked from %s', async (name, make) => {
    expect((await unpacked(name, await make())).parts).toEqual(words);
  });

  it.each<[string, () => Uint8Array | Promise<Uint8Array>]>([
    ['notes.txt.gz', () => gzip(bytes('hello harbour'))],
    ['notes.txt.zst', () => zstdCompressSync(bytes('hello harbour'))],
    ['notes.txt.xz', () => sevenZip({ x: bytes('hello harbour') }, '-txz')],
    ['notes.txt.bz2', () => sevenZip({ x: bytes('hello harbour') }, '-tbzip2')],
  ])('is the one file that %s was', async (name, make) => {
    const { parts, told } = await unpacked(name, await make());
    expect(parts).toEqual({ 'notes.txt': 'hello harbour' });
    expect(told[0]).toMatchObject({ identity: { mime: 'text/plain', kind: 'text', size: 13 } });
  });

  it.each([
    ['a.7z', '-t7z'],
    ['names.7z', '-t7z', '-mhe=on'],
    ['a.zip', '-tzip'],
    ['aes.zip', '-tzip', '-mem=AES256'],
  ])('is unpacked from %s with its password alone', async (name, ...switches) => {
    const archive = await sevenZip(files, '-psecret', ...switches);
    expect((await unpacked(name, archive, { password: 'secret' })).parts).toEqual(words);
    for (const password of ['', 'wrong']) {
      const { result, parts } = await unpacked(name, archive, { password });
      const reasons = 'refused' in result ? [result.reason] : Object.values(parts);
      expect(reasons.length).toBeGreaterThan(0);
      for (const reason of reasons) expect(reason).toMatch(/^It is protected by (a|the) password/);
    }
  });

  it('keeps the same bytes once', async () => {
    const { written, told } = await unpacked('a.zip', zip({ a: bytes('same'), b: bytes('same') }));
    expect(told).toHaveLength(2);
    expect(written).toHaveLength(1);
  });

  it('has what is a file under another name, too', async () => {
    const parts = await unpacked(
      'a.tar',
      tar([
        { name: './first', bytes: 'hello' },
        { name: 'again', type: '1', link: 'first' },
        { name: 'and again', type: '1', link: 'again' },
        { name: 'elsewhere', type: '1', link: '../../etc/passwd' },
      ]),
    );
    const link = 'It is a link or a device in an archive, not a file.';
    expect(parts.parts).toEqual({ first: 'hello', again: 'hello', 'and again': 'hello', elsewhere: link });
    expect(parts.written).toHaveLength(1);
  });

  it('is found by its own headers where the list of a ZIP file is missing', async () => {
    const whole = zip({ ...files, last: randomBytes(1000) });
    const { result, parts } = await unpacked('a.zip', whole.subarray(0, whole.indexOf('PK\u0001\u0002') - 500));
    expect(parts).toEqual({ ...words, last: 'It is damaged in the archive that holds it.' });
    expect(result).toMatchObject({ notes: [expect.stringMatching(/damaged or cut short/)] });
  });

  it.each([
    ['a length of its own', '3080', '0403', ''],
    ['a length that is told', '3029', '0403', ''],
    ['pieces', '3080', '24800401', '040265660000'],
  ])('is the document that was signed, which has %s', async (_, outer, octets, pieces) => {
    // ContentInfo of SignedData, version 1, SHA-256, with the document “def”.
    const inner = `020101310d300b0609608648016503040201${'3080'}06092a864886f70d010701a080${octets}${pieces === '' ? '646566' : `64${pieces}`}`;
    const signed = Buffer.from(`${outer}06092a864886f70d010702a0803080${inner}`, 'hex');
    expect((await unpacked('note.txt.p7m', signed)).parts).toEqual({ 'note.txt': 'def' });
  });

  it('is found behind whatever stands before a ZIP file, or after a gzip file', async () => {
    const program = Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 7) % 256));
    expect((await unpacked('a.bin', Buffer.concat([program, zip(files)]))).parts).toEqual(words);
    const behind = Buffer.concat([gzip(bytes('hello harbour')), Buffer.from('tail')]);
    expect((await unpacked('notes.txt.gz', behind)).parts).toEqual({ 'notes.txt': 'hello harbour' });
  });

  it('that ends before its end is what came before, also of the last file, and that is said', async () => {
    const whole = tar([
      { name: 'first', bytes: 'first' },
      { name: 'second', bytes: 'x'.repeat(100_000) },
    ]);
    const cuts = [
      ['a.tar.gz', whole.subarray(0, 60_000)],
      ['a.tar.gz', gzip(whole).subarray(0, -20)],
      ['second.gz', gzip(bytes('x'.repeat(100_000))).subarray(0, -20)],
    ] as const;
    for (const [name, cut] of cuts) {
      const { result, parts } = await unpacked(name, cut);
      expect(result).toMatchObject({ notes: [expect.stringMatching(/damaged or cut short/)] });
      expect(Object.keys(parts)).toEqual(name === 'second.gz' ? ['second'] : ['first', 'second']);
      expect(parts.second?.length).toBeGreaterThan(50_000);
    }
  });
});

describe('what is attached', () => {
  const attached = (name: string, type: string, content: string) => [
    '--b',
    `Content-Type: ${type}${name === '' ? '' : `; name="${name}"`}`,
    'Content-Disposition: attachment',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(content).toString('base64'),
  ];
  const mail = (subject: string, ...parts: string[][]) =>
    [
      'From: ines@example.invalid',
      'To: board@example.invalid',
      `Subject: ${subject}`,
      'Date: Tue, 3 Mar 1998 10:00:00 +0100',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'The buoy has drifted.',
      ...parts.flat(),
      '--b--',
      '',
    ].join('\r\n');

  it('to a mail is unpacked, with its time, and with a name where it has none', async () => {
    const { parts, told } = await unpacked(
      'a.eml',
      bytes(mail('Buoy', attached('chart/1.csv', 'text/csv', 'a,b'), attached('', 'image/png', 'no picture'))),
    );
    expect(parts).toEqual({ 'chart-1.csv': 'a,b', 'attachment 2.png': 'no picture' });
    expect(told[0]?.modified).toBe(Date.UTC(1998, 2, 3, 9));
  });

  it('to the mails of a folder lies in folders by their subjects', async () => {
    const one = mail('Buoy/light', attached('a.txt', 'text/plain', 'one'));
    const folder = `From ines Tue Mar  3 10:00:00 1998\n${one}\nFrom ines Tue Mar  3 11:00:00 1998\n${mail('Re: Buoy')}`;
    expect((await unpacked('inbox', bytes(folder))).parts).toEqual({ 'Mail 1 Buoy-light/a.txt': 'one' });
  });

  it('to a PDF is unpacked, as a file of the document or pinned to a page', async () => {
    const document = await pdf(async (made, font) => {
      const page = addTextPage(made, font, 'See the table.');
      await made.attach(bytes('a,b'), 'table.csv', { mimeType: 'text/csv' });
      const stream = made.context.register(made.context.flateStream('pinned', { Type: 'EmbeddedFile' }));
      const file = made.context.obj({
        Type: 'Filespec',
        F: PDFString.of('note.txt'),
        UF: PDFHexString.fromText('nöte.txt'),
        EF: { F: stream },
      });
      const pin = made.context.obj({
        Type: 'Annot',
        Subtype: 'FileAttachment',
        Rect: [10, 10, 30, 30],
        FS: made.context.register(file),
      });
      page.node.addAnnot(made.context.register(pin));
    });
    expect((await unpacked('a.pdf', document)).parts).toEqual({ 'table.csv': 'a,b', 'nöte.txt': 'pinned' });
  });
});

describe('names', () => {
  it('in an archive lead nowhere', async () => {
    const hostile = [
      '../../up.txt',
      '/etc/absolute',
      'C:\\windows\\drive.txt',
      'a/./b//c',
      '..',
      'line\nbreak',
      '\\\\server\\share',
    ];
    const expected = [
      '__/__/up.txt',
      'etc/absolute',
      'windows/drive.txt',
      'a/b/c',
      '__',
      'line\uFFFDbreak',
      'server/share',
    ];
    const entries = hostile.map((name) => ({ name, bytes: name }));
    const raw = entries.map(({ name }) => {
      const content = bytes(name);
      return { name: bytes(name), packed: content, size: content.length, crc: crc32(content), method: 0 };
    });
    for (const archive of [tar(entries), rawZip(raw)]) {
      const { told, written } = await unpacked('a', archive);
      expect(told.map(({ path }) => path)).toEqual(expected);
      expect(written.every((path) => /^[0-9a-f]{2}.[0-9a-f]{64}$/.test(path))).toBe(true);
    }
  });

  it('are cleaned whatever they are', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[./\\:a-c]*$/)), (name) => {
        const path = cleanPath(name);
        expect(path).not.toBe('');
        expect(path.isWellFormed()).toBe(true);
        for (const segment of path.split('/')) expect(['', '.', '..']).not.toContain(segment);
        expect([...path].every((sign) => sign >= ' ' && sign !== '\\')).toBe(true);
      }),
    );
  });

  it('in old encodings are told by what they say, and their bytes kept', async () => {
    const cyrillic = Buffer.from([
      0xcf, 0xe8, 0xf1, 0xfc, 0xec, 0xee, 0x20, 0xea, 0xe0, 0xef, 0xe8, 0xf2, 0xe0, 0xed, 0xe0,
    ]);
    const content = bytes('x');
    for (const archive of [
      tar([{ name: cyrillic, bytes: content }]),
      rawZip([{ name: cyrillic, packed: content, size: 1, crc: crc32(content), method: 0 }]),
    ]) {
      const [part] = (await unpacked('a', archive)).told;
      expect(part?.path).toBe('Письмо капитана');
      expect(Buffer.from(part?.rawPath ?? [])).toEqual(cyrillic);
    }
  });

  it('of compressed files lose their last ending', () => {
    expect(['a.txt.gz', 'b.tgz', 'c.TAR.BZ2', 'plain'].map(unpackedName)).toEqual(['a.txt', 'b.tar', 'c.TAR', 'plain']);
  });
});

describe('what is no file', () => {
  it('is noted and not read', async () => {
    const target = bytes('/etc/passwd');
    const link = {
      name: bytes('link'),
      packed: target,
      size: target.length,
      crc: crc32(target),
      method: 0,
      mode: 0o120777,
    };
    const archives = [
      tar([
        { name: 'folder/', type: '5' },
        { name: 'link', type: '2', link: '/etc/passwd' },
      ]),
      rawZip([link]),
    ];
    for (const archive of archives)
      expect((await unpacked('a', archive)).parts).toEqual({
        link: 'It is a link or a device in an archive, not a file.',
      });
  });
});

describe('an archive that unpacks to too much', () => {
  const packed = deflated(zeros);
  const entry = (name: string, size: number, offset?: number) => ({
    name: bytes(name),
    packed,
    size,
    crc: crc32(zeros),
    method: 8,
    ...(offset === undefined ? {} : { offset }),
  });

  it.each<[string, () => Uint8Array | Promise<Uint8Array>]>([
    ['one large file', () => zip({ zeros })],
    // Fifield's: the same packed bytes over and over, so that no file is large.
    [
      'overlapping files',
      () => rawZip([entry('0', MEBIBYTE), ...Array.from({ length: 9 }, (_, n) => entry(`${n + 1}`, MEBIBYTE, 0))]),
    ],
    ['gzip', () => gzip(zeros)],
    ['gzip in gzip', () => gzip(tar([{ name: 'a', bytes: zeros }]))],
    ['zstd', () => zstdCompressSync(zeros)],
    ['bzip2', () => sevenZip({ zeros }, '-tbzip2')],
    ['xz', () => sevenZip({ zeros }, '-txz')],
    ['7z', () => sevenZip({ zeros }, '-t7z')],
  ])('is refused with the number, and leaves nothing behind: %s', async (_, make) => {
    const { result, written } = await unpacked('a', await make());
    expect(result).toEqual({
      refused: 'quarantined',
      reason: 'Too large when unpacked: more than 1 MiB, which is out of proportion to its own size.',
    });
    expect(written).toEqual([]);
  });

  it('is refused where it has too many files', async () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`${n}`, bytes('x')]));
    for (const archive of [zip(many), tar(Object.keys(many).map((name) => ({ name }))), await sevenZip(many, '-t7z')]) {
      const { result, written } = await unpacked('a', archive);
      expect(result).toEqual({ refused: 'quarantined', reason: 'Too large when unpacked: more than 100 files.' });
      expect(written).toEqual([]);
    }
  });

  it('is not believed where it says that it is small', async () => {
    const { parts } = await unpacked('a.zip', rawZip([entry('liar', 10)]));
    expect(parts).toEqual({ liar: 'It is damaged in the archive that holds it.' });
  });
});

it('comes to an end with every damaged archive', { timeout: 60_000 }, async () => {
  const archives = [
    zip(files),
    tarred,
    gzip(tarred),
    await sevenZip(files, '-t7z'),
    await sevenZip({ x: tarred }, '-txz'),
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...archives),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
      fc.nat(),
      async (archive, changes, cut) => {
        const damaged = Buffer.from(archive);
        // Its first bytes tell what it is.
        for (const [at, byte] of changes) damaged[6 + (at % (damaged.length - 6))] = byte;
        const end = cut % 3 === 0 ? 6 + (cut % damaged.length) : damaged.length;
        const { result, told } = await unpacked('a', damaged.subarray(0, end));
        if ('refused' in result) expect(result.reason).toMatch(/\.$/);
        else expect(result).toMatchObject({ parts: told.length });
      },
    ),
    { numRuns: 40 },
  );
});
