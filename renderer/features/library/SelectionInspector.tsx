import type { AssetSummary } from '../../../shared/contract/library.ts';
import { useFormat } from '../../app/format.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { host, useQuery } from '../../rpc.ts';
import { Inspector } from '../viewer/inspector/Inspector.tsx';
import styles from './SelectionInspector.module.css';
import { useLibraryText } from './text.ts';

/** What is known about the one selected asset; how many they are and how large otherwise. */
export function SelectionInspector({ selected, version }: { selected: readonly AssetSummary[]; version: number }) {
  const t = useLibraryText();
  const format = useFormat();
  const [only] = selected;
  if (!only || selected.length > 1) {
    const size = selected.reduce((sum, asset) => sum + asset.size, 0);
    return (
      <aside className={styles.note} aria-label={t.inspector}>
        <p>{selected.length > 1 ? t.manySelected(selected.length, format.bytes(size)) : t.nothingSelected}</p>
      </aside>
    );
  }
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
