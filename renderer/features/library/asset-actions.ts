import {
  Captions,
  Copy,
  Eye,
  FolderOpen,
  type LucideIcon,
  RotateCw,
  ScanText,
  Sparkles,
  SquareArrowOutUpRight,
  Tag,
} from 'lucide-react';
import type { AssetSummary } from '../../../shared/contract/library.ts';
import { commandKey } from '../../app/command-key.ts';
import { tell, tellError } from '../../components/toasts.ts';
import { host } from '../../rpc.ts';
import type { useLibraryText } from './text.ts';

/** Something to do with the selected assets; the same in the menu, the actions bar and by its key. */
export interface AssetAction {
  id: string;
  name: string;
  icon: LucideIcon;
  /** As written for people. */
  keys?: string;
  run: () => void;
}

interface Ways {
  open: (asset: AssetSummary) => void;
  quickLook: () => void;
  tag: () => void;
  suggestTags: () => void;
  readPages: () => void;
  /** Whether the shell can show a file in the system's file browser. */
  canReveal: boolean;
}

/** States that another reading may change. */
const REREADABLE = new Set(['failed', 'quarantined', 'empty', 'unsupported']);

/** What can be done with a selection. */
export function assetActions(
  selected: readonly AssetSummary[],
  t: ReturnType<typeof useLibraryText>,
  ways: Ways,
): AssetAction[] {
  const [first] = selected;
  if (!first) return [];
  const alone = selected.length === 1;
  const rereadable = selected.filter(({ state }) => REREADABLE.has(state));
  const scans = selected.filter(({ kind }) => kind === 'image' || kind === 'pdf');
  const recordings = selected.filter(({ kind }) => kind === 'video' || kind === 'audio');
  const actions: (AssetAction | false)[] = [
    alone && { id: 'open', name: t.open, icon: SquareArrowOutUpRight, keys: 'Enter', run: () => ways.open(first) },
    alone && { id: 'quick-look', name: t.quickLook, icon: Eye, keys: 'Space', run: ways.quickLook },
    { id: 'tag', name: t.tag, icon: Tag, keys: '#', run: ways.tag },
    { id: 'suggest-tags', name: t.suggestTags, icon: Sparkles, run: ways.suggestTags },
    scans.length > 0 && { id: 'read-pages', name: t.readPages, icon: ScanText, run: ways.readPages },
    { id: 'copy-path', name: t.copyPaths, icon: Copy, keys: `${commandKey} C`, run: () => void copyPaths(selected, t) },
    alone &&
      ways.canReveal && {
        id: 'reveal',
        name: t.reveal,
        icon: FolderOpen,
        run: () => void host.system.revealAsset({ id: first.id }).catch(tellError),
      },
    recordings.length > 0 && {
      id: 'transcribe',
      name: t.transcribe,
      icon: Captions,
      run: () => void transcribe(recordings, t),
    },
    rereadable.length > 0 && {
      id: 'read-again',
      name: t.readAgain,
      icon: RotateCw,
      run: () => void readAgain(rereadable, t),
    },
  ];
  return actions.filter((action) => action !== false);
}

export async function copyPaths(
  selected: readonly AssetSummary[],
  t: ReturnType<typeof useLibraryText>,
): Promise<void> {
  try {
    await navigator.clipboard.writeText(selected.map(({ path }) => path).join('\n'));
    tell(t.copied(selected.length));
  } catch (error) {
    tellError(error);
  }
}

async function transcribe(assets: readonly AssetSummary[], t: ReturnType<typeof useLibraryText>): Promise<void> {
  try {
    const { recordings } = await host.recordings.transcribe({ ids: assets.map(({ id }) => id) });
    tell(t.transcribing(recordings));
  } catch (error) {
    tellError(error);
  }
}

async function readAgain(assets: readonly AssetSummary[], t: ReturnType<typeof useLibraryText>): Promise<void> {
  try {
    await host.library.retry({ ids: assets.map(({ id }) => id) });
    tell(t.readingAgain(assets.length));
  } catch (error) {
    tellError(error);
  }
}

/** Puts a tag on assets, and offers to take it off again where it is new. */
export async function addTag(
  assets: readonly AssetSummary[],
  tag: string,
  t: ReturnType<typeof useLibraryText>,
): Promise<void> {
  const ids = assets.map(({ id }) => id);
  try {
    const { added } = await host.library.addTag({ ids, tag });
    const undo = () => void host.library.removeTag({ ids: added, tag }).catch(tellError);
    tell(t.tagged(tag, ids.length), added.length > 0 ? { text: t.undo, run: undo } : null);
  } catch (error) {
    tellError(error);
  }
}
