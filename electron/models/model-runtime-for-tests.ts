import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { HoldfastError } from '../../shared/errors.ts';
import type { WorkerProcess } from '../platform/platform.ts';
import { forkForTests } from '../workers/fork-for-tests.ts';
import { ModelRuntime } from './model-runtime.ts';

const entry = join(import.meta.dirname, '../workers/model-worker.ts');

/** A folder for models and the runtime with its process, for all tests of a file. */
export interface RuntimeForTests {
  folder: string;
  runtime: ModelRuntime;
  /** Those that were started, the running one last. */
  processes: WorkerProcess[];
}

/** Call it once in a file of tests; what it returns is filled before they begin. */
export function runtimeForTests(prepare: (folder: string) => Promise<void>): RuntimeForTests {
  const setting = { processes: [] as WorkerProcess[] } as RuntimeForTests;
  beforeAll(async () => {
    setting.folder = await mkdtemp(join(tmpdir(), 'holdfast-models-'));
    await prepare(setting.folder);
    setting.runtime = new ModelRuntime({
      start: () => {
        const child = forkForTests(entry);
        setting.processes.push(child);
        return child;
      },
    });
  });
  afterAll(async () => {
    await setting.runtime.stop();
    await rm(setting.folder, { recursive: true });
  });
  return setting;
}

/** The error of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<HoldfastError> {
  const reason = await call.then(
    () => expect.fail('the call succeeded'),
    (thrown: unknown) => thrown,
  );
  expect(reason).toBeInstanceOf(HoldfastError);
  return reason as HoldfastError;
}
