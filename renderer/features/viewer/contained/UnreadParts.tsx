import { useState } from 'react';
import type { AssetDetail, UnreadParts as UnreadGroup } from '../../../../shared/contract/library.ts';
import { useFormat } from '../../../app/format.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { host, useQuery } from '../../../rpc.ts';
import { useViewerText } from '../text.ts';
import styles from './UnreadParts.module.css';

interface UnreadPartsProps {
  asset: AssetDetail;
  /** Of each group, the files in sight before more are asked for. */
  few: number;
}

/** What of an archive, a mail or a PDF could not be read, by reason. */
export function UnreadParts({ asset: { id, parts, state, unreadParts }, few }: UnreadPartsProps) {
  const t = useViewerText();
  const { data, error, reload } = useQuery(['unread parts', id, parts, unreadParts, state], () =>
    host.library.unreadParts({ id }),
  );
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  if (!data) return <div aria-busy />;
  const told = data.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <ul className={styles.groups}>
        {data.map((group) => (
          <Group key={group.reason} group={group} few={few} />
        ))}
      </ul>
      {unreadParts > told && <p className={styles.rest}>{t.moreFiles(unreadParts - told)}</p>}
    </>
  );
}

function Group({ group: { reason, count, paths }, few }: { group: UnreadGroup; few: number }) {
  const t = useViewerText();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const shown = all ? paths : paths.slice(0, few);
  return (
    <li>
      <p className={styles.reason}>
        {reason} {count > 1 && <span className={styles.count}>{format.number(count)}</span>}
      </p>
      <ul className={styles.paths}>
        {shown.map((path, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an archive may hold several files of one name.
          <li key={index} title={path} dir="auto">
            {path}
          </li>
        ))}
      </ul>
      {shown.length < paths.length ? (
        <Button variant="quiet" onClick={() => setAll(true)}>
          {t.showMoreFiles(paths.length - shown.length)}
        </Button>
      ) : (
        count > paths.length && <p className={styles.rest}>{t.moreFiles(count - paths.length)}</p>
      )}
    </li>
  );
}
