import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorker, OEM, type Worker } from 'tesseract.js';
import { messageOf } from '../../../../shared/errors.ts';
import type { ReadingOptions, RecognisedPage } from './recognised-page.ts';

let open: { key: string; worker: Worker } | undefined;
/** What could not be loaded last. Each attempt costs a thread that cannot be ended, so the next one waits. */
let unusable: { key: string; failure: UnusableLanguage; until: number } | undefined;
const UNTIL_NEXT_ATTEMPT_MS = 60_000;

/** Data of a language that the engine cannot load; the message is for people. */
export class UnusableLanguage extends Error {}

/** How the engine is to read a picture. */
export interface TesseractOptions extends ReadingOptions {
  /** A file with the data of each of the languages, packed or not; it must not be asked for others, as it would never answer. */
  data: Readonly<Record<string, string>>;
}

/** Recognises a picture, in a format that Leptonica reads. The engine stays loaded for the next picture in the same languages. */
export async function tesseract(
  picture: Buffer,
  { data: files, languages, dpi }: TesseractOptions,
): Promise<RecognisedPage> {
  const worker = await workerFor(languages, files);
  await worker.setParameters({ user_defined_dpi: String(Math.round(dpi ?? 0)) });
  const { data } = await worker.recognize(picture, {}, { text: true, blocks: true });
  const paragraphs = (data.blocks ?? []).flatMap((block) => block.paragraphs);
  return paragraphs.map(({ lines }) =>
    lines.map(({ words }) => words.map(({ text, confidence, bbox }) => ({ text, confidence, bbox }))),
  );
}

async function workerFor(languages: readonly string[], data: TesseractOptions['data']): Promise<Worker> {
  const key = await keyOf(languages, data);
  if (open?.key === key) return open.worker;
  if (unusable?.key === key && Date.now() < unusable.until) throw unusable.failure;
  await endTesseract();
  const langPath = await dataFolder(languages, data);
  try {
    const worker = await start(languages, langPath);
    open = { key, worker };
    return worker;
  } catch (error) {
    const reason = `The OCR data for ${languages.join(' + ')} cannot be loaded (${messageOf(error)}). Install or add them again.`;
    const failure = new UnusableLanguage(reason);
    unusable = { key, failure, until: Date.now() + UNTIL_NEXT_ATTEMPT_MS };
    throw failure;
  } finally {
    await rm(langPath, { recursive: true, force: true });
  }
}

/** The languages, with what tells data that were replaced from those before. */
async function keyOf(languages: readonly string[], data: TesseractOptions['data']): Promise<string> {
  const files = languages.map(async (language) => {
    const path = data[language];
    const found = path === undefined ? undefined : await stat(path).catch(() => undefined);
    return [language, path, found?.size, found?.mtimeMs].join(' ');
  });
  return (await Promise.all(files)).join('\n');
}

/** What fails while it starts is told to the error handler alone; without one, a picture that cannot be read ends the process. */
function start(languages: readonly string[], langPath: string): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const options = { langPath, gzip: true, cacheMethod: 'none', errorHandler: reject };
    createWorker([...languages], OEM.LSTM_ONLY, options).then(resolve, reject);
  });
}

/** A folder with the data of all the languages, as Tesseract wants them in one; the engine keeps them in memory. */
async function dataFolder(languages: readonly string[], data: TesseractOptions['data']): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-ocr-'));
  for (const language of languages) {
    const path = data[language];
    // Whether they are packed it tells by their first bytes, whatever their name.
    if (path !== undefined) await copyFile(path, join(folder, `${language}.traineddata.gz`));
  }
  return folder;
}

/** Unloads the engine. */
export async function endTesseract(): Promise<void> {
  const worker = open?.worker;
  open = undefined;
  await worker?.terminate();
}
