import { type FormEvent, useEffect, useState } from 'react';
import type { Anchor } from '../../../../shared/anchors.ts';
import type { AssetDetail } from '../../../../shared/contract/library.ts';
import { Button } from '../../../components/Button.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { ContentError } from '../ContentError.tsx';
import { contentUrl } from '../image/image-source.ts';
import { useViewerText } from '../text.ts';
import { type OpenPdf, openPdf, PdfError, type PdfFailure } from './open-pdf.ts';
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
      if (opening.failure.type === 'password')
        return <PasswordForm wrong={opening.failure.wrong} onPassword={setPassword} />;
      if (opening.failure.type === 'missing')
        return <ContentError title={t.fileMissing} detail={asset.path} asset={asset} />;
      return <PdfSubstitute asset={asset} anchor={anchor} reason={opening.failure.reason} />;
  }
}

function OpenedPdf({ pdf, asset, anchor }: { pdf: OpenPdf; asset: AssetDetail; anchor: Anchor }) {
  const sizes = usePageSizes(pdf.document);
  if (!sizes) return <div className={styles.waiting} aria-busy />;
  return <PdfPages document={pdf.document} assetId={asset.id} sizes={sizes} anchor={anchor} />;
}

function useOpenPdf(id: string, password: string | undefined): Opening {
  const [opening, setOpening] = useState<Opening>({ type: 'opening' });
  useEffect(() => {
    let left = false;
    let opened: OpenPdf | undefined;
    setOpening({ type: 'opening' });
    openPdf(contentUrl(id, 'original'), password).then(
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

function PasswordForm({ wrong, onPassword }: { wrong: boolean; onPassword: (password: string) => void }) {
  const t = useViewerText();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onPassword(String(new FormData(event.currentTarget).get('password')));
  };
  return (
    <form className={styles.password} onSubmit={submit}>
      <h2>{t.passwordNeeded}</h2>
      <p>{wrong ? t.passwordWrong : t.passwordKept}</p>
      <div className={styles.passwordRow}>
        <TextField label={t.password} name="password" type="password" required />
        <Button variant="primary" type="submit">
          {t.openPdf}
        </Button>
      </div>
    </form>
  );
}
