import { useModelsText } from '../text.ts';
import { useCopying } from './copy-store.ts';
import { TransferProgress } from './TransferProgress.tsx';

/** How far the copying of the model at a path is; nothing where it is not being copied. */
export function CopyProgress({ path }: { path: string }) {
  const t = useModelsText();
  const progress = useCopying(({ copying }) => copying[path]);
  if (!progress) return null;
  const { stage, bytes, total, rate } = progress;
  return <TransferProgress doing={t.copyStages[stage]} bytes={bytes} total={total || null} rate={rate} />;
}
