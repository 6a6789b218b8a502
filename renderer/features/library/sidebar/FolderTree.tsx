import { ChevronDown, ChevronRight, HardDrive } from 'lucide-react';
import { useState } from 'react';
import type { AssetFilter, ListedFolder } from '../../../../shared/contract/library.ts';
import { useFormat } from '../../../app/format.ts';
import { useLastKnown } from '../../../components/use-last-known.ts';
import { host, useQuery } from '../../../rpc.ts';
import { useLibraryText } from '../text.ts';
import { Choice } from './Choice.tsx';
import { LanguagesMenu } from './LanguagesMenu.tsx';
import { Section } from './Section.tsx';
import styles from './Sidebar.module.css';
import { useTreeVersion } from './use-tree-version.ts';

/** Of so few folders that the library begins with, each is open at first. */
const OPEN_AT_FIRST = 3;

interface FolderTreeProps {
  filter: AssetFilter;
  version: number;
  onChoose: (folder: string | undefined) => void;
}

interface Tree extends FolderTreeProps {
  /** Those whose drive or share is not there. */
  away: ReadonlySet<string>;
  timed: (took: number) => void;
}

/** The folders of the library as a tree; what is in one is asked for when it is opened. */
export function FolderTree(props: FolderTreeProps) {
  const t = useLibraryText();
  const { version, timed } = useTreeVersion(props.version);
  const { data: added } = useQuery(['folders'], () => host.library.folders(), version);
  const away = new Set(added?.filter(({ available }) => !available).map(({ path }) => path));
  const tree = { ...props, version, timed, away };
  const tops = useFoldersIn(null, tree) ?? [];
  return (
    <Section title={t.folders} empty={tops.length === 0}>
      {tops.map((folder) => (
        <Folder key={folder.path} folder={folder} depth={0} isOpen={tops.length <= OPEN_AT_FIRST} tree={tree} />
      ))}
    </Section>
  );
}

/** The last known ones while the next are on their way. */
function useFoldersIn(folder: string | null, { filter, version, timed }: Tree): ListedFolder[] | undefined {
  const narrowed = { ...filter, folder: undefined };
  const { data } = useQuery(
    ['folders in', folder, narrowed],
    async () => {
      const started = performance.now();
      const folders = await host.library.foldersIn({ folder, filter: narrowed });
      timed(performance.now() - started);
      return folders;
    },
    version,
  );
  return useLastKnown(data);
}

interface FolderProps {
  folder: ListedFolder;
  depth: number;
  /** Whether it is open at first. */
  isOpen?: boolean;
  tree: Tree;
}

function Folder({ folder: { path, name, count, hasFolders }, depth, isOpen = false, tree }: FolderProps) {
  const t = useLibraryText();
  const format = useFormat();
  const [open, setOpen] = useState(isOpen);
  const Arrow = open ? ChevronDown : ChevronRight;
  const chosen = tree.filter.folder === path;
  return (
    <>
      <div className={styles.folder} style={{ paddingInlineStart: depth * 12 }} title={path}>
        {hasFolders ? (
          <button
            type="button"
            className={styles.arrow}
            aria-label={t.expand(name)}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <Arrow size={14} strokeWidth={1.5} aria-hidden />
          </button>
        ) : (
          <span className={styles.arrow} />
        )}
        <LanguagesMenu scope={{ scope: 'folder', path }} name={name}>
          <Choice
            name={name}
            note={tree.away.has(path) ? <Away /> : null}
            count={format.number(count)}
            pressed={chosen}
            onClick={() => tree.onChoose(chosen ? undefined : path)}
          />
        </LanguagesMenu>
      </div>
      {open && hasFolders && <FoldersIn path={path} depth={depth + 1} tree={tree} />}
    </>
  );
}

/** Says of a folder that it is not there now, and that nothing of it is lost. */
function Away() {
  const t = useLibraryText();
  return (
    <span className={styles.away} role="img" aria-label={t.away} title={t.awayMeaning}>
      <HardDrive size={14} strokeWidth={1.5} aria-hidden />
    </span>
  );
}

function FoldersIn({ path, depth, tree }: { path: string; depth: number; tree: Tree }) {
  const folders = useFoldersIn(path, tree) ?? [];
  return folders.map((folder) => <Folder key={folder.path} folder={folder} depth={depth} tree={tree} />);
}
