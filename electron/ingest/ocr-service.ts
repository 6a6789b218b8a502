import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OcrChoice, OcrLanguages, OcrOfFile, OcrScope, OutdatedPages } from '../../shared/contract/ocr.ts';
import { UNSURE_BELOW } from '../../shared/contract/ocr.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { ocrScopeConditions } from '../catalog/asset-conditions.ts';
import type { AssetLookup } from '../catalog/asset-lookup.ts';
import type { AssetRow } from '../catalog/assets.ts';
import type { PageReading } from '../catalog/page-readings.ts';
import type { JobBoard } from '../jobs/job-board.ts';
import type { TaskRunner } from '../jobs/task-runner.ts';
import type { OcrReading } from '../workers/media-protocol.ts';
import { languagesFor, languagesOfLibrary } from './chosen-languages.ts';
import type { IngestContext } from './ingest-context.ts';
import type { LanguageDataStore } from './language-data.ts';

/** Assets looked at between two turns of the host. */
const AT_A_TIME = 200;
const SUBJECT = 'Pages in other languages';

interface Page {
  assetId: number;
  page: number;
}

/** In which languages pages are read, and which were read in others. */
export class OcrService {
  readonly #context: IngestContext;
  readonly #languageData: LanguageDataStore;
  readonly #lookup: AssetLookup;
  readonly #runner: TaskRunner;
  readonly #board: JobBoard;

  constructor(parts: {
    context: IngestContext;
    languageData: LanguageDataStore;
    lookup: AssetLookup;
    runner: TaskRunner;
    board: JobBoard;
  }) {
    this.#context = parts.context;
    this.#languageData = parts.languageData;
    this.#lookup = parts.lookup;
    this.#runner = parts.runner;
    this.#board = parts.board;
  }

