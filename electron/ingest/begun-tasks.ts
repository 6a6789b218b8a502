import type { Task } from '../catalog/tasks.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';

/** Bytes up to which files are looked at several at a time: a message to a reader costs about a millisecond. */
export const SMALL_FILE = 256 * 1024;

/**
 * The work of a stage that does several tasks in one go, but for those that end before they begin.
 * @param together up to how many bytes, and how many at a time
 * @param begin answers what the work on a task needs, or how the task ended already
 * @param work answers a result for each that it is given, in their order
 */
export function workOnBegun<Begun extends { task: Task }>(
  together: { upTo: number; most: number },
  begin: (task: Task, signal: AbortSignal) => Promise<Begun | TaskResult>,
  work: (begun: readonly Begun[], signal: AbortSignal) => Promise<(TaskResult | null)[]>,
): Required<Pick<StageWork, 'run' | 'together'>> {
  const run = async (tasks: readonly Task[], signal: AbortSignal): Promise<(TaskResult | null)[]> => {
    const all = await Promise.all(tasks.map((task) => begin(task, signal)));
    const begun = all.filter((one) => 'task' in one);
    const results = begun.length > 0 ? await work(begun, signal) : [];
    return all.map((one) => ('task' in one ? (results[begun.indexOf(one)] ?? null) : one));
  };
  return {
    run: async (task, signal) => (await run([task], signal))[0] ?? null,
    together: { ...together, run },
  };
}
