import { useCallback, useEffect, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { AssetSummary } from '../../../shared/contract/library.ts';
import { useSession } from '../../app/session.ts';
import { useTitle } from '../../app/use-title.ts';
import { Splitter } from '../../components/Splitter.tsx';
import { AssetMenu } from '../library/AssetMenu.tsx';
import { assetActions, copyPaths } from '../library/asset-actions.ts';
import { TagDialog } from '../library/TagDialog.tsx';
import { useLibraryText } from '../library/text.ts';
import { ReadPagesDialog } from '../ocr/ReadPagesDialog.tsx';
import { SuggestDialog } from '../tags/SuggestDialog.tsx';
import { startOf } from '../viewer/ContentPane.tsx';
import { assetHref, useOpenAssets } from '../viewer/open-asset.ts';
import { QuickLook } from '../viewer/QuickLook.tsx';
import { CoverageLine } from './CoverageLine.tsx';
import { FilterBar } from './FilterBar.tsx';
import { PreviewPane } from './PreviewPane.tsx';
import { ResultList } from './ResultList.tsx';
import { placeAfterKey, type ResultPlace } from './result-place.ts';
import styles from './SearchScreen.module.css';
import { NothingFound, ResultSkeleton, SearchFailed, SearchTips } from './SearchStates.tsx';
import { useSearchStore } from './search-store.ts';
import { useSearchText } from './text.ts';

/** What the library holds on a query: places grouped by asset, the selected one previewed beside them. */
export function SearchScreen() {
  const t = useSearchText();
  const query = new URLSearchParams(useSearch()).get('q') ?? '';
  const [, navigate] = useLocation();
  useTitle(query.trim() === '' ? t.search : query);
  const { result, error, asked, selected, ask, refresh, select } = useSearchStore();
  const stale = useStaleResult();
  const open = useOpenAssets((state) => state.open);

  useEffect(() => ask(query), [ask, query]);

  const setQuery = useCallback((text: string) => navigate(`/search?${new URLSearchParams({ q: text })}`), [navigate]);
  const openPlace = useCallback(
    ({ group: at, hit: nth }: ResultPlace) => {
      const group = result?.groups[at];
      const hit = group?.hits[nth];
      if (!result || !group || !hit) return;
      const anchors = new Map(
        result.groups.flatMap(({ asset, hits: [best] }) => (best ? [[asset.id, best.anchor] as const] : [])),
      );
      open({ ids: result.groups.map(({ asset }) => asset.id), from: 'search', anchors });
      navigate(assetHref({ id: group.asset.id, anchor: hit.anchor, q: query, from: 'search' }));
    },
    [result, query, open, navigate],
  );
  const previewed = useMemo(() => {
    const group = result?.groups[selected.group];
    const hit = group?.hits[selected.hit];
    return group && hit ? { asset: group.asset, hit } : null;
  }, [result, selected]);
  const [looking, setLooking] = useState(false);
  const [tagging, setTagging] = useState(false);
  const [suggesting, setSuggesting] = useState(false);
  const [readingPages, setReadingPages] = useState(false);
  const actions = useHitActions(previewed ? [previewed.asset] : [], {
    open: () => openPlace(selected),
    quickLook: () => setLooking(true),
    tag: () => setTagging(true),
    suggestTags: () => setSuggesting(true),
    readPages: () => setReadingPages(true),
  });
  const looked = useMemo(
    () => (looking && previewed ? { ...startOf(previewed.asset), anchor: previewed.hit.anchor } : null),
    [looking, previewed],
  );

  return (
    <main className={styles.screen} aria-label={t.search}>
      {query.trim() !== '' && <FilterBar query={query} onChange={setQuery} />}
      <div className={styles.results} aria-busy={asked !== null}>
        {query.trim() === '' ? (
          <SearchTips onTry={setQuery} />
        ) : error ? (
          <SearchFailed error={error} query={query} onChange={setQuery} onRetry={refresh} />
        ) : !result ? (
          <ResultSkeleton />
        ) : result.groups.length === 0 ? (
          <NothingFound query={query} onChange={setQuery} />
        ) : (
          <Splitter name="search.preview" side="end" size={480} smallest={320} largest={900} label={t.preview}>
            <AssetMenu actions={actions.all}>
              <ResultList
                groups={result.groups}
                more={result.more}
                dimmed={asked !== null}
                onOpen={openPlace}
                onQuickLook={() => setLooking(true)}
                onTag={() => setTagging(true)}
                onCopy={actions.copy}
              />
            </AssetMenu>
            {previewed ? <PreviewPane {...previewed} query={query} onOpen={() => openPlace(selected)} /> : null}
          </Splitter>
        )}
      </div>
      <CoverageLine result={query.trim() === '' ? null : result} onRefresh={stale ? refresh : null} />
      <QuickLook
        place={looked}
        query={query}
        onOpen={() => openPlace(selected)}
        onStep={(step) => {
          const next = result && placeAfterKey(step > 0 ? 'ArrowDown' : 'ArrowUp', selected, result.groups);
          if (next) select(next);
        }}
        onClose={() => setLooking(false)}
      />
      {readingPages && previewed && (
        <ReadPagesDialog ids={[previewed.asset.id]} onClose={() => setReadingPages(false)} />
      )}
      {suggesting && previewed && <SuggestDialog ids={[previewed.asset.id]} onClose={() => setSuggesting(false)} />}
      <TagDialog open={tagging} assets={previewed ? [previewed.asset] : []} onClose={() => setTagging(false)} />
    </main>
  );
}

/** What can be done with the assets of the selected hit, as in the library. */
function useHitActions(
  assets: readonly AssetSummary[],
  ways: { open: () => void; quickLook: () => void; tag: () => void; suggestTags: () => void; readPages: () => void },
) {
  const t = useLibraryText();
  const canReveal = useSession((session) => session.info?.shell === 'electron');
  return { all: assetActions(assets, t, { ...ways, canReveal }), copy: () => void copyPaths(assets, t) };
}

/** While nothing was found in a library that grows, it is looked in again at most this often. ms */
const REFRESH_MS = 1000;

/**
 * Whether the library has changed since the result came. Where nothing was found that is looked for again by itself;
 * results that are being read stay until they are asked for anew.
 */
function useStaleResult(): boolean {
  const { result, version, asked, refresh } = useSearchStore();
  const current = useSession((session) => session.libraryVersion);
  const changed = result !== null && asked === null && version !== current;
  const nothingFound = result?.groups.length === 0;
  useEffect(() => {
    if (!changed || !nothingFound) return;
    const timer = setTimeout(refresh, REFRESH_MS);
    return () => clearTimeout(timer);
  }, [changed, nothingFound, refresh]);
  return changed && !nothingFound;
}
