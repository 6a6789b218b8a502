import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commonWords } from '../../e2e/models/common-words.ts';
import { type Host, openHost } from '../host.ts';
import { nodePlatform } from '../platform/node.ts';
import { seededRandom } from './random.ts';

/** Texts of words that made embedders know, each about something else. */
export function writeTexts(folder: string, count: number, sentences = 3): string[] {
  mkdirSync(folder, { recursive: true });
  const random = seededRandom(count);
  const words = commonWords.filter((word) => word.length > 3);
  const sentence = () =>
    `${Array.from({ length: 12 }, () => words[Math.floor(random() * words.length)] ?? '').join(' ')}.`;
  return Array.from({ length: count }, (_, number) => {
    const path = join(folder, `text ${number}.txt`);
    writeFileSync(path, Array.from({ length: sentences }, () => `The ${sentence()}`).join(' '));
    return path;
  });
}

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
