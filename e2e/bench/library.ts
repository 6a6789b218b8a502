import { type Host, openHost } from '../../electron/host.ts';
import { nodePlatform } from '../../electron/platform/node.ts';
import type { Platform } from '../../electron/platform/platform.ts';

/** Opens a library with the workers and services that the command line has. */
export function openLibrary(libraryPath: string, platform: Platform = nodePlatform('cli')): Promise<Host> {
  return openHost({ platform, libraryPath });
}

/** Reads a folder into the library until all of it is searchable; answers how many files ended as ready. */
export async function ingest({ client, settleIndex }: Host, folder: string): Promise<number> {
  const { jobId } = await client.library.addFolder({ path: folder });
  for await (const jobs of await client.jobs.watch()) {
    if (jobs.find(({ id }) => id === jobId)?.state === 'done') break;
  }
  await settleIndex();
  return (await client.library.files({ path: folder })).filter(({ state }) => state === 'ready').length;
}
