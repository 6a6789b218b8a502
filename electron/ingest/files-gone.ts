import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IngestContext } from './ingest-context.ts';
import { refreshDescribed, refreshFacts } from './keep-facts.ts';

/** Files are marked as missing for so long in one transaction, so that the host can answer between them. */
const TURN_MS = 12;
/** Missing files that are settled in one transaction. */
const SETTLED_A_TURN = 250;

/**
 * Takes over, in turns, that files are gone: all of them become missing before it is settled which were renamed, so that of
 * several with the same content that go together each keeps its place. What is in a container follows it by a task of its own.
 * A crash leaves files that are missing and not settled; they are to be among those of the next time.
 * @param fileIds those that are gone, and those that were missing before
 * @param jobId the job of what is to follow, asked for where something is
 * @param goesOn asked at the beginning of each turn; false ends this before its time
 * @returns whether it came to its end
 */
export async function takeOverGone(
  context: IngestContext,
  fileIds: readonly number[],
  jobId: () => number,
  goesOn: () => boolean,
): Promise<boolean> {
  const { catalog, files, tasks } = context;

  const markOne = (fileId: number): void => {
    const held = files.markMissing(fileId);
    if (!held) return;
    if (held.assetId !== null) keepLost(context, held.assetId);
    if (held.describes !== null) refreshDescribed(context, held.describes);
  };

  /** Marks some from a place in the list on; answers the place of the next. */
  const mark = (from: number): number => {
    const until = performance.now() + TURN_MS;
    let next = from;
    for (; next < fileIds.length && (next === from || performance.now() < until); next++) markOne(fileIds[next] ?? 0);
    return next;
  };

  const settle = (from: number): number => {
    const containers = files.dropLeftBehind(fileIds.slice(from, from + SETTLED_A_TURN));
    for (const fileId of containers) tasks.add(jobId(), { stage: 'place', fileId });
    return from + SETTLED_A_TURN;
  };

  for (const work of [mark, settle]) {
    for (let next = 0; next < fileIds.length; await nextTurn()) {
      const reached = catalog.transaction('lazy', () => (goesOn() ? work(next) : undefined));
      if (reached === undefined) return false;
      next = reached;
    }
  }
  return true;
}

/** Takes over that an asset has lost a place, and with it perhaps its name and the sidecar beside it. */
function keepLost(context: IngestContext, assetId: number): void {
  const { assets, files, passages } = context;
  assets.refreshPlace(assetId);
  // What is missing keeps all that is known of it.
  if (files.presentFileOf(assetId)?.missing !== 0) return;
  passages.refreshName(assetId);
  if (assets.byId(assetId)?.state !== 'pending') refreshFacts(context, assetId);
}
