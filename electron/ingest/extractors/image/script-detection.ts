import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createWorker, OEM, type Worker } from 'tesseract.js';
import { asGreymap, type PagePicture, scaledDown } from './page-picture.ts';

const require = createRequire(import.meta.url);

/** Pixels of the longer side: enough for print of the usual size, and no more. */
const LONGEST_SIDE = 2400;
/** Less than this is said of the direction by chance. Tesseract's own measure; clear pages have 5 to 20. */
const SURE_OF_DIRECTION = 3;

/** What is written on a page. */
export interface FoundScript {
  /** By Tesseract's name, such as "Latin" or "Cyrillic". */
  script: string;
  /** Tesseract's own measure, from 0 on; what is told at 2 and above is hardly ever wrong. */
  confidence: number;
  /** Degrees clockwise that the page has to be turned to be read. */
  turned: 0 | 90 | 180 | 270;
}

let open: Promise<Worker> | undefined;

/** The script and direction of a page by Tesseract's OSD; null where there is too little on it to tell. */
export async function detectScript(picture: PagePicture): Promise<FoundScript | null> {
  open ??= start().catch((error: unknown) => {
    open = undefined;
    throw error;
  });
  const worker = await open;
  const { data } = await worker.detect(asGreymap(await scaledDown(picture, LONGEST_SIDE)));
  const { script, script_confidence: confidence, orientation_degrees: degrees, orientation_confidence: sure } = data;
  if (!script || confidence === null) return null;
  const isSure = sure !== null && sure >= SURE_OF_DIRECTION;
  return { script, confidence, turned: isSure ? quarter(degrees) : 0 };
}

function quarter(degrees: number | null): FoundScript['turned'] {
  return degrees === 90 || degrees === 180 || degrees === 270 ? degrees : 0;
}

/** OSD is the one thing for which Tesseract has no neural network. */
function start(): Promise<Worker> {
  const langPath = join(dirname(require.resolve('@tesseract.js-data/osd/package.json')), '4.0.0_best_int');
  const options = {
    langPath,
    gzip: true,
    cacheMethod: 'none',
    legacyCore: true,
    legacyLang: true,
    // Without an error handler a picture that Tesseract cannot read ends the process.
    errorHandler: () => undefined,
  };
  return createWorker('osd', OEM.TESSERACT_ONLY, options);
}

/** Unloads the engine. */
export async function endScriptDetection(): Promise<void> {
  const worker = await open;
  open = undefined;
  await worker?.terminate();
}
