import type { AssetRepository } from '../catalog/assets.ts';
import type { BenchMaterialRepository } from '../catalog/bench-material.ts';
import type { Catalog } from '../catalog/database.ts';
import type { FileRepository } from '../catalog/files.ts';
import type { PageReadings } from '../catalog/page-readings.ts';
import type { TaggingWork } from '../catalog/tagging-work.ts';
import type { TaskRepository } from '../catalog/tasks.ts';
import type { ModelService } from '../models/model-service.ts';
import type { WrittenStores } from './keep-written.ts';
import type { TaggingModels } from './tagging-models.ts';

/** What the stages work with that have models look at assets. */
export interface TaggingContext extends WrittenStores {
  readonly catalog: Catalog;
  readonly assets: AssetRepository;
  readonly files: FileRepository;
  readonly tasks: TaskRepository;
  readonly work: TaggingWork;
  readonly material: BenchMaterialRepository;
  readonly models: ModelService;
  readonly taggingModels: TaggingModels;
  readonly libraryPath: string;
  readonly pageReadings: PageReadings;
  /** Gives an asset the state that what was read of it amounts to. */
  readonly settle: (assetId: number) => void;
}
