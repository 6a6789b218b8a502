import { AssetListing } from './asset-listing.ts';
import { AssetLookup } from './asset-lookup.ts';
import { AssetOutcomes } from './asset-outcomes.ts';
import { AssetRepository } from './assets.ts';
import { BenchMaterialRepository } from './bench-material.ts';
import { BenchRepository } from './benches.ts';
import { ConversationRepository } from './conversations.ts';
import type { Catalog } from './database.ts';
import { DerivationRepository } from './derivations.ts';
import { EndpointRepository } from './endpoint.ts';
import { FailureRepository } from './failures.ts';
import { FileRepository } from './files.ts';
import { FingerprintRepository } from './fingerprints.ts';
import { FolderListing } from './folder-listing.ts';
import { FolderRepository } from './folders.ts';
import { MissingFiles } from './missing-files.ts';
import { ModelRepository } from './models.ts';
import { OcrChoiceRepository } from './ocr-choices.ts';
import { PageReadings } from './page-readings.ts';
import { PartRepository } from './parts.ts';
import { PassageRepository } from './passages.ts';
import { PictureRepository } from './pictures.ts';
import { ReadingRepository } from './readings.ts';
import { RecordingRepository } from './recordings.ts';
import { RemovalRepository } from './removals.ts';
import { SettingsRepository } from './settings.ts';
import { SidecarChanges } from './sidecar-changes.ts';
import { SidecarRepository } from './sidecars.ts';
import { Sightings } from './sightings.ts';
import { SuggestionRepository } from './suggestions.ts';
import { TaggingWork } from './tagging-work.ts';
import { TagRepository } from './tags.ts';
import { TaskRepository } from './tasks.ts';
import { VectorRepository } from './vectors.ts';
import { VocabularyRepository } from './vocabularies.ts';

/** What is kept in a catalog, a repository a group of tables; those of the policy are opened with it. */
export function openRepositories(catalog: Catalog, defaults: ConstructorParameters<typeof SettingsRepository>[1]) {
  return {
    assets: new AssetRepository(catalog),
    benches: new BenchRepository(catalog),
    conversations: new ConversationRepository(catalog),
    derivations: new DerivationRepository(catalog),
    endpoints: new EndpointRepository(catalog),
    failures: new FailureRepository(catalog),
    files: new FileRepository(catalog),
    fingerprints: new FingerprintRepository(catalog),
    listing: new AssetListing(catalog),
    folders: new FolderRepository(catalog),
    folderListing: new FolderListing(catalog),
    lookup: new AssetLookup(catalog),
    material: new BenchMaterialRepository(catalog),
    missingFiles: new MissingFiles(catalog),
    modelRows: new ModelRepository(catalog),
    ocrChoices: new OcrChoiceRepository(catalog),
    outcomes: new AssetOutcomes(catalog),
    pageReadings: new PageReadings(catalog),
    parts: new PartRepository(catalog),
    passages: new PassageRepository(catalog),
    pictures: new PictureRepository(catalog),
    readings: new ReadingRepository(catalog),
    recordings: new RecordingRepository(catalog),
    removals: new RemovalRepository(catalog),
    settings: new SettingsRepository(catalog, defaults),
    sidecarChanges: new SidecarChanges(catalog),
    sidecars: new SidecarRepository(catalog),
    sightings: new Sightings(catalog),
    suggestions: new SuggestionRepository(catalog),
    taggingWork: new TaggingWork(catalog),
    tags: new TagRepository(catalog),
    tasks: new TaskRepository(catalog),
    vectors: new VectorRepository(catalog),
    vocabularies: new VocabularyRepository(catalog),
  };
}
