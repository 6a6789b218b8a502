import type { Task } from '../catalog/tasks.ts';
import type { TaskResult } from '../jobs/task-runner.ts';

/**
 * Does several tasks of a stage in one go, but for those that end before they begin.
 * @param begin answers what the work on a task needs, or how the task ended already
 * @param work answers a result for each that it is given, in their order
 */
export function workOnBegun<Begun extends { task: Task }>(
  begin: (task: Task, signal: AbortSignal) => Promise<Begun | TaskResult>,
  work: (begun: readonly Begun[], signal: AbortSignal) => Promise<(TaskResult | null)[]>,
): (tasks: readonly Task[], signal: AbortSignal) => Promise<(TaskResult | null)[]> {
  return async (tasks, signal) => {
    const all = await Promise.all(tasks.map((task) => begin(task, signal)));
    const begun = all.filter((one) => 'task' in one);
    const results = begun.length > 0 ? await work(begun, signal) : [];
    return all.map((one) => ('task' in one ? (results[begun.indexOf(one)] ?? null) : one));
  };
}