  /** Every choice that the owner made, that for the library first. */
  choices(): OcrChoice[] {
    const { assets, files, ocrChoices } = this.#context;
    const nameOf = (scope: OcrScope) => {
      const asset = scope.scope === 'file' ? assets.byHash(scope.id) : undefined;
      return (asset && files.presentFileOf(asset.id)?.name) ?? '';
    };
    return [
      { scope: { scope: 'library' }, languages: languagesOfLibrary(this.#context), file: '' },
      ...ocrChoices.list().map((choice) => ({ ...choice, file: nameOf(choice.scope) })),
    ];
  }

  file(asset: AssetRow): OcrOfFile {
    const pages = this.#context.pageReadings.confidences(asset.id);
    const told = pages.flatMap(({ confidence }) => confidence ?? []);
    return {
      ...languagesFor(this.#context, asset),
      pages: pages.length,
      confidence: told.length === 0 ? null : told.reduce((sum, one) => sum + one, 0) / told.length,
      unsurePages: pages
        .filter(({ confidence, byModel }) => !byModel && confidence !== null && confidence < UNSURE_BELOW)
        .map(({ page }) => page),
      pagesByModel: this.#context.pageReadings.pagesByModel(asset.id),
    };
  }

  /**
   * Chooses languages, or with null takes a choice back; answers the pages that were read in others.
   * @throws HoldfastError INVALID_INPUT for a language that there are no data for; NOT_FOUND for a file that is not there
   */
  async choose(scope: OcrScope, languages: OcrLanguages | null): Promise<OutdatedPages> {
    const { catalog, ocrChoices, settings } = this.#context;
    if (languages !== null && languages !== 'automatic') await this.#refuseMissing(languages);
    if (scope.scope === 'file') this.#find(scope.id);
    if (scope.scope !== 'library') catalog.transaction('durable', () => ocrChoices.set(scope, languages));
    else if (languages === 'automatic') settings.update({ ocrAutomatic: true });
    else if (languages !== null) settings.update({ ocrAutomatic: false, ocrLanguages: languages });
    return this.outdated(scope);
  }

  /**
   * Adds the data of a language; answers its code, and the pages that could not be read for want of them, or were read in
   * other languages.
   * @throws HoldfastError INVALID_INPUT for what are no such data; PATH_UNREADABLE
   */
  async addLanguage(path: string): Promise<{ code: string; outdated: OutdatedPages }> {
    const code = await this.#languageData.add(path);
    this.#context.ocrEngines.forget();
    return { code, outdated: await this.outdated({ scope: 'library' }) };
  }

  /**
   * Takes added data out again.
   * @throws HoldfastError NOT_FOUND where nothing was added for that language; CONFLICT where pages are to be read in it and
   *   there are no other data for it
   */
  async removeLanguage(code: string): Promise<void> {
    const { ocrEngines } = this.#context;
    if (this.#isChosen(code) && !(await this.#languageData.hasOther(code)))
      throw new HoldfastError(
        'CONFLICT',
        `The language “${code}” is among those that pages are to be read in.`,
        'Choose others in their place first, for the library, folders, tags and files.',
      );
    await this.#languageData.remove(code);
    ocrEngines.forget();
  }

  #isChosen(code: string): boolean {
    const { ocrChoices, settings } = this.#context;
    const chosen = [settings.get().ocrLanguages, ...ocrChoices.list().map(({ languages }) => languages)];
    return chosen.some((languages) => languages !== 'automatic' && languages.includes(code));
  }

  /** How many pages were read in other languages than those that are chosen for them now. */
  async outdated(scope: OcrScope): Promise<OutdatedPages> {
    return countOf(await this.#outdatedPages(scope));
  }

  /**
   * Reads those pages again.
   * @throws HoldfastError INVALID_INPUT when there are none
   */
  async readAgain(scope: OcrScope): Promise<OutdatedPages & { jobId: number }> {
    const { catalog, tasks } = this.#context;
    const pages = await this.#outdatedPages(scope);
    if (pages.length === 0)
      throw new HoldfastError('INVALID_INPUT', 'All pages were read in the languages that are chosen for them.');
    // The job begins once it is whole.
    const jobId = catalog.transaction('durable', () => {
      const id = tasks.createJob('ingest', SUBJECT);
      tasks.setJobState(id, 'paused');
      return id;
    });
    for (let from = 0; from < pages.length; from += AT_A_TIME) {
      if (from > 0) await nextTurn();
      catalog.transaction('lazy', () => tasks.addForPages(jobId, 'ocr', pages.slice(from, from + AT_A_TIME)));
    }
    catalog.transaction('durable', () => tasks.setJobState(jobId, tasks.hasTasks(jobId) ? 'running' : 'done'));
    this.#runner.wake();
    this.#board.changes.notify();
    return { jobId, ...countOf(pages) };
  }

  async #outdatedPages(scope: OcrScope): Promise<Page[]> {
    const { ocrEngines, pageReadings, settings } = this.#context;
    const preferred = settings.get().ocrLanguages;
    const byScript = await ocrEngines.byScript(preferred);
    const known = new Set((await ocrEngines.languages()).map(({ code }) => code));
    const conditions = ocrScopeConditions(scope);
    const found: Page[] = [];
    for (let after: number | null = 0; after !== null; await nextTurn()) {
      const { ids, last } = pageReadings.assetsAfter(after, AT_A_TIME);
      for (const assetId of this.#lookup.keepWhere(ids, conditions)) {
        const asset = this.#context.assets.byId(assetId);
        if (!asset) continue;
        const { languages } = languagesFor(this.#context, asset);
        const readings = Map.groupBy(pageReadings.of(assetId), ({ page }) => page);
        for (const [page, ofPage] of readings)
          if (!ofPage.every((reading) => isReadIn(reading, languages, { preferred, byScript, known })))
            found.push({ assetId, page });
      }
      after = last;
    }
    return found;
  }

  async #refuseMissing(languages: readonly string[]): Promise<void> {
    const known = await this.#context.ocrEngines.languages();
    const missing = languages.find((language) => !known.some(({ code }) => code === language));
    if (missing !== undefined)
      throw new HoldfastError(
        'INVALID_INPUT',
        `There are no OCR data for the language “${missing}”.`,
        `Add them (“${missing}.traineddata”), install them for Tesseract, or choose among ${known.map(({ code }) => code).join(', ')}.`,
      );
  }

  #find(hash: string): AssetRow {
    const asset = this.#context.assets.byHash(hash);
    if (!asset) throw new HoldfastError('NOT_FOUND', 'That item is no longer in the library.', 'Search for it again.');
    return asset;
  }
}

/** What pages could be read in now. */
interface Readable {
  preferred: readonly string[];
  byScript: Record<string, OcrReading>;
  known: ReadonlySet<string>;
}

/** Whether a page was read, or not, in the languages that are chosen for it. */
function isReadIn(
  { parameters: { lacked = [], languages, script } }: PageReading,
  chosen: OcrLanguages,
  { preferred, byScript, known }: Readable,
): boolean {
  if (languages === undefined || lacked.some((language) => known.has(language))) return false;
  if (chosen !== 'automatic') return isSame(languages, chosen);
  if (script === undefined) return false;
  return isSame(languages, script === '' ? preferred : (byScript[script]?.languages ?? []));
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((language, place) => language === other[place]);
}

function countOf(pages: readonly Page[]): OutdatedPages {
  return { files: new Set(pages.map(({ assetId }) => assetId)).size, pages: pages.length };
}
