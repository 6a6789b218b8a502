import { type Host, openHost } from '../host.ts';
import { nodePlatform } from '../platform/node.ts';

export const openLibrary = (libraryPath: string, work = true): Promise<Host> =>
  openHost({ platform: nodePlatform('cli'), libraryPath, work });

/** Reads a folder into a library to the end. */
export async function ingest({ client, settleIndex }: Host, folder: string): Promise<void> {
  const { jobId } = await client.library.addFolder({ path: folder });
  await ended(client, jobId);
  await settleIndex();
}

/** Resolves when a job no longer runs. */
export async function ended(client: Host['client'], jobId: number): Promise<void> {
  for await (const jobs of await client.jobs.watch())
    if (jobs.find(({ id }) => id === jobId)?.state !== 'running') return;
}
