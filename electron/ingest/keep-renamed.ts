import type { IngestContext } from './ingest-context.ts';
import { refreshFacts } from './keep-facts.ts';

/** Takes over that an asset has lost or got a place, and with it perhaps its name and another sidecar beside it. */
export function keepRenamed(context: IngestContext, assetId: number): void {
  const { assets, files, passages } = context;
  assets.refreshPlace(assetId);
  // What is missing keeps all that is known of it.
  if (files.presentFileOf(assetId)?.missing !== 0) return;
  passages.refreshName(assetId);
  if (assets.byId(assetId)?.state !== 'pending') refreshFacts(context, assetId);
}
