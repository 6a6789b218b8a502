import { FolderPlus, Languages, Library, RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Folder } from '../../../shared/contract/library.ts';
import { addFolder, addSample, rescan } from '../../app/actions.ts';
import { useFormat } from '../../app/format.ts';
import { refreshInfo, useSession } from '../../app/session.ts';
import { text as words } from '../../app/text.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Panel, PanelRow } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { tell, tellError } from '../../components/toasts.ts';
import { shortPath } from '../../paths/short-path.ts';
import { host, useQuery } from '../../rpc.ts';
import { useReloadOnChange } from '../activity/use-reload-on-change.ts';
import { LanguagesDialog } from '../ocr/LanguagesDialog.tsx';
import { useOcrText } from '../ocr/text.ts';
import styles from './FoldersSection.module.css';
import { useSettingsText } from './text.ts';

/** Which folders are read. */
export function FoldersSection() {
  const t = useSettingsText();
  const format = useFormat();
  const sampleAdded = useSession((session) => session.info?.sampleAdded);
  const { data: folders, error, reload } = useQuery(['folders'], () => host.library.folders());
  useReloadOnChange(reload);
  const [removing, setRemoving] = useState<Folder | null>(null);
  const o = useOcrText();
  const [choosing, setChoosing] = useState<Folder | null>(null);

  const addAgain = async (path: string) => {
    try {
      await host.library.addFolder({ path });
      await refreshInfo();
    } catch (problem) {
      tellError(problem);
    }
  };
  const remove = async ({ id, path }: Folder) => {
    try {
      await host.library.removeFolder({ id });
      tell(t.removed(path), { text: t.undo, run: () => void addAgain(path) });
      reload();
      await refreshInfo();
    } catch (problem) {
      tellError(problem);
    }
  };
  const add = async (adding: () => Promise<boolean>) => {
    if (await adding()) reload();
  };

  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  return (
    <>
      {!folders ? (
        <Skeleton height={96} />
      ) : folders.length === 0 ? (
        <p>{t.noFolders}</p>
      ) : (
        <Panel label={t.section.folders.title}>
          {folders.map((folder) => (
            <PanelRow
              key={folder.id}
              tone={folder.available && !folder.unwatched ? 'plain' : 'warning'}
              title={
                <span className={styles.path} title={folder.path}>
                  {shortPath(folder.path, 72)}
                </span>
              }
              text={[
                t.files(folder.files),
                t.added(format.relative(folder.added)),
                ...(folder.available ? [] : [t.away]),
                ...(folder.watched ? [t.watched] : []),
                ...(folder.unwatched ? [t.unwatched(folder.unwatched)] : []),
              ].join(' · ')}
            >
              <IconButton
                icon={Languages}
                label={o.languagesFor({ scope: 'folder', path: folder.path }, folder.path)}
                onClick={() => setChoosing(folder)}
              />
              <IconButton icon={Trash2} label={t.removeFolder(folder.path)} onClick={() => setRemoving(folder)} />
            </PanelRow>
          ))}
        </Panel>
      )}
      <div className={styles.actions}>
        <Button
          variant={folders?.length === 0 ? 'primary' : 'default'}
          icon={FolderPlus}
          onClick={() => void add(addFolder)}
        >
          {words.addFolder}
        </Button>
        {folders && folders.length > 0 && (
          <Button icon={RefreshCw} title={t.rescanEffect} onClick={() => void rescan()}>
            {words.rescan}
          </Button>
        )}
        {sampleAdded === false && (
          <Button icon={Library} title={t.addSampleEffect} onClick={() => void add(addSample)}>
            {t.addSample}
          </Button>
        )}
      </div>
      {choosing && (
        <LanguagesDialog
          scope={{ scope: 'folder', path: choosing.path }}
          name={shortPath(choosing.path, 48)}
          onClose={() => setChoosing(null)}
        />
      )}
      <ConfirmDialog
        open={removing !== null}
        title={t.removeFolderTitle}
        text={removing ? t.removeFolderText(removing.path, removing.files) : ''}
        action={t.removeFolderAction}
        danger
        onConfirm={() => (removing ? remove(removing) : undefined)}
        onClose={() => setRemoving(null)}
      />
    </>
  );
}
