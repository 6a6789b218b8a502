import { join } from 'node:path';
import type { AssetRepository } from '../catalog/assets.ts';
import type { Catalog } from '../catalog/database.ts';
import type { FileRepository } from '../catalog/files.ts';
import type { PartRepository } from '../catalog/parts.ts';
import type { PassageRepository } from '../catalog/passages.ts';
import type { SettingsRepository } from '../catalog/settings.ts';
import type { TaskRepository } from '../catalog/tasks.ts';
import type { MediaReader } from './media-reader.ts';
import type { OcrEngines } from './ocr-languages.ts';
import type { SourceFiles } from './source-files.ts';

/** What the stages of ingest work with. */
export interface IngestContext {
  readonly catalog: Catalog;
  readonly assets: AssetRepository;
  readonly files: FileRepository;
  readonly parts: PartRepository;
  readonly passages: PassageRepository;
  readonly tasks: TaskRepository;
  readonly settings: SettingsRepository;
  readonly reader: MediaReader;
  readonly ocrEngines: OcrEngines;
  readonly sources: SourceFiles;
  /** The library's own folder, which discovery passes over. */
  readonly libraryPath: string;
}

/** Longest sides in pixels of the pictures kept of an asset. */
export const renditionSizes = { thumb: 360, preview: 1600 } as const;
export type RenditionName = keyof typeof renditionSizes;

/** Where an asset's rendition is kept. */
export function renditionPath(libraryPath: string, hash: string, name: RenditionName): string {
  return join(libraryPath, 'renditions', hash.slice(0, 2), `${hash}-${name}.webp`);
}
