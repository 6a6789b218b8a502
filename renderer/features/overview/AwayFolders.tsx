import { HardDrive } from 'lucide-react';
import type { Folder } from '../../../shared/contract/library.ts';
import { useSession } from '../../app/session.ts';
import { host, useQuery } from '../../rpc.ts';
import styles from './AwayFolders.module.css';
import { useOverviewText } from './text.ts';

/** The folders whose drive or share is not there. */
export function useAwayFolders(): readonly Folder[] {
  const version = useSession((session) => session.libraryVersion);
  const { data } = useQuery(['folders'], () => host.library.folders(), version);
  return data?.filter(({ available }) => !available) ?? [];
}

/** Says of folders that are not there that nothing of them is lost. */
export function AwayFolders({ folders }: { folders: readonly Folder[] }) {
  const t = useOverviewText();
  return folders.map(({ id, path, files }) => (
    <p key={id} className={styles.away}>
      <HardDrive size={16} strokeWidth={1.5} aria-hidden />
      <span>
        <strong>{t.away(path)}</strong> {t.awayText(files)}
      </span>
    </p>
  ));
}
