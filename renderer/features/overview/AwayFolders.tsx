import { HardDrive } from 'lucide-react';
import { useSession } from '../../app/session.ts';
import { host, useQuery } from '../../rpc.ts';
import styles from './AwayFolders.module.css';
import { useOverviewText } from './text.ts';

/** Folders whose drive or share is not there: nothing of them is lost, and that is said. */
export function AwayFolders() {
  const t = useOverviewText();
  const version = useSession((session) => session.libraryVersion);
  const { data } = useQuery(['folders'], () => host.library.folders(), version);
  return data
    ?.filter(({ available }) => !available)
    .map(({ id, path, files }) => (
      <p key={id} className={styles.away}>
        <HardDrive size={16} strokeWidth={1.5} aria-hidden />
        <span>
          <strong>{t.away(path)}</strong> {t.awayText(files)}
        </span>
      </p>
    ));
}
