import type { FailureGroup } from '../../../shared/contract/jobs.ts';
import { isNoFile } from '../../../shared/no-file.ts';

/** What calls for a look, worst first, and what is merely not readable. */
export interface OrderedFailures {
  problems: readonly FailureGroup[];
  others: readonly FailureGroup[];
  /** What lies in folders and is no file at all. */
  noFiles: readonly FailureGroup[];
  /** What the owner does not want to be told of. */
  ignored: readonly FailureGroup[];
}

const problemStates: readonly FailureGroup['state'][] = ['failed', 'quarantined'];
const otherStates: readonly FailureGroup['state'][] = ['unsupported', 'empty'];

/** Failures in the order in which they matter: by state, then the most frequent first. */
export function orderFailures(groups: readonly FailureGroup[]): OrderedFailures {
  const heeded = groups.filter(({ ignored, reason }) => !ignored && !isNoFile(reason));
  return {
    problems: inStates(heeded, problemStates),
    others: inStates(heeded, otherStates),
    noFiles: inStates(
      groups.filter(({ ignored, reason }) => !ignored && isNoFile(reason)),
      otherStates,
    ),
    ignored: inStates(
      groups.filter(({ ignored }) => ignored),
      [...problemStates, ...otherStates],
    ),
  };
}

/** Files in all of these groups. */
export function countFiles(groups: readonly FailureGroup[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0);
}

function inStates(groups: readonly FailureGroup[], states: readonly FailureGroup['state'][]): FailureGroup[] {
  return groups
    .filter(({ state }) => states.includes(state))
    .toSorted(
      (one, other) =>
        states.indexOf(one.state) - states.indexOf(other.state) ||
        other.count - one.count ||
        one.reason.localeCompare(other.reason),
    );
}
