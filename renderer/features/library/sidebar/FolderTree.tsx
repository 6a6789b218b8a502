import { ChevronDown, ChevronRight } from 'lucide-react';
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

/** Of so few folders that the library begins with, each is open at first. */
const OPEN_AT_FIRST = 3;

interface Tree {
  filter: AssetFilter;
  version: number;
  onChoose: (folder: string | undefined) => void;
}

/** The folders of the library as a tree; what is in one is asked for when it is opened. */
export function FolderTree(tree: Tree) {
  const t = useLibraryText();
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
function useFoldersIn(folder: string | null, { filter, version }: Tree): ListedFolder[] | undefined {
  const narrowed = { ...filter, folder: undefined };
  const { data } = useQuery(
    ['folders in', folder, narrowed],
    () => host.library.foldersIn({ folder, filter: narrowed }),
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

function FoldersIn({ path, depth, tree }: { path: string; depth: number; tree: Tree }) {
  const folders = useFoldersIn(path, tree) ?? [];
  return folders.map((folder) => <Folder key={folder.path} folder={folder} depth={depth} tree={tree} />);
}
