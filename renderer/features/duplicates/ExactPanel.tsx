import { Link } from 'wouter';
import type { ExactDuplicate } from '../../../shared/contract/duplicates.ts';
import { useFormat } from '../../app/format.ts';
import { AssetThumbnail } from '../../components/AssetThumbnail.tsx';
import { shortPath } from '../../paths/short-path.ts';
import { assetHref } from '../viewer/open-asset.ts';
import styles from './ExactPanel.module.css';
import { useDuplicatesText } from './text.ts';

/** One content with all its places. */
export function ExactPanel({ duplicate: { asset, paths } }: { duplicate: ExactDuplicate }) {
  const t = useDuplicatesText();
  const format = useFormat();
  return (
    <li className={styles.group}>
      <AssetThumbnail asset={asset} size={72} />
      <div className={styles.about}>
        <h2>
          <Link href={assetHref({ id: asset.id, from: 'duplicates' })}>{asset.name}</Link>
        </h2>
        <p className={styles.facts}>
          {`${format.bytes(asset.size)}, ${t.copies(paths.length)} · ${t.superfluous(format.bytes(asset.size * (paths.length - 1)))}`}
        </p>
        <ul className={styles.paths}>
          {paths.map((path) => (
            <li key={path} title={path}>
              {shortPath(path, 110)}
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
}
