import { FileQuestion } from 'lucide-react';
import { useCallback, useEffect, useMemo } from 'react';
import { useLocation, useParams, useSearch } from 'wouter';
import { assetIdSchema } from '../../../shared/contract/library.ts';
import { waitsForPassword } from '../../../shared/password-needed.ts';
import { isNotFound } from '../../app/errors.ts';
import { closeSheet, usePane, usePanes } from '../../app/panes.ts';
import { useTitle } from '../../app/use-title.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { Splitter } from '../../components/Splitter.tsx';
import { host, useQuery, useStream } from '../../rpc.ts';
import { ContentPending } from './ContentPending.tsx';
import { ContentView } from './ContentView.tsx';
import { useFind } from './find/find-store.ts';
import { Inspector } from './inspector/Inspector.tsx';
import {
  assetHref,
  fetchAround,
  neighbour,
  type OpenedFrom,
  parseAssetLink,
  screenPaths,
  useOpenAssets,
} from './open-asset.ts';
import { useViewerText } from './text.ts';
import { useViewerKeys } from './use-viewer-keys.ts';
import { ViewerHeader } from './ViewerHeader.tsx';
import styles from './ViewerScreen.module.css';

/** One asset, opened on the place that its route names. */
export function ViewerScreen() {
  const t = useViewerText();
  const { id = '' } = useParams<{ id: string }>();
  const search = useSearch();
  const link = useMemo(() => parseAssetLink(id, search), [id, search]);
  const inspector = usePane('inspector');
  const narrow = usePanes((panes) => panes.narrow);
  const { data: asset, error, reload } = useQuery(['asset', id], () => host.library.asset({ id }));
  useReloadWhileRead(asset !== undefined && (asset.state === 'pending' || waitsForPassword(asset)), reload);
  useTitle(asset?.name ?? '');

  const begin = useFind((state) => state.begin);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another asset begins anew even with the same query.
  useEffect(() => begin(link.q), [link.q, id, begin]);

  const { onBack, onPrevious, onNext, position } = useResultSet(id, link.q, link.from);
  useViewerKeys({ onBack, onPrevious, onNext });

  const content =
    isNotFound(error) || !assetIdSchema.safeParse(id).success ? (
      <EmptyState icon={FileQuestion} title={t.noSuchItem} text={t.noSuchItemText}>
        <Button onClick={onBack}>{t.back}</Button>
      </EmptyState>
    ) : error ? (
      <ErrorNotice error={error} onRetry={reload} />
    ) : asset ? (
      <ContentView key={asset.id} asset={asset} anchor={link.anchor} />
    ) : (
      <ContentPending />
    );
  return (
    <main className={styles.screen} aria-label={t.viewer}>
      <ViewerHeader asset={asset} onBack={onBack} onPrevious={onPrevious} onNext={onNext} position={position} />
      <div className={styles.panes}>
        <Splitter
          name="viewer.inspector"
          side="end"
          size={300}
          smallest={240}
          largest={520}
          label={t.inspector}
          over={narrow ? closeSheet : null}
        >
          <div className={styles.content}>{content}</div>
          {inspector && asset ? <Inspector asset={asset} onChange={reload} /> : null}
        </Splitter>
      </div>
    </main>
  );
}

/** The way back and to the neighbours in the result set that the asset was opened from. */
function useResultSet(id: string, q: string, from: OpenedFrom | null) {
  const [, navigate] = useLocation();
  const { ids, anchors, long, from: openedFrom } = useOpenAssets();
  const at = ids.indexOf(id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was fetched may not reach far enough yet.
  useEffect(() => void fetchAround(id).catch(() => undefined), [id, ids]);
  const previous = neighbour(ids, id, -1);
  const next = neighbour(ids, id, 1);
  const go = useCallback(
    (other: string) => {
      navigate(assetHref({ id: other, q, anchor: anchors.get(other), from: openedFrom }), { replace: true });
      long?.onShow(other, long.first + ids.indexOf(other));
    },
    [navigate, q, anchors, openedFrom, long, ids],
  );
  const onBack = useCallback(() => {
    // Neighbours replace each other in the history, so one step back is the screen that opened the first of them.
    if (at >= 0) history.back();
    else navigate(screenPaths[from ?? 'library'] + (from === 'search' ? `?${new URLSearchParams({ q })}` : ''));
  }, [at, from, q, navigate]);
  return {
    onBack,
    onPrevious: useMemo(() => (previous ? () => go(previous) : undefined), [previous, go]),
    onNext: useMemo(() => (next ? () => go(next) : undefined), [next, go]),
    position: at >= 0 && ids.length > 1 ? { at: (long?.first ?? 0) + at + 1, of: long?.total ?? ids.length } : null,
  };
}

/** Looks again whenever the library changed, as long as the asset is still being read, or waits for its password. */
function useReloadWhileRead(pending: boolean, reload: () => void): void {
  useStream(pending ? () => host.library.changes() : null, reload);
}
