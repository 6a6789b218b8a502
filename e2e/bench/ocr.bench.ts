// How many pages a second the product recognises, against tesseract.js called directly with as many workers, and
// against the native Tesseract where it is installed. The product also finds out what each file is, makes its
// thumbnail, turns pages that lie on their side and puts the text into its index.
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { createScheduler, createWorker } from 'tesseract.js';
import { ingest, openLibrary } from './library.ts';
import { corpusFolder, printTable, scratchFolder, timed } from './measure.ts';
import { Prose } from './prose.ts';

const WORKERS = availableParallelism();
const RENDERED_PAGES = 10;
/** A4 at 150 dots an inch. */
const PAGE = { width: 1240, height: 1754, margin: 120, line: 40, type: 26 };
const CHARACTERS_A_LINE = 68;

const require = createRequire(import.meta.url);
const languageData = join(dirname(require.resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int');

/** The words of a text in lines of a length. */
function wrap(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length >= CHARACTERS_A_LINE) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

async function renderPages(folder: string): Promise<void> {
  const prose = new Prose(4);
  const { width, height, margin, line, type } = PAGE;
  for (let page = 0; page < RENDERED_PAGES; page++) {
    const lines = wrap(prose.paragraph(1900)).map(
      (text, index) => `<text x="${margin}" y="${margin + (index + 1) * line}" font-size="${type}">${text}</text>`,
    );
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="white"/><g font-family="DejaVu Serif, Liberation Serif, serif">${lines.join('')}</g></svg>`;
    await sharp(Buffer.from(svg))
      .png()
      .toFile(join(folder, `${page}.png`));
  }
}

async function copyScans(from: string, folder: string): Promise<void> {
  for (const name of readdirSync(from).filter((file) => /\.(tif|png)$/.test(file)))
    await sharp(join(from, name))
      .png()
      .toFile(join(folder, `${name}.png`));
}

async function readByEngine(pictures: readonly string[]): Promise<void> {
  const scheduler = createScheduler();
  for (let worker = 0; worker < WORKERS; worker++)
    scheduler.addWorker(await createWorker('eng', 1, { langPath: languageData, gzip: true, cacheMethod: 'none' }));
  await Promise.all(
    pictures.map((picture) => scheduler.addJob('recognize', picture, {}, { text: true, blocks: true })),
  );
  await scheduler.terminate();
}

/** @throws Error where Tesseract is not installed. */
async function readByNative(pictures: readonly string[]): Promise<void> {
  const run = promisify(execFile);
  const waiting = [...pictures];
  const readOn = async () => {
    for (let picture = waiting.pop(); picture !== undefined; picture = waiting.pop())
      await run('tesseract', [picture, '-', '-l', 'eng'], { env: { ...process.env, OMP_THREAD_LIMIT: '1' } });
  };
  await Promise.all(Array.from({ length: WORKERS }, readOn));
}

async function readByProduct(folder: string): Promise<void> {
  const host = await openLibrary(`${folder} library`);
  await host.client.settings.update({ ocrLanguages: ['eng'] });
  await ingest(host, folder);
  await host.close();
}

async function compare(title: string, folder: string): Promise<void> {
  const pictures = readdirSync(folder).map((name) => join(folder, name));
  const engine = await timed(() => readByEngine(pictures));
  const product = await timed(() => readByProduct(folder));
  const native = await timed(() => readByNative(pictures)).catch(() => undefined);
  const row = (name: string, { seconds }: { seconds: number }) => [
    name,
    (pictures.length / seconds).toFixed(2),
    (engine.seconds / seconds).toFixed(2),
  ];
  console.log(`${pictures.length} ${title}, ${WORKERS} workers:`);
  printTable([
    ['', 'pages/s', 'ratio'],
    row('product', product),
    row('tesseract.js', engine),
    ...(native ? [row('native Tesseract', native)] : []),
  ]);
  if (!native) console.log('Native Tesseract is not installed here: no comparison with it.');
}

const scratch = scratchFolder();
const rendered = join(scratch, 'rendered');
mkdirSync(rendered);
await renderPages(rendered);
await compare('rendered pages', rendered);

const corpus = corpusFolder('scans');
if (corpus !== undefined) {
  const scans = join(scratch, 'scans');
  mkdirSync(scans);
  await copyScans(corpus, scans);
  await compare('scans, of which some are turned or in other scripts', scans);
}
