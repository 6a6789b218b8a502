// How fast the product reads many small files, against the same readers called one after the other in one process
// without catalog and index, and against Recoll where it is installed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PDFDocument, PDFFont } from 'pdf-lib';
import { extract } from '../../electron/ingest/extractors/extract.ts';
import { identify } from '../../electron/ingest/extractors/identify/identify.ts';
import { wordDocument, wordParagraph } from '../../electron/ingest/extractors/office/documents-for-tests.ts';
import { pdf } from '../../electron/ingest/extractors/pdf/pdfs-for-tests.ts';
import { ingest, openLibrary } from './library.ts';
import { printTable, scratchFolder, timed } from './measure.ts';
import { Prose } from './prose.ts';

type Maker = () => string | Promise<Uint8Array> | Uint8Array;

/** Files of a kind, made by turns. */
interface FileSet {
  title: string;
  count: number;
  /** By extension. */
  makers: Record<string, Maker>;
}

const prose = new Prose(3);
const title = () => prose.queryWords(3).join(' ');

const sets: readonly FileSet[] = [
  {
    title: 'texts of 2–6 KB',
    count: 3000,
    makers: {
      txt: () => paragraphs(4, 10).join('\n\n'),
      md: () => `# ${title()}\n\n${paragraphs(4, 10).join('\n\n')}`,
      html: webPage,
      csv: () => {
        const rows = Array.from({ length: prose.number(40, 110) }, (_, row) => [row, ...prose.queryWords(5)].join(','));
        return ['number,first,second,third,fourth,fifth', ...rows].join('\n');
      },
    },
  },
  {
    title: 'documents of one to four pages, the PDFs with thumbnails',
    count: 1200,
    makers: {
      pdf: () => pdf((document, font) => pagesOf(document, font)),
      docx: () =>
        wordDocument(
          [wordParagraph(title(), 'Heading1'), ...paragraphs(4, 20).map((text) => wordParagraph(text))].join(''),
        ),
      eml: () =>
        `From: a@example.com\nTo: b@example.com\nSubject: ${title()}\nDate: Tue, 3 Mar 1998 10:00:00 +0000\n\n${paragraphs(2, 8).join('\n\n')}\n`,
      html: webPage,
    },
  },
];

function paragraphs(least: number, most: number): string[] {
  return Array.from({ length: prose.number(least, most) }, () => prose.paragraph(480));
}

function webPage(): string {
  const heading = title();
  const body = paragraphs(4, 10).map((text) => `<p>${text}</p>`);
  return `<!doctype html><html><head><title>${heading}</title></head><body><h1>${heading}</h1>${body.join('\n')}</body></html>`;
}

function pagesOf(document: PDFDocument, font: PDFFont): void {
  for (let page = prose.number(1, 4); page > 0; page--)
    document
      .addPage([595, 842])
      .drawText(paragraphs(4, 7).join('\n\n'), { x: 60, y: 780, size: 10, lineHeight: 13, maxWidth: 475, font });
}

async function writeFiles(folder: string, { count, makers }: FileSet): Promise<void> {
  const extensions = Object.entries(makers);
  for (let file = 0; file < count; file++) {
    const [extension, make] = extensions[file % extensions.length] ?? ['txt', () => ''];
    const parent = join(folder, String(file % 30));
    mkdirSync(parent, { recursive: true });
    writeFileSync(join(parent, `${prose.queryWords(2).join(' ')} ${file}.${extension}`), await make());
  }
}

async function readRaw(folder: string): Promise<number> {
  let read = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const found = await extract({ path, identity: await identify({ path }) });
    if (!('refused' in found)) read++;
  }
  return read;
}

/** Answers undefined where Recoll is not installed. */
async function readByRecoll(folder: string, scratch: string): Promise<{ seconds: number } | undefined> {
  const configuration = join(scratch, 'recoll');
  mkdirSync(configuration);
  writeFileSync(join(configuration, 'recoll.conf'), `topdirs = ${folder}\n`);
  const { result, seconds } = await timed(async () =>
    spawnSync('recollindex', ['-c', configuration], { stdio: 'ignore' }),
  );
  return result.error ? undefined : { seconds };
}

async function compare(set: FileSet): Promise<void> {
  const scratch = scratchFolder();
  const files = join(scratch, 'files');
  await writeFiles(files, set);
  const raw = await timed(() => readRaw(files));
  const host = await openLibrary(join(scratch, 'library'));
  const product = await timed(() => ingest(host, files));
  const recoll = await readByRecoll(files, scratch);
  await host.close();

  const row = (name: string, { seconds }: { seconds: number }) => [
    name,
    (set.count / seconds).toFixed(0),
    (raw.seconds / seconds).toFixed(2),
  ];
  console.log(`${set.count} ${set.title}; ${product.result} read by the product, ${raw.result} by the readers alone.`);
  printTable([
    ['', 'files/s', 'ratio'],
    row('product, all searchable', product),
    row('readers alone, one process', raw),
    ...(recoll ? [row('Recoll', recoll)] : []),
  ]);
  if (!recoll) console.log('Recoll is not installed here: no comparison with it.');
}

for (const set of sets) await compare(set);
