import { Check } from 'lucide-react';
import { Link } from 'wouter';
import type { DuplicateGroup } from '../../../shared/contract/duplicates.ts';
import type { AssetSummary } from '../../../shared/contract/library.ts';
import { useFormat } from '../../app/format.ts';
import { Button } from '../../components/Button.tsx';
import { KindIcon } from '../../components/KindIcon.tsx';
import { tell, tellError } from '../../components/toasts.ts';
import { shortPath } from '../../paths/short-path.ts';
import { folderOf } from '../../paths/split-path.ts';
import { host } from '../../rpc.ts';
import { assetHref, useOpenAssets } from '../viewer/open-asset.ts';
import styles from './NearPanel.module.css';
import { useDuplicatesText } from './text.ts';

/** Assets that are nearly the same, side by side, the best copy first. */
export function NearPanel({ group, onDecided }: { group: DuplicateGroup; onDecided: () => void }) {
  const t = useDuplicatesText();
  const { by, likeness, count, assets } = group;
  const keepAll = async () => {
    try {
      const { decisionId } = await host.duplicates.setDistinct({ ids: assets.map(({ id }) => id) });
      const undo = () => void host.duplicates.takeBack({ decisionId }).then(onDecided, tellError);
      tell(t.keptApart(assets.length), { text: t.undo, run: undo });
      onDecided();
    } catch (error) {
      tellError(error);
    }
  };
  return (
    <li className={styles.group}>
      <header className={styles.head}>
        <h2>{by === 'looks' ? t.looksAlike(count) : t.readsAlike(count)}</h2>
        <span className={styles.likeness}>{t.likeness(likeness)}</span>
        <Button icon={Check} onClick={() => void keepAll()}>
          {t.keepAll}
        </Button>
      </header>
      <ul className={styles.copies}>
        {assets.map((asset, index) => (
          <Copy key={asset.id} asset={asset} largest={by === 'looks' && index === 0} ids={assets.map(({ id }) => id)} />
        ))}
      </ul>
      {count > assets.length && <p className={styles.more}>{t.notShown(count - assets.length)}</p>}
    </li>
  );
}

function Copy({ asset, largest, ids }: { asset: AssetSummary; largest: boolean; ids: readonly string[] }) {
  const t = useDuplicatesText();
  const format = useFormat();
  const openAssets = useOpenAssets((state) => state.open);
  const facts = [
    asset.kind === 'image' && asset.width > 0 ? t.pixels(asset.width, asset.height) : '',
    format.bytes(asset.size),
    format.date(asset.date),
  ].filter(Boolean);
  return (
    <li>
      <Link
        href={assetHref({ id: asset.id, from: 'duplicates' })}
        className={styles.copy ?? ''}
        onClick={() => openAssets({ ids, from: 'duplicates' })}
      >
        <span className={styles.picture}>
          {asset.hasThumbnail ? (
            <img src={`content/${asset.id}/thumb`} alt="" loading="lazy" decoding="async" />
          ) : asset.excerpt !== '' ? (
            <span className={styles.excerpt} dir="auto" aria-hidden>
              {asset.excerpt}
            </span>
          ) : (
            <KindIcon kind={asset.kind} size={24} />
          )}
          {largest && <strong className={styles.badge}>{t.largest}</strong>}
        </span>
        <span className={styles.name} dir="auto">
          {asset.name}
        </span>
        <span className={styles.facts}>{facts.join(' · ')}</span>
        <span className={styles.path} title={asset.path}>
          {shortPath(folderOf(asset.path), 40)}
        </span>
      </Link>
    </li>
  );
}
