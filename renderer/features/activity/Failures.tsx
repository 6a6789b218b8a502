import { CircleSlash, FileQuestion, FileX, type LucideIcon, OctagonX, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { FailureGroup } from '../../../shared/contract/jobs.ts';
import { useFormat } from '../../app/format.ts';
import { Button } from '../../components/Button.tsx';
import { tell, tellError } from '../../components/toasts.ts';
import { shortPath } from '../../paths/short-path.ts';
import { folderOf, nameOf } from '../../paths/split-path.ts';
import { host } from '../../rpc.ts';
import { assetHref } from '../viewer/open-asset.ts';
import styles from './Failures.module.css';
import { countFiles, orderFailures } from './failure-groups.ts';
import { useActivityText } from './text.ts';

const icons: Record<FailureGroup['state'], LucideIcon> = {
  failed: FileX,
  quarantined: OctagonX,
  unsupported: FileQuestion,
  empty: CircleSlash,
};

/** Files in sight of each group before more are asked for. */
const FEW = 3;

/** What could not be read, by reason; what is no error stays folded. */
export function Failures({ groups }: { groups: readonly FailureGroup[] }) {
  const t = useActivityText();
  const { problems, others } = orderFailures(groups);
  return (
    <>
      {problems.length > 0 && <FailureList groups={problems} />}
      {others.length > 0 && (
        <details className={styles.others}>
          <summary>{t.otherFailures(countFiles(others))}</summary>
          <FailureList groups={others} />
        </details>
      )}
    </>
  );
}

function FailureList({ groups }: { groups: readonly FailureGroup[] }) {
  return (
    <ul className={styles.groups}>
      {groups.map((group) => (
        <Group key={`${group.state} ${group.reason}`} group={group} />
      ))}
    </ul>
  );
}

function Group({ group: { state, reason, count, files } }: { group: FailureGroup }) {
  const t = useActivityText();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const [retrying, setRetrying] = useState(false);
  const Icon = icons[state];
  const shown = all ? files : files.slice(0, FEW);
  const retry = async () => {
    setRetrying(true);
    try {
      await host.jobs.retryFailures({ state, reason });
      tell(t.retried(count));
    } catch (error) {
      tellError(error);
    } finally {
      setRetrying(false);
    }
  };
  return (
    <li className={styles.group} data-state={state}>
      <Icon size={16} strokeWidth={1.5} aria-hidden />
      <div className={styles.words}>
        <p className={styles.reason}>
          <span className={styles.state} title={t.stateMeanings[state]}>
            {t.states[state]}
          </span>{' '}
          {reason === '' ? t.stateMeanings[state] : reason}
        </p>
        <ul className={styles.files}>
          {shown.map(({ assetId, path }) => (
            <li key={path} title={path}>
              {assetId === '' ? (
                <span className={styles.name}>{nameOf(path)}</span>
              ) : (
                <Link className={styles.name ?? ''} href={assetHref({ id: assetId, from: 'activity' })}>
                  {nameOf(path)}
                </Link>
              )}
              <span className={styles.folder}>{shortPath(folderOf(path), 64)}</span>
            </li>
          ))}
        </ul>
        {!all && files.length > FEW && (
          <Button variant="quiet" onClick={() => setAll(true)}>
            {t.moreFiles(files.length - FEW)}
          </Button>
        )}
        {(all || files.length <= FEW) && count > files.length && (
          <p className={styles.rest}>{t.notListed(count - files.length)}</p>
        )}
      </div>
      <span className={styles.count}>{format.number(count)}</span>
      <Button icon={RotateCw} disabled={retrying} onClick={() => void retry()}>
        {t.retry}
      </Button>
    </li>
  );
}
