import { type Speed, Speedometer } from './speedometer.ts';

/** A model in the memory of an engine that does not tell by itself what it takes. */
export interface HeldModel {
  path: string;
  /** Bytes: by how much the process grew when it was loaded, and at least its weights. */
  ram: number;
  /** Tokens; 0 for a model that takes no texts. */
  contextSize: number;
  /** In milliseconds since 1970. */
  lastUsed: number;
  /** Of the last work: tokens read, pictures looked at, and seconds of sound heard, in a second. */
  speed: Speed<WorkKind>;
}

type WorkKind = 'reading' | 'looking' | 'listening';
export type WorkMeter = Speedometer<WorkKind>;

export const newWorkMeter = (): WorkMeter => new Speedometer('reading', 'looking', 'listening');

/** The request by which an engine tells what it holds; its path stands for nothing. */
export type HoldingRequest = {
  request: { path: string };
  response: { models: HeldModel[] };
  event: never;
};

/** Loads a model and measures what it takes; nothing else may be loaded meanwhile. */
export async function weigh<Model>(
  weightsBytes: number,
  load: () => Promise<Model>,
): Promise<{ model: Model; ram: number }> {
  const before = process.memoryUsage.rss();
  const model = await load();
  // Memory that another model left is taken over without the process growing.
  return { model, ram: Math.max(weightsBytes, process.memoryUsage.rss() - before) };
}
