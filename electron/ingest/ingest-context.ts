import { join } from 'node:path';
import type { AssetRepository, AssetRow } from '../catalog/assets.ts';
import type { Catalog } from '../catalog/database.ts';
import type { FileRepository } from '../catalog/files.ts';
import type { FingerprintRepository } from '../catalog/fingerprints.ts';
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
import type { TagRepository } from '../catalog/tags.ts';
import type { TaskRepository } from '../catalog/tasks.ts';
import type { RenditionRequest } from '../workers/media-protocol.ts';
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
  readonly parts: PartRepository;
  readonly passages: PassageRepository;
  readonly readings: ReadingRepository;
  readonly removals: RemovalRepository;
  readonly tasks: TaskRepository;
  readonly tags: TagRepository;
  readonly pictures: PictureRepository;
  readonly sidecars: SidecarRepository;
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

/** Whether an asset's preview waits until it is asked for: a PDF is seldom looked at but in its viewer, which draws it itself. */
export function isDrawnWhenAsked({ kind }: Pick<AssetRow, 'kind'>): boolean {
  return kind === 'pdf';
}

/** The preview of an asset, as a media worker is asked for it. */
export function previewOf(libraryPath: string, hash: string): RenditionRequest {
  return renditionRequest(libraryPath, hash, 'preview');
}

/** The pictures made of an asset when it is read, as a media worker is asked for them. */
export function renditionsOf(
  libraryPath: string,
  { hash, kind }: Pick<AssetRow, 'hash' | 'kind'>,
): [RenditionRequest, ...RenditionRequest[]] {
  const thumb = renditionRequest(libraryPath, hash, 'thumb');
  return isDrawnWhenAsked({ kind }) ? [thumb] : [previewOf(libraryPath, hash), thumb];
}

function renditionRequest(libraryPath: string, hash: string, name: RenditionName): RenditionRequest {
  return { longestSide: renditionSizes[name], output: renditionPath(libraryPath, hash, name) };
}

/** Pages of a picture that has several of which a preview is kept. */
export const PAGES_SHOWN = 200;

/** Where the preview of a page after the first is kept, counted from 1. */
export function pagePath(libraryPath: string, hash: string, page: number): string {
  return join(libraryPath, 'renditions', hash.slice(0, 2), `${hash}-page-${page}.webp`);
}

/** Where all that may be drawn of an asset is kept. */
export function renditionPathsOf(libraryPath: string, { hash, pages }: { hash: string; pages: number }): string[] {
  const names = [...Object.keys(renditionSizes), ...Object.keys(recordingRenditions)] as Parameters<
    typeof renditionPath
  >[2][];
  const further = Array.from({ length: Math.max(0, Math.min(pages, PAGES_SHOWN) - 1) }, (_, index) => index + 2);
  return [
    ...names.map((name) => renditionPath(libraryPath, hash, name)),
    ...further.map((page) => pagePath(libraryPath, hash, page)),
  ];
}
