import type { AssetDetail } from '../../../../shared/contract/library.ts';
import { ContentError } from '../ContentError.tsx';
import { ContentPending } from '../ContentPending.tsx';
import { useViewerText } from '../text.ts';
import styles from './ArchiveView.module.css';
import { ContainedFiles, ShowInLibrary } from './ContainedFiles.tsx';
import { UnreadParts } from './UnreadParts.tsx';

const MOST_FILES = 500;
/** Files that could not be read which are in sight at first, for each reason. */
const FEW_UNREAD = 20;

/** An archive as the list of what is in it. */
export function ArchiveView({ asset }: { asset: AssetDetail }) {
  const t = useViewerText();
  if (asset.state === 'pending' && asset.parts === 0) return <ContentPending />;
  if (asset.parts + asset.unreadParts === 0)
    return <ContentError title={t.states[asset.state]} detail={asset.reason} asset={asset} />;
  return (
    <section className={styles.view} aria-labelledby="archive-files">
      <div className={styles.column}>
        <header className={styles.header}>
          <h2 id="archive-files">{t.contains(asset.parts)}</h2>
          <ShowInLibrary asset={asset} />
        </header>
        {asset.reason !== '' && <p className={styles.note}>{asset.reason}</p>}
        <ContainedFiles asset={asset} most={MOST_FILES} />
        {asset.unreadParts > 0 && (
          <div className={styles.unread}>
            <h3>{t.couldNotRead(asset.unreadParts)}</h3>
            <UnreadParts asset={asset} few={FEW_UNREAD} />
          </div>
        )}
      </div>
    </section>
  );
}
