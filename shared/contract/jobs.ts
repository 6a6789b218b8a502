import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from './base.ts';

export const jobKinds = ['ingest', 'embed', 'reindex', 'bench', 'transcribe', 'tagging', 'reread'] as const;
export const jobStates = ['running', 'paused', 'done', 'cancelled'] as const;
export type JobState = (typeof jobStates)[number];

export const stageProgressSchema = z.object({
  stage: z.string(),
  total: z.number(),
  done: z.number(),
  failed: z.number(),
  running: z.number(),
  /** Items a minute over the last half minute; 0 while nothing moves. */
  perMinute: z.number(),
  /** Seconds left at that rate; null when it cannot be said. */
  secondsLeft: z.number().nullable(),
});
export type StageProgress = z.infer<typeof stageProgressSchema>;

export const jobSchema = z.object({
  id: z.number(),
  kind: z.enum(jobKinds),
  /** What it works on, for people: a folder's path, a model's name. */
  subject: z.string(),
  state: z.enum(jobStates),
  /** Why it was paused other than by the owner; empty otherwise. */
  reason: z.string(),
  created: z.number(),
  finished: z.number().nullable(),
  stages: z.array(stageProgressSchema),
  /** Names of the items in work right now. */
  current: z.array(z.string()),
});
export type Job = z.infer<typeof jobSchema>;

export const failureStates = ['failed', 'quarantined', 'unsupported', 'empty'] as const;

export const failureGroupSchema = z.object({
  /** The state the files ended in, and the reason they share. */
  state: z.enum(failureStates),
  reason: z.string(),
  /** Whether the owner does not want to be told of these any more. */
  ignored: z.boolean(),
  count: z.number(),
  /** Some of them, to look at, by path. */
  files: z.array(z.object({ assetId: z.string(), path: z.string() })),
});
export type FailureGroup = z.infer<typeof failureGroupSchema>;

const jobId = z.object({ id: z.number() });

export const jobsContract = {
  list: procedure.output(z.array(jobSchema)),
  /** The running and recent jobs, at once and then whenever they move, at most every 250 ms. */
  watch: procedure.output(eventIterator(z.array(jobSchema))),
  pause: procedure.input(jobId),
  resume: procedure.input(jobId),
  cancel: procedure.input(jobId),
  failures: procedure.output(z.array(failureGroupSchema)),
  /** The paths of all files of a group of failures. */
  failurePaths: procedure
    .input(failureGroupSchema.pick({ state: true, reason: true, ignored: true }))
    .output(z.array(z.string())),
  /**
   * Ignores the files that ended in this state for this reason, or shows them again. One that later ends for another
   * reason shows by itself.
   */
  setIgnored: procedure
    .input(failureGroupSchema.pick({ state: true, reason: true, ignored: true }))
    .output(z.object({ files: z.number() })),
  /** Reads every asset again that ended in this state for this reason. */
  retryFailures: procedure
    .input(failureGroupSchema.pick({ state: true, reason: true }))
    .output(z.object({ jobId: z.number() })),
};
