import { FolderPlus, Hourglass, Images, Library } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { AssetSummary } from '../../../shared/contract/library.ts';
import { addFolder, addSample } from '../../app/actions.ts';
import { closeSheet, usePane, usePanes } from '../../app/panes.ts';
import { useSession } from '../../app/session.ts';
import { useTitle } from '../../app/use-title.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { Splitter } from '../../components/Splitter.tsx';
import { tellError } from '../../components/toasts.ts';
import { ReadPagesDialog } from '../ocr/ReadPagesDialog.tsx';
import { SuggestDialog } from '../tags/SuggestDialog.tsx';
import { startOf } from '../viewer/ContentPane.tsx';
import { assetHref, useOpenAssets } from '../viewer/open-asset.ts';
import { QuickLook } from '../viewer/QuickLook.tsx';
import { AssetMenu } from './AssetMenu.tsx';
import { assetActions, copyPaths } from './asset-actions.ts';
import { Grid } from './items/Grid.tsx';
import { List } from './items/List.tsx';
import styles from './LibraryScreen.module.css';
import { activeFilters, changeView, useLibraryView } from './library-store.ts';
import { assetAt, assetsBetween, useListing } from './listing.ts';
import { SelectionInspector } from './SelectionInspector.tsx';
import { clearSelection, resetSelection, selectAll, selectKnown, selectOne, useSelection } from './selection.ts';
import { Sidebar } from './sidebar/Sidebar.tsx';
import { TagDialog } from './TagDialog.tsx';
import { Toolbar } from './Toolbar.tsx';
import { useLibraryText } from './text.ts';
import { useFreshListing } from './use-fresh-listing.ts';

/** Neighbours on either side that the viewer is opened with; it fetches others as it comes to them. */
const NEIGHBOURS = 100;

/** All assets as a grid or a list, narrowed by facets. */
export function LibraryScreen() {
  const t = useLibraryText();
  const view = useLibraryView();
  useTitle(t.library);
  const { shape, error } = useListing();
  const selected = useSelection((selection) => selection.assets);
  const filters = usePane('filters');
  const inspector = usePane('inspector');
  const canReveal = useSession((session) => session.info?.shell === 'electron');
  const [looking, setLooking] = useState(false);
  const [tagging, setTagging] = useState(false);
  const [suggesting, setSuggesting] = useState(false);
  const [readingPages, setReadingPages] = useState(false);
  const scrolled = useScrolled();
  const open = useOpenFromLibrary();
  const version = useFreshListing(view);
  useSelectionKeys(shape?.ratios.length ?? 0);

  const selectedAssets = useMemo(() => [...selected.values()], [selected]);
  const actions = assetActions(selectedAssets, t, {
    open: () => void open(useSelection.getState().at),
    quickLook: () => setLooking(true),
    tag: () => setTagging(true),
    suggestTags: () => setSuggesting(true),
    readPages: () => setReadingPages(true),
    canReveal,
  });
  const place = useMemo(
    () => (looking && selectedAssets[0] ? startOf(selectedAssets[0]) : null),
    [looking, selectedAssets],
  );
  const ways = {
    scrolled,
    onOpen: (index: number) => void open(index),
    onQuickLook: () => setLooking(true),
    onTag: () => setTagging(useSelection.getState().assets.size > 0),
    onCopy: () => void copyPaths([...useSelection.getState().assets.values()], t),
  };

  const listing = error ? (
    <ErrorNotice error={error} />
  ) : !shape ? null : shape.ratios.length === 0 ? (
    <NothingToShow filtered={activeFilters(view.filter) > 0} />
  ) : (
    <AssetMenu actions={actions}>
      {view.layout === 'grid' ? (
        <Grid key={sortOf(view)} shape={shape} tileHeight={view.tileHeight} {...ways} />
      ) : (
        <List key={sortOf(view)} total={shape.ratios.length} {...ways} />
      )}
    </AssetMenu>
  );
  const main = (
    <div className={styles.middle}>
      <Toolbar total={shape?.ratios.length ?? null} selected={selected.size} actions={actions} />
      <div className={styles.listing}>{listing}</div>
    </div>
  );

  return (
    <main className={styles.screen} aria-label={t.library}>
      <Panes
        start={filters ? <Sidebar version={version} onNewTag={() => setTagging(true)} /> : null}
        end={inspector ? <SelectionInspector selected={selectedAssets} version={version} /> : null}
      >
        {main}
      </Panes>
      <QuickLook
        place={place}
        query=""
        onOpen={() => void open(useSelection.getState().at)}
        onStep={(step) => {
          const at = useSelection.getState().at + step;
          if (at >= 0 && at < (shape?.ratios.length ?? 0)) void selectOne(at);
        }}
        onClose={() => setLooking(false)}
      />
      {readingPages && (
        <ReadPagesDialog ids={selectedAssets.map(({ id }) => id)} onClose={() => setReadingPages(false)} />
      )}
      {suggesting && <SuggestDialog ids={selectedAssets.map(({ id }) => id)} onClose={() => setSuggesting(false)} />}
      <TagDialog open={tagging} assets={selectedAssets} onClose={() => setTagging(false)} />
    </main>
  );
}

