import type { CopyEvent } from '../../shared/contract/models.ts';
import { eventsOf } from '../async-queue.ts';
import type { ModelService } from './model-service.ts';
import { ProgressReport } from './progress-report.ts';

/**
 * Adds a copy of a model and tells how far that is. It stops when `signal` is aborted or nobody listens any more, and
 * leaves nothing then.
 * @throws HoldfastError as `ModelService.add` does
 */
export function copyModel(models: ModelService, path: string, signal?: AbortSignal): AsyncGenerator<CopyEvent> {
  const work = async (tell: (event: CopyEvent) => void, stop: AbortSignal) => {
    const progress = new ProgressReport(tell);
    const onProgress = progress.at.bind(progress);
    tell({ type: 'done', model: await models.add(path, { copy: true, signal: stop, onProgress }) });
  };
  return eventsOf(work, signal);
}
