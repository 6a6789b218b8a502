import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { HostClient } from '../shared/contract/index.ts';
import { contentHandler } from './api/content.ts';
import { createRouter, type Router } from './api/router.ts';
import { BenchService } from './bench/bench-service.ts';
import { benchTaskWork } from './bench/bench-tasks.ts';
import { QuestionService } from './bench/question-service.ts';
import { AuditRepository } from './catalog/audit.ts';
import { Checkpointer } from './catalog/checkpointer.ts';
import { Catalog } from './catalog/database.ts';
import { LibraryLock } from './catalog/library-lock.ts';
import { NetworkPolicyRepository } from './catalog/network-policy.ts';
import { ProviderRepository } from './catalog/providers.ts';
import { openRepositories } from './catalog/repositories.ts';
import { ChangeSignal } from './change-signal.ts';
import { ChatService } from './chat/chat-service.ts';
import { DuplicateService } from './duplicates/duplicate-service.ts';
import { Fingerprinter } from './duplicates/fingerprinter.ts';
import { EndpointService } from './endpoint/endpoint-service.ts';
import { discoverWork } from './ingest/discover.ts';
import { dropUnusedParts, dropUnusedRenditions } from './ingest/drop-unused.ts';
import { extractWork } from './ingest/extract.ts';
import { FailureService } from './ingest/failure-service.ts';
import { FfmpegFinder } from './ingest/ffmpeg-tools.ts';
import { identifyWork } from './ingest/identify.ts';
import type { IngestContext } from './ingest/ingest-context.ts';
import { addedLanguagesFolder, LanguageDataStore } from './ingest/language-data.ts';
import { LibraryService } from './ingest/library-service.ts';
import { MediaReader } from './ingest/media-reader.ts';
import { MissingService } from './ingest/missing-service.ts';
import { diskFull } from './ingest/obstacles.ts';
import { ocrWork } from './ingest/ocr.ts';
import { defaultOcrLanguages, OcrEngines } from './ingest/ocr-languages.ts';
import { OcrService } from './ingest/ocr-service.ts';
import { settle } from './ingest/outcome.ts';
import { PagePictures } from './ingest/page-pictures.ts';
import { Passwords } from './ingest/passwords.ts';
import { placeWork } from './ingest/place.ts';
import { Previews } from './ingest/previews.ts';
import { ProgramWatch, ReadingPrograms } from './ingest/reading-programs.ts';
import { RecordingService } from './ingest/recording-service.ts';
import { RemovalService } from './ingest/removal-service.ts';
import { renderWork } from './ingest/render.ts';
import { RereadingService } from './ingest/rereading-service.ts';
import { SidecarWriter } from './ingest/sidecar-writer.ts';
import { SourceFiles } from './ingest/source-files.ts';
import { transcribeWork } from './ingest/transcribe.ts';
import { clearSpeech, TranscriptionQueue } from './ingest/transcription-service.ts';
import { unpackWork } from './ingest/unpack.ts';
import { JobBoard } from './jobs/job-board.ts';
import { TaskRunner } from './jobs/task-runner.ts';
import { EmbeddingService } from './models/embedding-service.ts';
import { openEngines } from './models/engines/open-engines.ts';
import { ModelDiscovery } from './models/model-discovery.ts';
import { ModelOutputs } from './models/model-outputs.ts';
import { ModelService } from './models/model-service.ts';
import { ModelTrial } from './models/model-trial.ts';
import { ProviderService } from './models/providers/provider-service.ts';
import { RecommendedModels } from './models/recommended/recommended-service.ts';
import { RerankService } from './models/rerank-service.ts';
import { ServerDiscovery } from './models/server-discovery.ts';
import { keepHeapSmall } from './platform/heap.ts';
import type { Platform } from './platform/platform.ts';
import { AuditLog } from './policy/audit-log.ts';
import { Egress } from './policy/egress.ts';
import { openSecrets } from './policy/secrets/open-secrets.ts';
import { CoverageService } from './search/coverage.ts';
import { Indexer } from './search/indexer.ts';
import { SearchIndex } from './search/search-index.ts';
import { SearchService } from './search/search-service.ts';
import { enrichWork } from './tagging/enrich.ts';
import { ProvenanceService } from './tagging/provenance-service.ts';
import { readPageWork } from './tagging/read-page.ts';
import { ReviewService } from './tagging/review-service.ts';
import type { TaggingContext } from './tagging/tagging-context.ts';
import { TaggingModels } from './tagging/tagging-models.ts';
import { TaggingService } from './tagging/tagging-service.ts';
import { termsWork } from './tagging/terms.ts';
import { TranscriptProvenance } from './tagging/transcript-provenance.ts';
import { VocabularyService } from './tagging/vocabulary-service.ts';
import { writerOf } from './tagging/written-passages.ts';

