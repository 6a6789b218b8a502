import { useMemo } from 'react';
import { Link, useLocation } from 'wouter';
import type { AssetDetail, AssetSummary } from '../../../../shared/contract/library.ts';
import { useFormat } from '../../../app/format.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { KindIcon } from '../../../components/KindIcon.tsx';
import { separatorOf } from '../../../paths/split-path.ts';
import { host, useQuery } from '../../../rpc.ts';
import { changeView } from '../../library/library-store.ts';
import { assetHref, useOpenAssets } from '../open-asset.ts';
import { useViewerText } from '../text.ts';
import styles from './ContainedFiles.module.css';

const byPath = new Intl.Collator(undefined, { numeric: true });

interface ContainedFilesProps {
  asset: AssetDetail;
  /** Files that are listed; the library shows all. */
  most: number;
}

/** What an archive, a mail or a PDF holds, each file a way to it. */
export function ContainedFiles({ asset, most }: ContainedFilesProps) {
  const t = useViewerText();
  const { data, error, reload } = useQuery(['contained', asset.id, asset.parts, asset.state], () =>
    host.library.list({ filter: { folder: asset.path }, sort: 'name', descending: false, offset: 0, limit: most }),
  );
  const files = useMemo(
    () => (data?.assets ?? []).toSorted((one, other) => byPath.compare(one.path, other.path)),
    [data],
  );
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  if (!data) return <div aria-busy />;
  return (
    <>
      <ul className={styles.files}>
        {files.map((file) => (
          <ContainedFile key={file.id} file={file} container={asset.path} among={files} />
        ))}
      </ul>
      {data.total > data.assets.length && <p className={styles.more}>{t.moreFiles(data.total - data.assets.length)}</p>}
    </>
  );
}

/** Shows in the library all that is in a container, at any depth. */
export function ShowInLibrary({ asset, variant }: { asset: AssetDetail; variant?: 'quiet' }) {
  const t = useViewerText();
  const [, navigate] = useLocation();
  const show = () => {
    changeView({ filter: { folder: asset.path } });
    navigate('/library');
  };
  return (
    <Button {...(variant ? { variant } : {})} onClick={show}>
      {t.showInLibrary}
    </Button>
  );
}

function ContainedFile({
  file,
  container,
  among,
}: {
  file: AssetSummary;
  container: string;
  among: readonly AssetSummary[];
}) {
  const t = useViewerText();
  const format = useFormat();
  const ids = useMemo(() => among.map(({ id }) => id), [among]);
  const { open } = useOpenAssets.getState();
  const state = file.state === 'ready' ? '' : t.states[file.state];
  return (
    <li>
      <Link
        className={styles.file}
        href={assetHref({ id: file.id, from: 'library' })}
        title={file.path}
        onClick={() => open({ ids, from: 'library' })}
      >
        <KindIcon kind={file.kind} />
        <span className={styles.name} dir="auto">
          {pathInside(file, container)}
        </span>
        {state !== '' && (
          <span className={styles.state} title={file.reason}>
            {state}
          </span>
        )}
        <span className={styles.size}>{format.bytes(file.size)}</span>
      </Link>
    </li>
  );
}

/** The path from a container on; the name alone of what is shown at another of its places. */
function pathInside({ path, name }: AssetSummary, container: string): string {
  const start = container + separatorOf(container);
  return path.startsWith(start) ? path.slice(start.length) : name;
}
