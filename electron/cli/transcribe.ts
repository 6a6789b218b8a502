import { resolve, sep } from 'node:path';
import type { Command } from 'commander';
import type { HostClient } from '../../shared/contract/index.ts';
import type { AssetFilter, AssetSummary } from '../../shared/contract/library.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { followJobs } from './follow-jobs.ts';
import { printJson, printLine } from './output.ts';

const PAGE = 500;

export function addTranscribe(program: Command, context: CommandContext): void {
  program
    .command('transcribe')
    .description('have the model for transcription write down what is said in recordings of the library')
    .argument('[path...]', 'recordings, or folders with them; all that nobody has listened to yet, unless given')
    .option('--json', 'report as JSON')
    .action(async (paths: string[], _, command: Command) => {
      const { library, json } = optionsOf(command);
      await withHost(context, { library, work: true }, async ({ client, settleIndex }) => {
        const ids = await recordingsAt(client, paths);
        const { jobId, recordings } = await client.recordings.transcribe({ ids });
        await followJobs(client, new Set([jobId]), context.signal);
        await settleIndex();
        const failed = await failuresAmong(client, ids);
        if (json) printJson({ recordings, failed });
        else printLine(`${recordings} ${recordings === 1 ? 'recording' : 'recordings'} transcribed.`);
        for (const { id, reason } of failed) console.error(`holdfast: ${id}: ${reason}`);
        if (failed.length > 0) process.exitCode = 1;
      });
    });
}

/** The recordings at some places; without places, those that no model has listened to. NOT_FOUND when there are none. */
async function recordingsAt(client: HostClient, paths: readonly string[]): Promise<string[]> {
  const places = paths.map((path) => resolve(path));
  const ids: string[] = [];
  for await (const { id, path } of readRecordings(client)) {
    if (places.length > 0 && !places.some((place) => path === place || path.startsWith(place + sep))) continue;
    const { state } = (await client.recordings.get({ id })).transcription;
    if (state !== 'impossible' && (places.length > 0 || state === 'none' || state === 'running')) ids.push(id);
  }
  if (ids.length > 0) return ids;
  throw places.length > 0
    ? new HoldfastError('NOT_FOUND', 'There is no recording with sound there.', 'Add it with holdfast ingest first.')
    : new HoldfastError('NOT_FOUND', 'No recording waits to be transcribed.', 'Name those to transcribe once more.');
}

async function* readRecordings(client: HostClient): AsyncGenerator<AssetSummary> {
  const filter: AssetFilter = { kinds: ['video', 'audio'], states: ['ready'] };
  for (let offset = 0, total = 1; offset < total; offset += PAGE) {
    const page = await client.library.list({ filter, sort: 'name', descending: false, offset, limit: PAGE });
    total = page.total;
    yield* page.assets;
  }
}

async function failuresAmong(client: HostClient, ids: readonly string[]): Promise<{ id: string; reason: string }[]> {
  const failures: { id: string; reason: string }[] = [];
  for (const id of ids) {
    const { transcription } = await client.recordings.get({ id });
    if (transcription.state === 'failed') failures.push({ id, reason: transcription.reason });
  }
  return failures;
}
