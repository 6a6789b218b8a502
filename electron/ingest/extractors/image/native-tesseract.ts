import { execFile } from 'node:child_process';
import type { NativeOcr } from '../../../workers/media-protocol.ts';
import type { ReadingOptions, RecognisedPage, RecognisedWord } from './recognised-page.ts';

const PAGE_MS = 3 * 60_000;
const MOST_OUTPUT = 64 * 1024 * 1024;
/** Of the rows of Tesseract's table, those that are words. */
const WORD_LEVEL = '5';

/**
 * Recognises a picture, in a format that Leptonica reads, by the system's Tesseract, which uses the processor's vector units better than WebAssembly can.
 * Rejects when it does not run, or not to its end.
 */
export async function nativeTesseract(
  { program }: NativeOcr,
  picture: Buffer,
  { languages, dpi }: ReadingOptions,
): Promise<RecognisedPage> {
  const settings = ['-l', languages.join('+'), '--oem', '1', '--psm', '3', '-c', 'tessedit_create_tsv=1'];
  const resolution = dpi === undefined ? [] : ['--dpi', String(Math.round(dpi))];
  return parseTable(await run(program, ['stdin', 'stdout', ...settings, ...resolution], picture));
}

function run(program: string, parameters: readonly string[], input: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    // As many pages are read at a time as there are cores.
    const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
    const options = {
      env,
      timeout: PAGE_MS,
      killSignal: 'SIGKILL',
      maxBuffer: MOST_OUTPUT,
      windowsHide: true,
    } as const;
    const child = execFile(program, parameters, options, (error, output) => (error ? reject(error) : resolve(output)));
    // It may end before it has read all of the picture.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/**
 * Tesseract's tab-separated table: level, page, block, paragraph, line, word, left, top, width, height, confidence
 * (0–100), text.
 */
function parseTable(table: string): RecognisedPage {
  const paragraphs = new Map<string, Map<string, RecognisedWord[]>>();
  for (const row of table.split('\n')) {
    const [level, page, block, paragraph, line, , left, top, width, height, confidence, text = ''] = row.split('\t');
    if (level !== WORD_LEVEL || text.trim() === '') continue;
    const lines = obtain(paragraphs, `${page} ${block} ${paragraph}`, () => new Map<string, RecognisedWord[]>());
    const [x0, y0] = [Number(left), Number(top)];
    obtain(lines, `${line}`, () => []).push({
      text: text.trim(),
      confidence: Number(confidence),
      bbox: { x0, y0, x1: x0 + Number(width), y1: y0 + Number(height) },
    });
  }
  return [...paragraphs.values()].map((lines) => [...lines.values()]);
}

function obtain<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
