import { useEffect, useState } from 'react';
import type { Anchor } from '../../../../shared/anchors.ts';
import type { AssetDetail } from '../../../../shared/contract/library.ts';
import { host } from '../../../rpc.ts';
import { ContentError } from '../ContentError.tsx';
import { contentUrl } from '../image/image-source.ts';
import { useViewerText } from '../text.ts';
import { UnlockForm } from '../UnlockForm.tsx';
import { type OpenPdf, openPdf, PdfError, type PdfFailure } from './open-pdf.ts';
import { PdfOutline } from './PdfOutline.tsx';
import { PdfPages } from './PdfPages.tsx';
import { PdfSubstitute } from './PdfSubstitute.tsx';
import styles from './PdfView.module.css';
import { usePageSizes } from './use-page-sizes.ts';

type Opening = { type: 'opening' } | { type: 'open'; pdf: OpenPdf } | { type: 'failed'; failure: PdfFailure };

/** A PDF; where pdf.js cannot show it, what the library could read of it. */
export function PdfView({ asset, anchor }: { asset: AssetDetail; anchor: Anchor }) {
  const t = useViewerText();
  const [password, setPassword] = useState<string>();
  const opening = useOpenPdf(asset.id, password);

  switch (opening.type) {
    case 'opening':
      return <div className={styles.waiting} aria-busy />;
    case 'open':
      return <OpenedPdf pdf={opening.pdf} asset={asset} anchor={anchor} />;
    case 'failed':
      if (opening.failure.type === 'password') return <UnlockForm asset={asset} onUnlocked={setPassword} />;
      if (opening.failure.type === 'missing')
        return <ContentError title={t.fileMissing} detail={asset.path} asset={asset} />;
      return <PdfSubstitute asset={asset} anchor={anchor} reason={opening.failure.reason} />;
  }
}

function OpenedPdf({ pdf, asset, anchor }: { pdf: OpenPdf; asset: AssetDetail; anchor: Anchor }) {
  const sizes = usePageSizes(pdf.document);
  if (!sizes) return <div className={styles.waiting} aria-busy />;
  return (
    <div className={styles.opened}>
      <PdfOutline document={pdf.document} />
      <PdfPages document={pdf.document} assetId={asset.id} sizes={sizes} anchor={anchor} />
    </div>
  );
}

function useOpenPdf(id: string, password: string | undefined): Opening {
  const [opening, setOpening] = useState<Opening>({ type: 'opening' });
  useEffect(() => {
    let left = false;
    let opened: OpenPdf | undefined;
    setOpening({ type: 'opening' });
    openWithPassword(id, password).then(
      (pdf) => {
        if (left) return pdf.close();
        opened = pdf;
        setOpening({ type: 'open', pdf });
      },
      (error: unknown) => {
        if (!left)
          setOpening({
            type: 'failed',
            failure: error instanceof PdfError ? error.failure : { type: 'broken', reason: String(error) },
          });
      },
    );
    return () => {
      left = true;
      opened?.close();
    };
  }, [id, password]);
  return opening;
}

/** Opens a PDF; one that is protected with the password that was given before, where one was. */
async function openWithPassword(id: string, given: string | undefined): Promise<OpenPdf> {
  const url = contentUrl(id, 'original');
  try {
    return await openPdf(url, given);
  } catch (error) {
    if (given !== undefined || !(error instanceof PdfError) || error.failure.type !== 'password') throw error;
    const { password } = await host.library.password({ id });
    if (password === null) throw error;
    return openPdf(url, password);
  }
}
