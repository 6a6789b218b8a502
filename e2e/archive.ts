import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument, PDFHexString, PDFName, type PDFPage, StandardFonts } from 'pdf-lib';
import sharp from 'sharp';

/** A small archive about a harbour, one file a kind that the viewer shows in its own way. */
export async function makeArchive(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all([
    writeFile(join(folder, 'report.pdf'), await report()),
    writeFile(join(folder, 'notice.png'), await notice()),
    writeFile(join(folder, 'tides.csv'), tides()),
    writeFile(join(folder, 'diary.md'), diary),
    writeFile(join(folder, 'crossing.txt'), 'The ferry crossed at noon.\nNobody saw the pilot leave.\n'),
    writeFile(join(folder, 'letter.eml'), letter),
  ]);
}

/** Three pages, of which the third tells of the dredging, with an outline of two entries that lead to it. */
async function report(): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  pdf.setTitle('Harbour report');
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  const pages = [
    'The board met in the spring.',
    'The pier was found sound.',
    'The harbour was dredged in 1931 at a cost of 4200 crowns.',
  ];
  for (const text of pages) {
    const page = pdf.addPage([420, 595]);
    page.drawText(text, { x: 40, y: 480, size: 12, font });
  }
  const last = pdf.getPage(pages.length - 1);
  addOutline(pdf, [
    { title: 'The harbour', page: last, top: 595 },
    { title: 'Its dredging', page: last, top: 500 },
  ]);
  return pdf.save();
}

function addOutline(pdf: PDFDocument, entries: readonly { title: string; page: PDFPage; top: number }[]): void {
  const { context, catalog } = pdf;
  const references = entries.map(() => context.nextRef());
  const [first, last] = [references.at(0), references.at(-1)];
  if (!first || !last) return;
  entries.forEach(({ title, page, top }, index) => {
    const [reference, next] = [references[index], references[index + 1]];
    const dictionary = context.obj({ Dest: [page.ref, 'XYZ', 0, top, 0], ...(next ? { Next: next } : {}) });
    dictionary.set(PDFName.of('Title'), PDFHexString.fromText(title));
    if (reference) context.assign(reference, dictionary);
  });
  catalog.set(PDFName.of('Outlines'), context.obj({ First: first, Last: last, Count: entries.length }));
}

/** A printed notice as a picture: its words are found by OCR alone. */
function notice(): Promise<Buffer> {
  const lines = ['NOTICE TO MARINERS', 'The lantern is extinguished', 'until further orders.'];
  const text = lines
    .map((line, index) => `<text x="60" y="${120 + index * 80}" font-size="44">${line}</text>`)
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="400"><rect width="900" height="400" fill="white"/><g font-family="DejaVu Sans, Liberation Sans, sans-serif">${text}</g></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

function tides(): string {
  const rows = Array.from(
    { length: 400 },
    (_, day) => `${day + 1},${(day % 7) + 1}.${day % 10},${day === 320 ? 'gauge stuck by ice' : ''}`,
  );
  return ['day,metres,remark', ...rows].join('\n');
}

const diary = `# Diary of the keeper

The **lighthouse** was lit in 1874.

| year | event |
| --- | --- |
| 1920 | new lens |

<img src="https://example.invalid/tracker.png"> <script>window.intruded = true</script>
`;

const letter = [
  'From: Ines Harrow <ines@example.invalid>',
  'To: The board <board@example.invalid>',
  'Subject: The bell buoy',
  'Date: Tue, 3 Mar 1998 10:00:00 +0000',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'The bell buoy has drifted half a mile to the east.',
].join('\r\n');
