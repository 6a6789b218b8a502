import { join } from 'node:path';
import type { AssetRepository } from '../catalog/assets.ts';
import type { Catalog } from '../catalog/database.ts';
import type { FileRepository } from '../catalog/files.ts';
import type { PassageRepository } from '../catalog/passages.ts';
import type { RecordingRepository } from '../catalog/recordings.ts';
import type { SettingsRepository } from '../catalog/settings.ts';
import type { TaskRepository } from '../catalog/tasks.ts';
import type { FfmpegFinder } from './ffmpeg-tools.ts';
import type { MediaReader } from './media-reader.ts';
import type { OcrEngines } from './ocr-languages.ts';
import type { TranscriptionQueue } from './transcription-service.ts';

/** What the stages of ingest work with. */
export interface IngestContext {
  readonly catalog: Catalog;
  readonly assets: AssetRepository;
  readonly files: FileRepository;
  readonly passages: PassageRepository;
  readonly tasks: TaskRepository;
  readonly settings: SettingsRepository;
  readonly reader: MediaReader;
  readonly ffmpeg: FfmpegFinder;
  readonly recordings: RecordingRepository;
  readonly transcription: TranscriptionQueue;
  readonly ocrEngines: OcrEngines;
  /** The library's own folder, which discovery passes over. */
  readonly libraryPath: string;
}

/** Longest sides in pixels of the pictures kept of an asset. */
export const renditionSizes = { thumb: 360, preview: 1600 } as const;
export type RenditionName = keyof typeof renditionSizes;

/** What is kept of a recording beside them, with the MIME type of each. */
export const recordingRenditions = {
  strip: { type: 'image/webp', extension: 'webp' },
  waveform: { type: 'application/octet-stream', extension: 'bin' },
  proxy: { type: 'video/webm', extension: 'webm' },
} as const;
export type RecordingRenditionName = keyof typeof recordingRenditions;

/** Where an asset's rendition is kept. */
export function renditionPath(libraryPath: string, hash: string, name: RenditionName | RecordingRenditionName): string {
  const extension =
    name in recordingRenditions ? recordingRenditions[name as RecordingRenditionName].extension : 'webp';
  return join(libraryPath, 'renditions', hash.slice(0, 2), `${hash}-${name}.${extension}`);
}
