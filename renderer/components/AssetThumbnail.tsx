import { useState } from 'react';
import type { AssetSummary } from '../../shared/contract/library.ts';
import styles from './AssetThumbnail.module.css';
import { KindIcon } from './KindIcon.tsx';

/** A square picture of an asset, or its kind where it has none; its name stands beside it. `size` in pixels. */
export function AssetThumbnail({
  asset,
  size,
}: {
  asset: Pick<AssetSummary, 'id' | 'kind' | 'hasThumbnail'>;
  size: number;
}) {
  const [broken, setBroken] = useState(false);
  return (
    <span className={styles.thumbnail} style={{ width: size, height: size }}>
      {asset.hasThumbnail && !broken ? (
        <img
          src={`content/${asset.id}/thumb`}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setBroken(true)}
        />
      ) : (
        <KindIcon kind={asset.kind} size={Math.min(24, Math.round(size / 2))} />
      )}
    </span>
  );
}
