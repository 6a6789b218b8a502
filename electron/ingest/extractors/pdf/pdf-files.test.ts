import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { PdfDocument } from './pdf-document.ts';
import { handMadePdf, helloPage } from './pdfs-for-tests.ts';

const utf16 = (text: string) => `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;

/** The files in a PDF that has them by these specifications; `@` stands for the bytes of each. */
async function filesBy(...specifications: string[]): Promise<Record<string, string | null>> {
  const packed = (text: string) => {
    const bytes = deflateSync(text);
    return `<< /Filter /FlateDecode /Length ${bytes.length} >>\nstream\n${bytes.toString('latin1')}\nendstream`;
  };
  const files = specifications.flatMap((specification, index): [number, string][] => [
    [10 + 2 * index, specification.replaceAll('@', `${11 + 2 * index} 0 R`)],
    [11 + 2 * index, packed(`file ${index}`)],
  ]);
  const names = specifications.map((_, index) => `(${index}) ${10 + 2 * index} 0 R`).join(' ');
  const document = await PdfDocument.open(
    handMadePdf(
      {
        1: `<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [${names}] >> >> >>`,
        2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
        ...helloPage,
        ...Object.fromEntries(files),
      },
      'trailer << /Root 1 0 R >>\n%%EOF',
    ),
  );
  const found = [...document.files()].map(({ name, bytes }) => [name, bytes && Buffer.from(bytes).toString()]);
  document.close();
  return Object.fromEntries(found);
}

it('files come out under names of any encoding', async () => {
  expect(
    await filesBy(
      `<< /F (x) /UF ${utf16('Straße – 日本.txt')} /EF << /F @ >> >>`,
      '<< /F (caf\\351 \\(1\\).txt) /EF << /F @ /UF @ >> >>',
      '<< /F (../a/b.txt) /EF << /F @ >> >>',
    ),
  ).toEqual({ 'Straße – 日本.txt': 'file 0', 'café (1).txt': 'file 1', '../a/b.txt': 'file 2' });
});

it('files come out that have no name, or not the one that they are kept under', async () => {
  expect(
    await filesBy(
      '<< /F () /EF << /F @ >> >>',
      `<< /UF ${utf16('Straße.txt')} /EF << /F @ >> >>`,
      '<< /F (b\\(\\)(c).txt) /EF << /UF @ >> >>',
      '<< /F (fine.txt) /EF << /F @ >> >>',
    ),
  ).toEqual({ '': 'file 0', 'Straße.txt': 'file 1', 'b()(c).txt': 'file 2', 'fine.txt': 'file 3' });
});

it('what is in a file that cannot be unpacked is told of as lost', async () => {
  expect(await filesBy('<< /F () /EF << /F 99 0 R >> >>')).toEqual({ '': null });
});
