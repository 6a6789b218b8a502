import type { AssetRow } from '../catalog/assets.ts';
import type { TaskResult } from '../jobs/task-runner.ts';
import type { IngestContext } from './ingest-context.ts';
import type { ReaderDeath } from './media-reader.ts';

/** Deaths of the reader over one asset after which it is left alone. */
const KILLS_BEFORE_QUARANTINE = 2;

/** Counts a reader's death; the second one over an asset puts it into quarantine. Null asks for another try. */
export function afterDeath(
  context: IngestContext,
  asset: AssetRow,
  death: ReaderDeath,
  giveUp: (reason: string) => void,
): TaskResult | null {
  if (!death.culprit) return null;
  const kills = context.catalog.transaction('lazy', () => context.assets.countKill(asset.id));
  if (kills < KILLS_BEFORE_QUARANTINE) return null;
  return {
    outcome: 'failed',
    keep: () => giveUp(`Reading it stopped the reader twice. The last time: ${death.reason}`),
  };
}
