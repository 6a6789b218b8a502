import type { BenchTask } from '../../shared/contract/bench.ts';
import type { BenchRepository } from '../catalog/benches.ts';
import type { Catalog } from '../catalog/database.ts';
import type { TaskRepository } from '../catalog/tasks.ts';
import type { JobBoard } from '../jobs/job-board.ts';
import type { ModelService } from '../models/model-service.ts';
import type { TaskWork } from './bench-task.ts';

/** What runs of the bench work with. */
export interface BenchContext {
  readonly catalog: Catalog;
  readonly benches: BenchRepository;
  readonly jobs: TaskRepository;
  readonly board: JobBoard;
  readonly models: ModelService;
  readonly work: Record<BenchTask, TaskWork>;
}