/** Tasks handed out ahead of the readers, so that none waits for the host. */
const TASKS_AHEAD = 4;
/** Folders looked through at a time, so that one on a slow drive does not hold up the others. */
const FOLDERS_AT_A_TIME = 4;
const LIBRARY_CHANGES_MS = 250;
const ENDPOINT_CHANGES_MS = 250;
const READER_HEAP_MB = 1024;
const INDEX_HEAP_MB = 512;

export interface Host {
  /** The contract in process, for the CLI. */
  readonly client: HostClient;
  /** The contract for a transport's handler. */
  readonly router: Router;
  /** Answers requests for asset bytes: `/content/<assetId>/{thumb|preview|original}`. */
  content(request: Request): Promise<Response>;
  /** What is wrong with the catalog's file; empty when it is sound. */
  integrityProblems(): string[];
  /** Writes out the search index and folds everything in; for the end of a long ingest. */
  settleIndex(): Promise<void>;
  /** Ends all work, writes out what is finished and leaves the rest for the next start. */
  close(): Promise<void>;
}

export interface HostOptions {
  platform: Platform;
  /** The folder that holds the catalog, the search index and the renditions. */
  libraryPath: string;
  /** Whether to go on with unfinished work; a command that only looks something up does not. */
  work?: boolean;
}

/**
 * The composition root: opens a library and builds every service on it. Read this first.
 * @throws HoldfastError LIBRARY_IN_USE, LIBRARY_TOO_NEW or LIBRARY_DAMAGED.
 */
