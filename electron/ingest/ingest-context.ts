import type { AssetRepository } from '../catalog/assets.ts';
import type { Catalog } from '../catalog/database.ts';
import type { FileRepository } from '../catalog/files.ts';
import type { FingerprintRepository } from '../catalog/fingerprints.ts';
import type { FolderRepository } from '../catalog/folders.ts';
import type { OcrChoiceRepository } from '../catalog/ocr-choices.ts';
import type { PageReadings } from '../catalog/page-readings.ts';
import type { PartRepository } from '../catalog/parts.ts';
import type { PassageRepository } from '../catalog/passages.ts';
import type { PictureRepository } from '../catalog/pictures.ts';
import type { ReadingRepository } from '../catalog/readings.ts';
import type { RecordingRepository } from '../catalog/recordings.ts';
import type { RemovalRepository } from '../catalog/removals.ts';
import type { SettingsRepository } from '../catalog/settings.ts';
import type { SidecarRepository } from '../catalog/sidecars.ts';
import type { Sightings } from '../catalog/sightings.ts';
import type { TagRepository } from '../catalog/tags.ts';
import type { TaskRepository } from '../catalog/tasks.ts';
import type { FfmpegFinder } from './ffmpeg-tools.ts';
import type { MediaReader } from './media-reader.ts';
import type { OcrEngines } from './ocr-languages.ts';
import type { ReadingPrograms } from './reading-programs.ts';
import type { SourceFiles } from './source-files.ts';
import type { TranscriptionQueue } from './transcription-service.ts';

/** What the stages of ingest work with. */
export interface IngestContext {
  readonly catalog: Catalog;
  readonly assets: AssetRepository;
  readonly files: FileRepository;
  readonly fingerprints: FingerprintRepository;
  readonly folders: FolderRepository;
  readonly parts: PartRepository;
  readonly passages: PassageRepository;
  readonly readings: ReadingRepository;
  readonly removals: RemovalRepository;
  readonly tasks: TaskRepository;
  readonly tags: TagRepository;
  readonly pictures: PictureRepository;
  readonly sidecars: SidecarRepository;
  readonly sightings: Sightings;
  readonly settings: SettingsRepository;
  readonly reader: MediaReader;
  readonly ffmpeg: FfmpegFinder;
  readonly programs: ReadingPrograms;
  readonly recordings: RecordingRepository;
  readonly transcription: TranscriptionQueue;
  readonly ocrEngines: OcrEngines;
  readonly ocrChoices: OcrChoiceRepository;
  readonly pageReadings: PageReadings;
  readonly sources: SourceFiles;
  /** The library's own folder, which discovery passes over. */
  readonly libraryPath: string;
}
