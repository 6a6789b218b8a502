import { useState } from 'react';
import type { Anchor } from '../../../../shared/anchors.ts';
import type { AssetDetail } from '../../../../shared/contract/library.ts';
import { host, useQuery } from '../../../rpc.ts';
import { ContentError, RevealFile } from '../ContentError.tsx';
import { ContentPending } from '../ContentPending.tsx';
import { contentUrl } from '../image/image-source.ts';
import { TextView } from '../text/TextView.tsx';
import { useViewerText } from '../text.ts';
import styles from './PdfSubstitute.module.css';

interface PdfSubstituteProps {
  asset: AssetDetail;
  anchor: Anchor;
  /** Why pdf.js refused the file. */
  reason: string;
}

/** What the library has of a PDF that cannot be shown as it is: why, its preview, and the text that was read from it. */
export function PdfSubstitute({ asset, anchor, reason }: PdfSubstituteProps) {
  const t = useViewerText();
  const { data } = useQuery(['content', asset.id, asset.state], () => host.library.content({ id: asset.id }));
  const [hasPreview, setHasPreview] = useState(asset.hasThumbnail);
  const text = data?.type === 'text' ? data.text.trim() : '';
  if (!hasPreview && text === '') {
    return data ? (
      <ContentError title={t.pdfBroken} detail={asset.reason || reason} asset={asset} />
    ) : (
      <ContentPending />
    );
  }
  return (
    <div className={styles.substitute}>
      <div className={styles.notice} role="status">
        <p>
          <strong>{t.pdfBroken}</strong> {reason}
          {asset.reason !== '' && ` ${asset.reason}`}
        </p>
        <RevealFile asset={asset} />
      </div>
      <div className={styles.remains}>
        {hasPreview && (
          <figure className={styles.preview}>
            <img
              src={contentUrl(asset.id, 'preview')}
              alt={t.previewOf(asset.name)}
              onError={() => setHasPreview(false)}
            />
            <figcaption>{t.firstPagePreview}</figcaption>
          </figure>
        )}
        {text !== '' && <TextView text={text} anchor={anchor} look="prose" />}
      </div>
    </div>
  );
}
