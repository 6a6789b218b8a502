import type { HostClient } from '../../shared/contract/index.ts';
import type { Job } from '../../shared/contract/jobs.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { Interrupted } from './context.ts';
import { ProgressLine, progressText } from './progress-line.ts';

/**
 * Waits for the jobs to end, showing how far they are.
 * @throws Interrupted when the person wants to stop before that
 * @throws HoldfastError CONFLICT when a job cannot go on, such as on a full disk
 */
export async function followJobs(client: HostClient, jobIds: ReadonlySet<number>, signal: AbortSignal): Promise<void> {
  const isOurs = (job: Job) => jobIds.has(job.id);
  const progress = new ProgressLine();
  try {
    for (const { id, state } of (await client.jobs.list()).filter(isOurs)) {
      if (state === 'paused') await client.jobs.resume({ id });
    }
    for await (const jobs of await client.jobs.watch(undefined, { signal })) {
      const ours = jobs.filter(isOurs);
      progress.show(progressText(ours));
      const held = ours.find(({ state, reason }) => state === 'paused' && reason !== '');
      if (held)
        throw new HoldfastError(
          'CONFLICT',
          held.reason,
          'What was done is kept. Run the command again to go on with the rest.',
        );
      if (ours.every(({ state }) => state === 'done' || state === 'cancelled')) return;
    }
  } finally {
    progress.clear();
  }
  throw new Interrupted();
}
