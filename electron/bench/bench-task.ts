import type { BenchTask, Measure } from '../../shared/contract/bench.ts';
import type { ModelRow } from '../catalog/models.ts';

/** One thing that a model is tried on, and where it is from. */
export interface SampleItem {
  /** The question, or the name of what is read. */
  label: string;
  assetId: string;
  name: string;
}

/** What all models of a run have before them. It is kept as JSON, and known by a hash of what `identity` says of it. */
export interface Sample {
  items: readonly SampleItem[];
}

/** How an item came out. */
export interface ItemResult {
  measures: Partial<Record<Measure, number | null>>;
  /** What it counts for in the means. */
  weight: number;
  /** What the model wrote, or where it put what was looked for. */
  answer: string;
  /** Tokens written, and how long that took. */
  written?: { tokens: number; ms: number };
  /** How many of the passages it read, where it could not hold all. */
  read?: number;
}

export interface SampleRequest {
  /** At most. */
  items: number;
  /** Passages to find the right one among. */
  pool: number;
}

/** What a model's attempt may use, and what it tells of. */
export interface Workbench {
  signal: AbortSignal;
  /** Vectors of the passages that were kept before the run was broken off. */
  keptVectors(): Float32Array[];
  /** Keeps the next ones, with the time that they took. */
  keepVectors(from: number, vectors: readonly Float32Array[], ms: number): void;
}

/** How one kind of task is done. */
export interface TaskWork<S extends Sample = Sample> {
  readonly task: BenchTask;
  /** How many items the library has for it. */
  available(): number;
  collect(request: SampleRequest): Promise<S>;
  /** What of a sample makes it this one: two runs with the same compare. */
  identity(sample: S): unknown;
  /** Passages that each model has to embed before its first item. */
  poolSize?(sample: S): number;
  /** How the baseline does, item by item, where the task has one. */
  baseline?(sample: S): readonly (ItemResult & { ms: number })[];
  /** Gets a model ready for the sample; what it answers does one item. */
  begin(model: ModelRow, sample: S, bench: Workbench): Promise<(item: number) => Promise<ItemResult>>;
}

/** An item of a sample by its place. */
export function itemAt<S extends Sample>(sample: S, index: number): S['items'][number] {
  const item = sample.items[index];
  if (!item) throw new RangeError(`The sample has no item ${index}.`);
  return item;
}
