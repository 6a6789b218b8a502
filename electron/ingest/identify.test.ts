import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import { AssetRepository } from '../catalog/assets.ts';
import { Catalog } from '../catalog/database.ts';
import { FileRepository } from '../catalog/files.ts';
import { FingerprintRepository } from '../catalog/fingerprints.ts';
import { FolderRepository } from '../catalog/folders.ts';
import { OcrChoiceRepository } from '../catalog/ocr-choices.ts';
import { PageReadings } from '../catalog/page-readings.ts';
import { PartRepository } from '../catalog/parts.ts';
import { PassageRepository } from '../catalog/passages.ts';
import { PictureRepository } from '../catalog/pictures.ts';
import { ReadingRepository } from '../catalog/readings.ts';
import { RecordingRepository } from '../catalog/recordings.ts';
import { RemovalRepository } from '../catalog/removals.ts';
import { SettingsRepository } from '../catalog/settings.ts';
import { SidecarRepository } from '../catalog/sidecars.ts';
import { Sightings } from '../catalog/sightings.ts';
import { TagRepository } from '../catalog/tags.ts';
import { TaskRepository } from '../catalog/tasks.ts';
import { TEXT_PRINT } from '../duplicates/prints.ts';
import { JobBoard } from '../jobs/job-board.ts';
import { type StageWork, TaskRunner } from '../jobs/task-runner.ts';
import type { ModelService } from '../models/model-service.ts';
import { nodePlatform } from '../platform/node.ts';
import type { WorkerProcess } from '../platform/platform.ts';
import { forkForTests, writeWorkerForTests } from '../workers/fork-for-tests.ts';
import { discoverWork } from './discover.ts';
import { extractWork } from './extract.ts';
import { addTextPage, pdf } from './extractors/pdf/pdfs-for-tests.ts';
import { FfmpegFinder } from './ffmpeg-tools.ts';
import { identifyWork } from './identify.ts';
import { MediaReader } from './media-reader.ts';
import { ocrWork } from './ocr.ts';
import { OcrEngines } from './ocr-languages.ts';
import { placeWork } from './place.ts';
import { ReadingPrograms } from './reading-programs.ts';
import { renderWork } from './render.ts';
import { renditionPath } from './rendition-files.ts';
import { SourceFiles } from './source-files.ts';
import { TranscriptionQueue } from './transcription-service.ts';
import { unpackWork } from './unpack.ts';

const platform = nodePlatform('cli');

let folder: string;
let catalog: Catalog;

beforeEach(() => {
  folder = temporaryFolder();
  catalog = Catalog.open(join(temporaryFolder(), 'catalog.db'));
  onTestFinished(() => catalog.close());
});

/** Reads the folder to its end; answers how many items each stage went through. */
async function ingest(start: () => WorkerProcess): Promise<Record<string, { done: number; failed: number }>> {
  const tasks = new TaskRepository(catalog);
  const files = new FileRepository(catalog);
  const folders = new FolderRepository(catalog);
  const board = new JobBoard(tasks);
  const reader = new MediaReader(1, start);
  const assets = new AssetRepository(catalog);
  const libraryPath = join(folder, 'library');
  const recordings = new RecordingRepository(catalog);
  const ffmpeg = new FfmpegFinder(() => '');
  const ocrEngines = new OcrEngines();
  const context = {
    catalog,
    tasks,
    files,
    folders,
    fingerprints: new FingerprintRepository(catalog),
    reader,
    ffmpeg,
    programs: new ReadingPrograms({ ffmpeg, ocrEngines }),
    recordings,
    // No recording is read here.
    transcription: new TranscriptionQueue({ recordings, tasks, models: {} as ModelService }),
    ocrEngines,
    ocrChoices: new OcrChoiceRepository(catalog),
    pageReadings: new PageReadings(catalog),
    assets,
    sources: new SourceFiles({ assets, files, folders, reader, libraryPath }),
    parts: new PartRepository(catalog),
    passages: new PassageRepository(catalog),
    readings: new ReadingRepository(catalog),
    removals: new RemovalRepository(catalog),
    tags: new TagRepository(catalog),
    pictures: new PictureRepository(catalog),
    sidecars: new SidecarRepository(catalog),
    sightings: new Sightings(catalog),
    settings: new SettingsRepository(catalog, { ocrLanguages: ['eng'] }),
    libraryPath,
  };
  const noModel: StageWork = { resource: 'model', name: () => '', run: async () => null };
  const runner = new TaskRunner({
    catalog,
    tasks,
    board,
    slots: { disk: 1, reader: 2, model: 1 },
    onKept: () => undefined,
    work: {
      discover: discoverWork(context, () => runner.wake()),
      identify: identifyWork(context),
      extract: extractWork(context),
      unpack: unpackWork(context),
      place: placeWork(context),
      render: renderWork(context),
      ocr: ocrWork(context),
      transcribe: ocrWork(context),
      enrich: noModel,
      terms: noModel,
      'read-page': noModel,
    },
  });
  const jobId = tasks.createJob('ingest', folder);
  tasks.add(jobId, { stage: 'discover', folderId: folders.obtain(folder).id });
  runner.start();
  await vi.waitUntil(() => tasks.job(jobId)?.state === 'done', { timeout: 50_000 });
  await runner.stop();
  await reader.stop();
  return Object.fromEntries(tasks.stageCounts(jobId).map(({ stage, done, failed }) => [stage, { done, failed }]));
}

