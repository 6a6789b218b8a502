import { CircleCheck, MapPin, RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { AssetSummary } from '../../../shared/contract/library.ts';
import { rescan } from '../../app/actions.ts';
import { useFormat } from '../../app/format.ts';
import { useSession } from '../../app/session.ts';
import { useTitle } from '../../app/use-title.ts';
import { AssetThumbnail } from '../../components/AssetThumbnail.tsx';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { PageHead, SubPage } from '../../components/Page.tsx';
import { Pager } from '../../components/Pager.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { tell, tellError } from '../../components/toasts.ts';
import { useLastKnown } from '../../components/use-last-known.ts';
import { shortPath } from '../../paths/short-path.ts';
import { folderOf } from '../../paths/split-path.ts';
import { host, useQuery } from '../../rpc.ts';
import { pickPath } from '../picker/pick-path.ts';
import { assetHref } from '../viewer/open-asset.ts';
import { AwayFolders, useAwayFolders } from './AwayFolders.tsx';
import styles from './MissingScreen.module.css';
import { useOverviewText } from './text.ts';

/** Items shown at a time. */
const PAGE = 50;

/** What is no longer where it was: to be found again, or to be let go. */
export function MissingScreen() {
  const t = useOverviewText();
  useTitle(t.missing);
  const version = useSession((session) => session.libraryVersion);
  const [offset, setOffset] = useState(0);
  const [removing, setRemoving] = useState<AssetSummary | 'all' | null>(null);
  const {
    data: found,
    error,
    reload,
  } = useQuery(['missing', offset], () => host.library.missing({ offset, limit: PAGE }), version);
  const data = useLastKnown(found);
  const away = useAwayFolders();
  const total = data?.total ?? 0;
  const remove = async () => {
    try {
      const ids = removing && removing !== 'all' ? { ids: [removing.id] } : {};
      const { forgotten } = await host.library.forgetMissing(ids);
      setOffset(0);
      tell(t.removed(forgotten));
    } catch (thrown) {
      tellError(thrown);
    }
  };
  const count = removing === 'all' ? total : 1;
  return (
    <SubPage label={t.missing} width={1008} parent={{ href: '/library', name: t.library }}>
      <PageHead title={t.missing} text={t.missingText}>
        <Button icon={RefreshCw} onClick={() => void rescan()}>
          {t.lookAgain}
        </Button>
        {total > 1 && (
          <Button icon={Trash2} onClick={() => setRemoving('all')}>
            {t.removeAll(total)}
          </Button>
        )}
      </PageHead>
      <AwayFolders folders={away} />
      {error ? (
        <ErrorNotice error={error} onRetry={reload} />
      ) : !data ? (
        <Skeleton height={240} />
      ) : total === 0 ? (
        <EmptyState
          icon={CircleCheck}
          title={away.length > 0 ? t.noneMissingBesidesTitle : t.noneMissingTitle}
          text={away.length > 0 ? t.noneMissingBesidesText : t.noneMissingText}
        />
      ) : (
        <ul className={styles.items}>
          {data.items.map(({ asset, tags }) => (
            <Item key={asset.id} asset={asset} tags={tags} onRemove={() => setRemoving(asset)} />
          ))}
        </ul>
      )}
      <Pager offset={offset} size={PAGE} total={total} onOffset={setOffset} />
      <ConfirmDialog
        open={removing !== null}
        title={t.removeTitle(count, removing && removing !== 'all' ? removing.name : '')}
        text={t.removeText(count)}
        action={t.removeAction}
        danger
        onConfirm={remove}
        onClose={() => setRemoving(null)}
      />
    </SubPage>
  );
}

function Item({ asset, tags, onRemove }: { asset: AssetSummary; tags: number; onRemove: () => void }) {
  const t = useOverviewText();
  const format = useFormat();
  const { id, name, path, size, date } = asset;
  const locate = async () => {
    try {
      const found = await pickPath('missing-folder');
      if (found === null) return;
      await host.library.locate({ id, path: found });
      tell(t.lookedIn(found));
    } catch (error) {
      tellError(error);
    }
  };
  const facts = [format.bytes(size), format.date(date), tags > 0 ? t.tagged(tags) : ''].filter(Boolean);
  return (
    <li>
      <AssetThumbnail asset={asset} size={40} />
      <div className={styles.names}>
        <Link href={assetHref({ id, from: 'missing' })} dir="auto" title={name}>
          {shortPath(name, 68)}
        </Link>
        <span title={path}>{shortPath(folderOf(path), 80)}</span>
      </div>
      <span className={styles.facts}>{facts.join(' · ')}</span>
      <Button icon={MapPin} aria-label={t.locateNamed(name)} onClick={() => void locate()}>
        {t.locate}
      </Button>
      <IconButton icon={Trash2} label={t.removeNamed(name)} onClick={onRemove} />
    </li>
  );
}