export async function openHost({ platform, libraryPath: given, work = true }: HostOptions): Promise<Host> {
  keepHeapSmall();
  const libraryPath = resolve(given);
  const lock = LibraryLock.take(libraryPath, platform.shell);
  try {
    const catalog = Catalog.open(join(libraryPath, 'catalog.db'));
    return await build(platform, libraryPath, lock, catalog, work);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function build(
  platform: Platform,
  libraryPath: string,
  lock: LibraryLock,
  catalog: Catalog,
  work: boolean,
): Promise<Host> {
  const checkpointer = work ? new Checkpointer(catalog.path) : undefined;
  const repositories = openRepositories(catalog, {
    ocrLanguages: defaultOcrLanguages(Intl.DateTimeFormat().resolvedOptions().locale),
  });
  const { assets, conversations, files, fingerprints, folders, lookup, material, outcomes, parts, passages } =
    repositories;
  const { failures, missingFiles, settings, sidecarChanges, sidecars, tags, tasks, vectors } = repositories;

  const policyChanges = new ChangeSignal(0);
  const audit = new AuditLog({ catalog, entries: new AuditRepository(catalog), libraryPath });
  const egress = new Egress({ catalog, policies: new NetworkPolicyRepository(catalog), audit, changes: policyChanges });

  const secrets = await openSecrets(platform, libraryPath);
  const providers = new ProviderService({ providers: new ProviderRepository(catalog), secrets, egress });

  const board = new JobBoard(tasks);
  const libraryChanges = new ChangeSignal(LIBRARY_CHANGES_MS);
  const changed = () => {
    libraryChanges.notify();
    indexer.wake();
    embedding.wake();
    fingerprinter.wake();
    duplicates.forget();
    tagging.wake();
    removal.wake();
  };

  const { copies, engines, runtime, stop: stopEngines } = await openEngines(platform, libraryPath);
  const models = new ModelService({
    catalog,
    models: repositories.modelRows,
    runtime,
    providers,
    copies,
    engines,
    onRoleChange: (role) => {
      if (role === 'embedding') startEmbedding();
      if (role === 'transcription') recordings.transcribeUnheard();
      libraryChanges.notify();
    },
    onRemove: (id) => indexer.dropVectors(id),
  });
  const index = new SearchIndex({
    path: join(libraryPath, 'index'),
    start: () => platform.startWorker('index-worker', { heapMegabytes: INDEX_HEAP_MB }),
  });
  const indexer = new Indexer({
    catalog,
    passages,
    vectors,
    index,
    embeddingModel: () => models.roles.serving('embedding')?.id,
    onChange: () => libraryChanges.notify(),
  });
  const embedding = new EmbeddingService({
    catalog,
    vectors,
    tasks,
    models,
    board,
    onKept: () => {
      libraryChanges.notify();
      indexer.wake();
    },
  });
  const startEmbedding = () => {
    indexer.startVectors();
    embedding.wake();
  };

  const readers = availableParallelism();
  const passwords = new Passwords({ catalog, secrets });
  const ffmpeg = new FfmpegFinder(() => settings.get().ffmpegPath);
  const reader = new MediaReader(
    readers,
    () => platform.startWorker('media-worker', { heapMegabytes: READER_HEAP_MB }),
    (sha256) => passwords.of(sha256),
    () => ffmpeg.tools(),
  );
  const languageData = new LanguageDataStore({ added: addedLanguagesFolder(libraryPath) });
  const ocrEngines = new OcrEngines({ data: languageData });
  const sources = new SourceFiles({ assets, files, folders, reader, libraryPath });
  const sidecarWriter = new SidecarWriter({
    catalog,
    changes: sidecarChanges,
    sidecars,
    files,
    settings,
    reader,
  });
  const context: IngestContext = {
    ...repositories,
    catalog,
    reader,
    sources,
    ocrEngines,
    ffmpeg,
    programs: new ReadingPrograms({ ffmpeg, ocrEngines }),
    transcription: new TranscriptionQueue({ recordings: repositories.recordings, tasks, models }),
    libraryPath,
  };
  const taggingContext: TaggingContext = {
    ...repositories,
    catalog,
    work: repositories.taggingWork,
    settle: (assetId) => settle(context, assetId),
    models,
    taggingModels: new TaggingModels(models),
    libraryPath,
  };
  const pagePictures = new PagePictures({ libraryPath, reader, sources });
  const runner = new TaskRunner({
    catalog,
    tasks,
    board,
    slots: { disk: FOLDERS_AT_A_TIME, reader: readers + TASKS_AHEAD, model: 1 },
    onKept: changed,
    obstacleOf: (error) => diskFull(error, libraryPath),
    work: {
      discover: discoverWork(context, () => runner.wake()),
      identify: identifyWork(context),
      extract: extractWork(context),
      unpack: unpackWork(context),
      place: placeWork(context),
      render: renderWork(context),
      ocr: ocrWork(context),
      transcribe: transcribeWork(context, { models, tags, recordings: repositories.recordings }),
      enrich: enrichWork(taggingContext),
      terms: termsWork(taggingContext),
      'read-page': readPageWork(taggingContext, pagePictures),
    },
  });
  const closing = new AbortController();
  const previews = new Previews(context, closing.signal);
  const writeSidecarsOnChange = async () => {
    for await (const _ of libraryChanges.watch(closing.signal)) sidecarWriter.wake();
  };

  const fingerprinter = new Fingerprinter({
    catalog,
    fingerprints,
    reader,
    libraryPath,
    onKept: () => duplicates.forget(),
  });
  const duplicates = new DuplicateService({ catalog, fingerprints, fingerprinter, lookup });
  const removal = new RemovalService({ context, onRemoved: changed });
  const rereading = new RereadingService({ context, runner, onQueued: changed });
  const programs = new ProgramWatch({
    programs: context.programs,
    onChange: async () => {
      if (work) await rereading.look();
    },
  });
  const library = new LibraryService({
    context,
    runner,
    board,
    passwords,
    removal,
    programs,
    onChange: changed,
  });
  const failureService = new FailureService({ catalog, failures, library });
  const recordings = new RecordingService({ context, rereading, runner, onChange: changed });

  const recommended = new RecommendedModels({
    manifestPath: process.env.HOLDFAST_MODELS || join(platform.resourcesPath, 'models.json'),
    libraryPath,
    models,
    egress,
    roles: ['chat', 'embedding', 'rerank', 'transcription'],
  });

  const search = new SearchService({
    assets: lookup,
    passages,
    index,
    embedder: embedding,
    reranker: new RerankService({ models, tags }),
    writerOf: (passage) => writerOf(taggingContext.derivations, passage),
    makeSearchable: () => indexer.makeSearchable(),
  });
  const chat = new ChatService({ catalog, conversations, tags, passages, search, models });
  const tagging = new TaggingService({ context: taggingContext, lookup, search, settings, runner, board });
  const bench = new BenchService({
    catalog,
    benches: repositories.benches,
    jobs: tasks,
    board,
    models,
    work: benchTaskWork({ libraryPath, assets, files, previews, material, index, search, models }),
  });
  const coverage = new CoverageService({ outcomes, vectors, models });
  const resumeJob = (jobId: number) => {
    library.resume(jobId);
    embedding.wake();
    bench.resume();
  };

  const endpoint = new EndpointService({
    repository: repositories.endpoints,
    secrets,
    models,
    libraryPath,
    changes: new ChangeSignal(ENDPOINT_CHANGES_MS),
  });

  const router = createRouter({
    platform,
    libraryPath,
    catalog,
    assets,
    listing: repositories.listing,
    folderListing: repositories.folderListing,
    lookup,
    outcomes,
    failures,
    failureService,
    missingFiles,
    tags,
    files,
    folders,
    parts,
    conversations,
    settings,
    ocrEngines,
    ocr: new OcrService({ context, languageData, lookup, runner, board }),
    library,
    missing: new MissingService({
      catalog,
      assets,
      missing: missingFiles,
      library,
      reader,
      onChange: changed,
    }),
    passwords,
    recordings,
    programs,
    duplicates,
    sidecarChanges,
    sidecarWriter,
    coverage,
    libraryChanges,
    board,
    search,
    chat,
    models,
    bench,
    benchMaterial: material,
    benchQuestions: new QuestionService({ catalog, material, passages, models }),
    modelTrial: new ModelTrial({ models }),
    modelOutputs: new ModelOutputs({
      catalog,
      vectors,
      models,
      dropFromIndex: (id) => indexer.dropVectors(id),
      onUndone: changed,
    }),
    vocabularies: new VocabularyService({ ...taggingContext, onChange: () => libraryChanges.notify() }),
    review: new ReviewService({ ...taggingContext, assets: lookup, onChange: () => libraryChanges.notify() }),
    tagging,
    provenance: new ProvenanceService({
      context: taggingContext,
      tagging,
      transcripts: new TranscriptProvenance({ context, models, runner }),
      onUndone: changed,
    }),
    providers,
    secrets,
    discovery: new ModelDiscovery({ engines, models }),
    servers: new ServerDiscovery({ egress, providers }),
    recommended,
    endpoint,
    egress,
    policyChanges,
    audit,
    resumeJob,
  });

  // A command of the CLI is over before another program could make use of the one, or much could change for the other.
  if (platform.shell !== 'cli') {
    await endpoint.start();
    library.startWatching();
  }
  let tidied: Promise<void> | undefined;
  if (work) {
    const begun = Date.now();
    tidied = dropUnusedParts({ parts, libraryPath }, begun, closing.signal).then(() =>
      dropUnusedRenditions({ parts, libraryPath }, begun, closing.signal),
    );
    indexer.start();
    await clearSpeech(libraryPath);
    await pagePictures.clear();
    runner.start();
    removal.start();
    failureService.start();
    rereading.look().catch(() => undefined);
    recordings.transcribeUnheard();
    fingerprinter.start();
    sidecarWriter.start();
    void writeSidecarsOnChange();
    embedding.start();
    bench.resume();
    tagging.startWithNew();
  }

  return {
    client: createRouterClient(router) as HostClient,
    router,
    content: contentHandler({ assets, sources, previews, libraryPath }),
    integrityProblems: () => catalog.integrityProblems(),
    settleIndex: () => indexer.settle(),
    async close() {
      closing.abort();
      await tidied;
      await library.stopWatching();
      await tagging.stop();
      await rereading.stop();
      await removal.stop();
      await failureService.stop();
      await runner.stop();
      closing.abort();
      await Promise.all([
        fingerprinter.stop(),
        sidecarWriter.stop(),
        embedding.stop(),
        bench.stop(),
        recordings.close(),
      ]);
      await Promise.all([endpoint.stop(), recommended.close(), reader.stop(), stopEngines(), egress.close()]);
      await indexer.stop();
      await index.close();
      await checkpointer?.stop();
      catalog.close();
      lock.release();
    },
  };
}
