import { lazy, Suspense } from 'react';
import type { Anchor } from '../../../shared/anchors.ts';
import type { AssetDetail, AssetKind } from '../../../shared/contract/library.ts';
import { host, useQuery } from '../../rpc.ts';
import { ContentError } from './ContentError.tsx';
import { ContentPending } from './ContentPending.tsx';
import { ImageView } from './image/ImageView.tsx';
import { RecordingView } from './recording/RecordingView.tsx';
import { TableView } from './table/TableView.tsx';
import { MarkdownView } from './text/MarkdownView.tsx';
import { SlidesView } from './text/SlidesView.tsx';
import { TextView } from './text/TextView.tsx';
import { useViewerText } from './text.ts';

const PdfView = lazy(() => import('./pdf/PdfView.tsx').then(({ PdfView }) => ({ default: PdfView })));

/** How text is shown that is no prose. */
const looks: Partial<Record<AssetKind, 'source' | 'mail'>> = { text: 'source', mail: 'mail' };

/** Shows what an asset holds, by its kind. */
export function ContentView({ asset, anchor }: { asset: AssetDetail; anchor: Anchor }) {
  const t = useViewerText();
  // What killed its reader twice is not opened again without being asked for.
  if (asset.state === 'quarantined') return <ContentError title={t.quarantined} detail={asset.reason} asset={asset} />;
  switch (asset.kind) {
    case 'image':
      return <ImageView asset={asset} anchor={anchor} />;
    case 'video':
    case 'audio':
      return <RecordingView asset={asset} anchor={anchor} />;
    case 'pdf':
      return (
        <Suspense fallback={<ContentPending />}>
          <PdfView asset={asset} anchor={anchor} />
        </Suspense>
      );
    default:
      return <ExtractedView asset={asset} anchor={anchor} />;
  }
}

/** The text, table or slides that were read out of a file. */
export function ExtractedView({ asset, anchor }: { asset: AssetDetail; anchor: Anchor }) {
  const t = useViewerText();
  // A file that was read again has new content under the same id.
  const { data, error, reload } = useQuery(['content', asset.id, asset.state], () =>
    host.library.content({ id: asset.id }),
  );
  if (error) return <ContentError title={t.contentUnreadable} detail={error.message} asset={asset} onRetry={reload} />;
  if (!data) return <ContentPending />;
  switch (data.type) {
    case 'text':
      if (data.text.trim() === '') return <ContentError title={t.states.empty} detail={asset.reason} asset={asset} />;
      if (data.format === 'markdown') return <MarkdownView text={data.text} anchor={anchor} />;
      return <TextView text={data.text} anchor={anchor} look={looks[asset.kind] ?? 'prose'} />;
    case 'table':
      return <TableView sheets={data.sheets} anchor={anchor} />;
    case 'slides':
      return <SlidesView slides={data.slides} anchor={anchor} />;
    // A recording has a view of its own.
    case 'recording':
    case 'none':
      return <ContentError title={t.states[asset.state]} detail={asset.reason} asset={asset} />;
  }
}
