import type { OcrResult, OpenableFile, PageToRead, Refusal, ScriptFound } from '../../../workers/media-protocol.ts';
import { nothingToReadWith } from '../../ocr-scripts.ts';
import { recognise } from './ocr.ts';
import { pagePicture } from './page-picture.ts';
import { detectScript, type FoundScript } from './script-detection.ts';
import type { SharedRuns } from './shared-runs.ts';

/** From here on the script of a page is beyond doubt. */
const SURE_OF_SCRIPT = 2;
/** What reads so well in other languages is not in the script that was found. */
const READS_WELL = 80;

type Found = (OcrResult | Refusal) & ScriptFound;

/** The text of a page: in the languages that are asked for, or in those of the script that is found on it. */
export async function recogniseByScript({ byScript, ...request }: PageToRead, runs?: SharedRuns): Promise<Found> {
  if (!byScript) return recognise(request, runs);
  const found = await scriptOf(request);
  if (!found) return { ...(await recognise(request, runs)), script: '', languages: request.languages };
  const { script, turned } = found;
  const reading = byScript[script];
  if (reading && reading.languages.length > 0)
    return { ...(await recognise({ ...request, ...reading, turned }, runs)), script, languages: reading.languages };
  const refused: Found = { refused: 'failed', reason: nothingToReadWith(script), script, languages: [] };
  if (found.confidence >= SURE_OF_SCRIPT) return refused;
  const read = await recognise({ ...request, turned }, runs);
  const isRead = 'refused' in read || read.confidence === null || read.confidence >= READS_WELL;
  return isRead ? { ...read, script: '', languages: request.languages } : refused;
}

/** Null also for what cannot be decoded, as reading it says why. */
async function scriptOf(request: OpenableFile & { page: number }): Promise<FoundScript | null> {
  try {
    return await detectScript((await pagePicture(request)).picture);
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error;
    return null;
  }
}
