import {
  CircleSlash,
  Eye,
  EyeOff,
  FileQuestion,
  FileX,
  LockKeyhole,
  LockKeyholeOpen,
  type LucideIcon,
  OctagonX,
  RotateCw,
  Unlink,
} from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { FailureGroup } from '../../../shared/contract/jobs.ts';
import { isNoFile } from '../../../shared/no-file.ts';
import { UNLOCK_NEEDED } from '../../../shared/password-needed.ts';
import { useFormat } from '../../app/format.ts';
import { Button } from '../../components/Button.tsx';
import { saveFile } from '../../components/save-file.ts';
import { tell, tellError } from '../../components/toasts.ts';
import { shortPath } from '../../paths/short-path.ts';
import { folderOf, nameOf } from '../../paths/split-path.ts';
import { host } from '../../rpc.ts';
import { assetHref } from '../viewer/open-asset.ts';
import styles from './Failures.module.css';
import { countFiles, orderFailures } from './failure-groups.ts';
import { useActivityText } from './text.ts';
import { UnlockDialog } from './UnlockDialog.tsx';

const icons: Record<FailureGroup['state'], LucideIcon> = {
  failed: FileX,
  quarantined: OctagonX,
  unsupported: FileQuestion,
  empty: CircleSlash,
};

/** Groups in sight before more are asked for. */
const MOST_REASONS = 50;
/** Files in sight of each group before more are asked for. */
const FEW = 3;

/** What could not be read, by reason; what is no error, and what is ignored, stays folded. */
export function Failures({ groups, onChange }: { groups: readonly FailureGroup[]; onChange: () => void }) {
  const t = useActivityText();
  const { problems, others, noFiles, ignored } = orderFailures(groups);
  const folded = [
    { name: 'others', summary: t.otherFailures, groups: others },
    { name: 'no files', summary: t.noFiles, groups: noFiles },
    { name: 'ignored', summary: t.ignoredFailures, groups: ignored },
  ].filter((fold) => fold.groups.length > 0);
  return (
    <>
      {problems.length === 0 && <p className={styles.none}>{t.noFailures}</p>}
      {problems.length > 0 && <FailureList groups={problems} onChange={onChange} />}
      {folded.map((fold) => (
        <details key={fold.name} className={styles.others}>
          <summary>{fold.summary(countFiles(fold.groups))}</summary>
          <FailureList groups={fold.groups} onChange={onChange} />
        </details>
      ))}
    </>
  );
}

interface ListProps {
  groups: readonly FailureGroup[];
  onChange: () => void;
}

function FailureList({ groups, onChange }: ListProps) {
  const t = useActivityText();
  const [shown, setShown] = useState(MOST_REASONS);
  return (
    <>
      <ul className={styles.groups}>
        {groups.slice(0, shown).map((group) => (
          <Group key={`${group.state} ${group.reason}`} group={group} onChange={onChange} />
        ))}
      </ul>
      {groups.length > shown && (
        <p className={styles.moreReasons}>
          <Button variant="quiet" onClick={() => setShown(shown + MOST_REASONS)}>
            {t.moreReasons(groups.length - shown)}
          </Button>
        </p>
      )}
    </>
  );
}

/** Files that ended for one reason, and what can be done about them. */
function Group({ group, onChange }: { group: FailureGroup; onChange: () => void }) {
  const t = useActivityText();
  const format = useFormat();
  const { state, reason, count } = group;
  const locked = state === 'failed' && reason.startsWith(UNLOCK_NEEDED);
  const noFile = isNoFile(reason);
  const Icon = locked ? LockKeyhole : noFile ? Unlink : icons[state];
  return (
    <li className={styles.group} data-state={locked ? 'locked' : state}>
      <Icon size={16} strokeWidth={1.5} aria-hidden />
      <div className={styles.words}>
        <p className={styles.reason}>
          <span className={styles.state} title={noFile ? t.noFileMeaning : t.stateMeanings[state]}>
            {locked ? t.locked : noFile ? t.noFile : t.states[state]}
          </span>{' '}
          {reason === '' ? t.stateMeanings[state] : reason}
        </p>
        <Files group={group} />
      </div>
      <span className={styles.count}>{format.number(count)}</span>
      <Actions group={group} locked={locked} onChange={onChange} />
    </li>
  );
}

function Files({ group: { state, reason, ignored, count, files } }: { group: FailureGroup }) {
  const t = useActivityText();
  const saveList = async () => {
    try {
      const paths = await host.jobs.failurePaths({ state, reason, ignored });
      saveFile({ name: t.listName, mime: 'text/plain', text: `${paths.join('\n')}\n` });
    } catch (error) {
      tellError(error);
    }
  };
  const [all, setAll] = useState(false);
  const shown = all ? files : files.slice(0, FEW);
  return (
    <>
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
        <p className={styles.rest}>
          {t.notListed(count - files.length)}{' '}
          <Button variant="quiet" onClick={() => void saveList()}>
            {t.saveList}
          </Button>
        </p>
      )}
    </>
  );
}

interface ActionsProps {
  group: FailureGroup;
  /** Whether the files are only to be opened with their password. */
  locked: boolean;
  onChange: () => void;
}

function Actions({ group: { state, reason, ignored, count, files }, locked, onChange }: ActionsProps) {
  const t = useActivityText();
  const [retrying, setRetrying] = useState(false);
  const [unlocking, setUnlocking] = useState(false);
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
  const setIgnored = async (next: boolean, undo: boolean) => {
    try {
      const { files: concerned } = await host.jobs.setIgnored({ state, reason, ignored: next });
      const back = { text: t.undo, run: () => void setIgnored(!next, false) };
      tell(next ? t.nowIgnored(concerned) : t.shownAgain(concerned), undo ? back : null);
      onChange();
    } catch (error) {
      tellError(error);
    }
  };
  if (ignored)
    return (
      <div className={styles.actions}>
        <Button icon={Eye} onClick={() => void setIgnored(false, true)}>
          {t.showAgain}
        </Button>
      </div>
    );
  return (
    <div className={styles.actions}>
      {locked ? (
        <Button icon={LockKeyholeOpen} onClick={() => setUnlocking(true)}>
          {t.unlock}
        </Button>
      ) : (
        <Button icon={RotateCw} disabled={retrying} onClick={() => void retry()}>
          {t.retry(count)}
        </Button>
      )}
      <Button variant="quiet" icon={EyeOff} onClick={() => void setIgnored(true, true)}>
        {t.ignore}
      </Button>
      {unlocking && <UnlockDialog files={files} onClose={() => setUnlocking(false)} />}
    </div>
  );
}
