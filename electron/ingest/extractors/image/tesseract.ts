import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createWorker, OEM, type Worker } from 'tesseract.js';
import type { ReadingOptions, RecognisedPage } from './recognised-page.ts';

const require = createRequire(import.meta.url);

let open: { languages: string; worker: Worker } | undefined;

/** Where a language's data ship, or undefined where they do not. */
function dataPath(language: string): string | undefined {
  try {
    const path = join(
      dirname(require.resolve(`@tesseract.js-data/${language}/package.json`)),
      '4.0.0_best_int',
      `${language}.traineddata.gz`,
    );
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** The first of the languages that Tesseract has no data for; it must not be asked for them, as it would never answer. */
export function missingLanguage(languages: readonly string[]): string | undefined {
  return languages.find((language) => dataPath(language) === undefined);
}

/** Recognises a picture, in a format that Leptonica reads. The engine stays loaded for the next picture in the same languages. */
export async function tesseract(picture: Buffer, { languages, dpi }: ReadingOptions): Promise<RecognisedPage> {
  const worker = await workerFor(languages);
  await worker.setParameters({ user_defined_dpi: String(Math.round(dpi ?? 0)) });
  const { data } = await worker.recognize(picture, {}, { text: true, blocks: true });
  const paragraphs = (data.blocks ?? []).flatMap((block) => block.paragraphs);
  return paragraphs.map(({ lines }) =>
    lines.map(({ words }) => words.map(({ text, confidence, bbox }) => ({ text, confidence, bbox }))),
  );
}

async function workerFor(languages: readonly string[]): Promise<Worker> {
  const key = languages.join('+');
  if (open?.languages === key) return open.worker;
  await endTesseract();
  const langPath = await dataFolder(languages);
  try {
    // Without an error handler a picture that Tesseract cannot read ends the process.
    const options = { langPath, gzip: true, cacheMethod: 'none', errorHandler: () => undefined };
    const worker = await createWorker([...languages], OEM.LSTM_ONLY, options);
    open = { languages: key, worker };
    return worker;
  } finally {
    await rm(langPath, { recursive: true, force: true });
  }
}

/** A folder with the data of all the languages, as Tesseract wants them in one; the engine keeps them in memory. */
async function dataFolder(languages: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-ocr-'));
  for (const language of languages) {
    const path = dataPath(language);
    if (path !== undefined) await copyFile(path, join(folder, basename(path)));
  }
  return folder;
}

/** Unloads the engine. */
export async function endTesseract(): Promise<void> {
  const worker = open?.worker;
  open = undefined;
  await worker?.terminate();
}
