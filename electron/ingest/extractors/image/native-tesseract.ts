import { execFile } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { NativeOcr } from '../../../workers/media-protocol.ts';
import type { PagePicture } from './page-picture.ts';
import { pagesAsTiff } from './pages-as-tiff.ts';
import type { RecognisedPage, RecognisedWord } from './recognised-page.ts';

const PAGE_MS = 3 * 60_000;
const MOST_OUTPUT = 64 * 1024 * 1024;
/** Of the rows of Tesseract's table, those that are words. */
const WORD_LEVEL = '5';

/**
 * Recognises pages by one run of the system's Tesseract, which uses the processor's vector units better than WebAssembly
 * can; answers them in their order. Rejects when it does not run, or not to its end.
 */
export async function nativeTesseract(
  { program, dataFolder }: NativeOcr,
  pages: readonly PagePicture[],
  languages: readonly string[],
): Promise<RecognisedPage[]> {
  const data = dataFolder === undefined ? [] : ['--tessdata-dir', dataFolder];
  const settings = [...data, '-l', languages.join('+'), '--oem', '1', '--psm', '3', '-c', 'tessedit_create_tsv=1'];
  const table = parseTable(await run(program, ['stdin', 'stdout', ...settings], pages));
  return pages.map((_, index) => table.get(String(index + 1)) ?? []);
}

function run(program: string, parameters: readonly string[], pages: readonly PagePicture[]): Promise<string> {
  return new Promise((resolve, reject) => {
    // As many runs go on at a time as there are cores.
    const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
    const options = {
      env,
      timeout: PAGE_MS * pages.length,
      killSignal: 'SIGKILL',
      maxBuffer: MOST_OUTPUT,
      windowsHide: true,
    } as const;
    const child = execFile(program, parameters, options, (error, output) => (error ? reject(error) : resolve(output)));
    // It may end before it has read all of the pages.
    if (child.stdin) pipeline(Readable.from(pagesAsTiff(pages)), child.stdin).catch(() => undefined);
  });
}

/**
 * The pages, by number, of Tesseract's tab-separated table: level, page, block, paragraph, line, word, left, top, width,
 * height, confidence (0–100), text.
 */
function parseTable(table: string): Map<string, RecognisedPage> {
  const pages = new Map<string, Map<string, Map<string, RecognisedWord[]>>>();
  for (const row of table.split('\n')) {
    const [level, page = '', block, paragraph, line, , left, top, width, height, confidence, text = ''] =
      row.split('\t');
    if (level !== WORD_LEVEL || text.trim() === '') continue;
    const paragraphs = obtain(pages, page, () => new Map<string, Map<string, RecognisedWord[]>>());
    const lines = obtain(paragraphs, `${block} ${paragraph}`, () => new Map<string, RecognisedWord[]>());
    const [x0, y0] = [Number(left), Number(top)];
    obtain(lines, `${line}`, () => []).push({
      text: text.trim(),
      confidence: Number(confidence),
      bbox: { x0, y0, x1: x0 + Number(width), y1: y0 + Number(height) },
    });
  }
  const listed = (paragraphs: Map<string, Map<string, RecognisedWord[]>>): RecognisedPage =>
    [...paragraphs.values()].map((lines) => [...lines.values()]);
  return new Map([...pages].map(([page, paragraphs]) => [page, listed(paragraphs)]));
}

function obtain<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