const pdfOfOnePage = (text: string) => pdf((document, font) => addTextPage(document, font, text));

const assets = () =>
  catalog.all<{ name: string; state: string; reason: string; passages: number }>(
    'SELECT name, state, reason, passages FROM assets ORDER BY name',
  );

it('reads texts at once, the same content once, and counts what was read', async () => {
  writeFileSync(join(folder, 'one.txt'), 'The harbour wall was built in 1871.');
  writeFileSync(join(folder, 'same.txt'), 'The harbour wall was built in 1871.');
  writeFileSync(join(folder, 'two.csv'), 'name,owner\nSeagull,Marta\n');
  writeFileSync(join(folder, 'broken.pdf'), '%PDF-1.7\nnot a PDF at all');
  writeFileSync(join(folder, 'nothing.txt'), '');
  const stages = await ingest(() => platform.startWorker('media-worker', { heapMegabytes: 512 }));
  expect(stages).toMatchObject({ identify: { done: 5, failed: 0 }, extract: { done: 2, failed: 1 } });
  expect(assets()).toMatchObject([
    { name: 'broken.pdf', state: 'failed', passages: 0 },
    { name: 'nothing.txt', state: 'empty', passages: 0 },
    { name: 'one.txt', state: 'ready', passages: 1 },
    { name: 'two.csv', state: 'ready', passages: 1 },
  ]);
});

it('puts a text that stops the reader into quarantine after the second time', async () => {
  writeFileSync(join(folder, 'one.txt'), 'The harbour wall was built in 1871.');
  const identify = pathToFileURL(join(import.meta.dirname, 'extractors/identify/identify.ts'));
  const entry = await writeWorkerForTests(`{
    identify: async (request) => (await import('${identify}')).identify(request),
    examine: async () => process.exit(9),
    extract: async () => process.exit(9),
  }`);
  const stages = await ingest(() => forkForTests(entry));
  expect(stages).toMatchObject({ identify: { done: 1 }, extract: { failed: 1 } });
  expect(assets()).toMatchObject([
    { name: 'one.txt', state: 'quarantined', reason: expect.stringContaining('stopped the reader twice') },
  ]);
  expect(catalog.get('SELECT kills FROM assets')).toEqual({ kills: 2 });
});

describe('a file that ends its reader', () => {
  const extractorsAt = (name: string) => pathToFileURL(join(import.meta.dirname, 'extractors', name));
  /** Ends over whatever it reads that is called deadly, and over pages that it is to draw of it. */
  const startDeadly = async () => {
    const entry = await writeWorkerForTests(`{
      examine: async (request, context) => (await import('${extractorsAt('examine.ts')}')).examine(request, context),
      extract: async (request, context) => {
        const isDeadly = ({ path, draw }) => path.endsWith('deadly.pdf') || (path.endsWith('undrawable.pdf') && draw.length > 0);
        if (request.files.some(isDeadly)) process.exit(9);
        return (await import('${extractorsAt('read-files.ts')}')).readFiles(request, context);
      },
      render: async () => process.exit(9),
    }`);
    return () => forkForTests(entry);
  };

  it('is read with none of the others, and without its picture, before it is given up', async () => {
    for (const name of ['one', 'deadly', 'two', 'undrawable'])
      writeFileSync(join(folder, `${name}.pdf`), await pdfOfOnePage(`The ${name} harbour`));
    const stages = await ingest(await startDeadly());
    expect(stages).toMatchObject({ extract: { done: 3, failed: 1 }, render: { done: 2, failed: 1 } });
    expect(assets()).toMatchObject([
      { name: 'deadly.pdf', state: 'quarantined', reason: expect.stringContaining('stopped the reader twice') },
      { name: 'one.pdf', state: 'ready', passages: 1 },
      { name: 'two.pdf', state: 'ready', passages: 1 },
      { name: 'undrawable.pdf', state: 'ready', passages: 1 },
    ]);
    expect(catalog.all('SELECT kills FROM assets WHERE kills > 0')).toEqual([{ kills: 2 }, { kills: 2 }]);
  });
});

it('makes the thumbnail of a PDF while it is read', async () => {
  writeFileSync(join(folder, 'one.pdf'), await pdfOfOnePage('The harbour wall was built in 1871.'));
  const stages = await ingest(() => platform.startWorker('media-worker', { heapMegabytes: 512 }));
  expect(stages).toMatchObject({ extract: { done: 1, failed: 0 }, render: { done: 1, failed: 0 } });
  const asset = catalog.get<{ hash: string; thumbnail: number }>('SELECT hash, thumbnail FROM assets');
  expect(asset?.thumbnail).toBe(1);
  expect(existsSync(renditionPath(join(folder, 'library'), asset?.hash ?? '', 'thumb'))).toBe(true);
  expect(catalog.all('SELECT engine FROM fingerprints')).toEqual([{ engine: TEXT_PRINT }]);
  expect(catalog.all('SELECT * FROM fingerprints_due')).toEqual([]);
});
