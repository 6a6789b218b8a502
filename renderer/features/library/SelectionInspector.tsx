import type { AssetSummary } from '../../../shared/contract/library.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { host, useQuery } from '../../rpc.ts';
import { Inspector } from '../viewer/inspector/Inspector.tsx';
import styles from './SelectionInspector.module.css';
import { SelectionSummary } from './SelectionSummary.tsx';
import { useLibraryText } from './text.ts';

/** What is known about the one selected asset, or about several together. */
export function SelectionInspector({ selected, version }: { selected: readonly AssetSummary[]; version: number }) {
  const t = useLibraryText();
  const [only] = selected;
  if (selected.length > 1) return <SelectionSummary selected={selected} version={version} />;
  if (!only)
    return (
      <aside className={styles.note} aria-label={t.inspector}>
        <p>{t.nothingSelected}</p>
      </aside>
    );
  return <One key={only.id} asset={only} version={version} />;
}

function One({ asset, version }: { asset: AssetSummary; version: number }) {
  const { data, error, reload } = useQuery(['asset', asset.id], () => host.library.asset({ id: asset.id }), version);
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  return (
    <div className={styles.one}>
      {asset.hasThumbnail && <img className={styles.preview} src={`content/${asset.id}/preview`} alt="" />}
      <h2 className={styles.name} dir="auto">
        {asset.name}
      </h2>
      {data && <Inspector asset={data} onChange={reload} />}
    </div>
  );
}
