import type { HostClient } from '../../shared/contract/index.ts';
import type { Job } from '../../shared/contract/jobs.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { Interrupted } from './context.ts';
import { ProgressLine, progressText } from './progress-line.ts';

/**
 * Waits for a job to end, showing how far it is.
 * @throws Interrupted when the person wants to stop before that; HoldfastError CONFLICT when it was stopped by an error
 */
export async function followJob(client: HostClient, jobId: number, signal: AbortSignal): Promise<Job> {
  const progress = new ProgressLine();
  try {
    for await (const jobs of await client.jobs.watch(undefined, { signal })) {
      const own = jobs.find(({ id }) => id === jobId);
      if (!own) throw new HoldfastError('NOT_FOUND', `There is no job ${jobId} any more.`);
      progress.show(progressText([own]));
      if (own.state === 'paused')
        throw new HoldfastError('CONFLICT', own.reason || 'The job was paused.', 'Once that is mended, it goes on.');
      if (own.state !== 'running') return own;
    }
  } finally {
    progress.clear();
  }
  throw new Interrupted();
}
