import { FolderSearch, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useSession } from '../../../app/session.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { host, useQuery } from '../../../rpc.ts';
import { pickPath } from '../../picker/pick-path.ts';
import { useModelsText } from '../text.ts';
import { useGetting } from './get-store.ts';
import { RecommendedRow } from './RecommendedRow.tsx';
import styles from './RecommendedWay.module.css';

/** Open models that are known to work, fetched where the mode lets them be, or taken from a folder carried in. */
export function RecommendedWay() {
  const t = useModelsText();
  const [from, setFrom] = useState<string | null>(null);
  const policy = useSession((session) => session.policy);
  const models = useSession((session) => session.models);
  const ended = useGetting((state) => state.ended);
  const { data, error, reload } = useQuery(['recommended', from], () =>
    host.recommended.list(from === null ? {} : { from }),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what can be got changes with these.
  useEffect(() => reload(), [policy, models, ended, reload]);

  const choose = async () => {
    const path = await pickPath('model-folder');
    if (path !== null) setFrom(path);
  };
  const offered = (data ?? []).toSorted((one, other) => Number(other.suggested) - Number(one.suggested));
  // What keeps all of them from being fetched is said once.
  const obstacles = new Set(offered.filter(({ added }) => !added).map(({ obstacle }) => obstacle));
  const [shared = ''] = obstacles.size === 1 && from === null ? obstacles : [];
  return (
    <>
      {shared !== '' && (
        <p className={styles.notice}>
          {shared} {t.changeMode} <Link href="/settings?section=network">{t.toNetwork}</Link>
        </p>
      )}
      <div className={styles.from}>
        <Button icon={FolderSearch} onClick={() => void choose()}>
          {t.fromFolder}
        </Button>
        <p className={styles.note}>{from === null ? t.fromFolderEffect : t.takenFrom(from)}</p>
        {from !== null && <IconButton icon={X} size="small" label={t.notFrom} onClick={() => setFrom(null)} />}
      </div>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {!data && !error && <Skeleton height={320} />}
      {data && (
        <ul className={styles.list} aria-label={t.ways.recommended}>
          {offered.map((model) => (
            <RecommendedRow key={model.id} model={model} from={from} obstacleShown={shared !== ''} />
          ))}
        </ul>
      )}
    </>
  );
}
