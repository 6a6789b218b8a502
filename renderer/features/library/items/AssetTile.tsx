import { memo, useState } from 'react';
import type { AssetSummary } from '../../../../shared/contract/library.ts';
import { waitsForPassword } from '../../../../shared/password-needed.ts';
import { useFormat } from '../../../app/format.ts';
import { KindIcon } from '../../../components/KindIcon.tsx';
import { useLibraryText } from '../text.ts';
import styles from './AssetTile.module.css';
import { excerptOf, kindOf } from './tile-text.ts';

/** An asset in the grid: its picture, or its kind and name where there is none. */
export const AssetTile = memo(function AssetTile({ asset }: { asset: AssetSummary }) {
  const t = useLibraryText();
  const format = useFormat();
  const [broken, setBroken] = useState(false);
  const pictured = asset.hasThumbnail && !broken;
  const troubled = asset.state === 'failed' || asset.state === 'quarantined';
  const locked = waitsForPassword(asset);
  const duration = asset.duration > 0 && <span className={styles.duration}>{format.clock(asset.duration)}</span>;
  return (
    <div className={styles.tile} data-kind={asset.kind} data-pictured={pictured || undefined}>
      {pictured ? (
        <img
          src={`content/${asset.id}/thumb`}
          alt={asset.kind === 'image' ? asset.name : ''}
          decoding="async"
          draggable={false}
          onError={() => setBroken(true)}
        />
      ) : (
        <Sheet asset={asset} />
      )}
      {!pictured || asset.kind !== 'image' ? (
        <div className={styles.name}>
          <span>
            <bdi>{asset.title || asset.name}</bdi>
          </span>
          {duration}
        </div>
      ) : (
        duration
      )}
      {(troubled || asset.state === 'pending') && (
        <span className={styles.state} data-state={locked ? 'locked' : asset.state} title={asset.reason}>
          {locked ? t.locked : t.stateNames[asset.state]}
        </span>
      )}
    </div>
  );
});

/** The first words of what has no picture, or its kind. */
function Sheet({ asset }: { asset: AssetSummary }) {
  const t = useLibraryText();
  return asset.excerpt === '' ? (
    <div className={styles.sheet}>
      <KindIcon kind={asset.kind} size={28} />
      <span>{kindOf(asset, t.kindName)}</span>
    </div>
  ) : (
    <div className={styles.excerpt} dir="auto" aria-hidden>
      <span className={styles.kind}>
        <KindIcon kind={asset.kind} size={14} />
        {kindOf(asset, t.kindName)}
      </span>
      {excerptOf(asset)}
    </div>
  );
}
