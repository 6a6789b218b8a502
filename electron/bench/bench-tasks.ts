import { existsSync } from 'node:fs';
import type { BenchTask } from '../../shared/contract/bench.ts';
import { HoldfastError } from '../../shared/errors.ts';
import type { AssetRepository } from '../catalog/assets.ts';
import type { BenchMaterialRepository } from '../catalog/bench-material.ts';
import type { FileRepository } from '../catalog/files.ts';
import type { Previews } from '../ingest/previews.ts';
import { shownPicture } from '../ingest/shown-picture.ts';
import type { ModelService } from '../models/model-service.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { SearchService } from '../search/search-service.ts';
import type { TaskWork } from './bench-task.ts';
import { ChatTask } from './chat.ts';
import { EmbeddingTask } from './embedding.ts';
import { KnownItems } from './known-items.ts';
import { ocrTasks } from './ocr.ts';
import { RerankTask } from './rerank.ts';
import { TaggingTask } from './tagging.ts';
import { TranscriptionTask } from './transcription.ts';

/** Every task of the bench, on a library. */
export function benchTaskWork(parts: {
  libraryPath: string;
  assets: AssetRepository;
  files: FileRepository;
  previews: Previews;
  material: BenchMaterialRepository;
  index: SearchIndex;
  search: SearchService;
  models: ModelService;
}): Record<BenchTask, TaskWork> {
  const { libraryPath, assets, files, previews, material, index, search, models } = parts;
  const assetOf = (assetId: string) => {
    const asset = assets.byHash(assetId);
    if (!asset) throw new HoldfastError('NOT_FOUND', 'The item is no longer in the library.');
    return asset;
  };
  const pathOf = (assetId: string) => {
    const path = files.presentFileOf(assetOf(assetId).id)?.path;
    if (path === undefined || !existsSync(path)) throw new HoldfastError('NOT_FOUND', 'The file is no longer there.');
    return path;
  };
  const pictureOf = async (assetId: string) => {
    const asset = assetOf(assetId);
    await previews.of(asset);
    return shownPicture({ libraryPath, files }, asset);
  };
  const wordsOf = (assetId: string, page: number) => assets.ocrWords(assetOf(assetId).id, page);
  const known = new KnownItems({ material, index });
  return {
    embedding: new EmbeddingTask({ known, models }),
    rerank: new RerankTask({ known, models }),
    chat: new ChatTask({ material, search, models }),
    tagging: new TaggingTask({ material, models }),
    transcription: new TranscriptionTask({ material, models, pathOf }),
    ...ocrTasks({ material, models, wordsOf, pictureOf }),
  };
}