const sortOf = ({ sort, descending, filter }: { sort: string; descending: boolean; filter: object }) =>
  JSON.stringify([sort, descending, filter]);

/** The listing between its optional side panes. */
function Panes({ start, end, children }: { start: ReactNode; end: ReactNode; children: ReactNode }) {
  const t = useLibraryText();
  const over = usePanes((panes) => panes.narrow) ? closeSheet : null;
  const filters = { size: 208, smallest: 160, largest: 400, label: t.filters, over };
  const inspector = { size: 300, smallest: 240, largest: 520, label: t.inspector, over };
  return (
    <Splitter name="library.filters" side="start" {...filters}>
      {start}
      <Splitter name="library.inspector" side="end" {...inspector}>
        {children}
        {end}
      </Splitter>
    </Splitter>
  );
}

/** An empty library teaches how to fill it; an empty selection of it, how to widen it. */
function NothingToShow({ filtered }: { filtered: boolean }) {
  const t = useLibraryText();
  const info = useSession((session) => session.info);
  const reading = useSession((session) => session.jobs?.some(({ state }) => state === 'running') ?? false);
  if (filtered) {
    return (
      <EmptyState icon={Library} title={t.noMatch}>
        <Button onClick={() => changeView({ filter: {} })}>{t.clearFilters}</Button>
      </EmptyState>
    );
  }
  if (reading) return <EmptyState icon={Hourglass} title={t.readingTitle} text={t.readingText} />;
  return (
    <EmptyState icon={Images} title={t.emptyTitle} text={t.emptyText}>
      <Button variant="primary" icon={FolderPlus} onClick={() => void addFolder()}>
        {t.addFolder}
      </Button>
      {info && !info.sampleAdded && <Button onClick={() => void addSample()}>{t.addSample}</Button>}
    </EmptyState>
  );
}

/** Selects all items and none also while the focus is nowhere, where the browser would mark the window's own words. */
function useSelectionKeys(total: number): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.activeElement !== document.body) return;
      const isAll = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a';
      if (isAll) void selectAll(total);
      else if (event.key === 'Escape') clearSelection();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [total]);
}

let lastScrolled = 0;

/** Where the view was scrolled to, also after another screen; another listing begins at its top. */
function useScrolled() {
  const { sort, descending, filter, layout } = useLibraryView();
  const scrolled = useRef(lastScrolled);
  const key = JSON.stringify([sort, descending, filter, layout]);
  const before = useRef(key);
  if (before.current !== key) {
    before.current = key;
    scrolled.current = 0;
  }
  useEffect(() => {
    return () => {
      lastScrolled = scrolled.current;
    };
  }, []);
  return scrolled;
}

const idsBetween = async (first: number, last: number) => (await assetsBetween(first, last)).map(({ id }) => id);

/** Selects what the viewer went on to, unless the listing has become another one meanwhile. */
async function follow(id: string, place: number): Promise<void> {
  const [asset] = await assetsBetween(place, place).catch(() => []);
  if (asset?.id === id) selectKnown(asset, place);
}

/** Opens an asset in the viewer with its neighbours around it. */
function useOpenFromLibrary() {
  const [, navigate] = useLocation();
  const openAssets = useOpenAssets((state) => state.open);
  return async (index: number) => {
    const { shape, pages } = useListing.getState();
    if (!shape || index < 0) return;
    try {
      const asset: AssetSummary | undefined = assetAt(pages, index) ?? (await assetsBetween(index, index))[0];
      if (!asset) return;
      const total = shape.ratios.length;
      const first = Math.max(0, index - NEIGHBOURS);
      const ids = await idsBetween(first, Math.min(total - 1, index + NEIGHBOURS));
      openAssets({ ids, from: 'library', long: { first, total, fetch: idsBetween, onShow: follow } });
      navigate(assetHref({ id: asset.id, from: 'library' }));
    } catch (error) {
      tellError(error);
    }
  };
}

// Another listing has other places.
useLibraryView.subscribe((view, before) => {
  if (view.sort !== before.sort || view.descending !== before.descending || view.filter !== before.filter)
    resetSelection();
});
