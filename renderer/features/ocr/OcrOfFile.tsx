import { Languages, ScanText, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { WrittenOfAsset } from '../../../shared/contract/derivations.ts';
import type { AssetDetail } from '../../../shared/contract/library.ts';
import { useSession } from '../../app/session.ts';
import { Button } from '../../components/Button.tsx';
import { Fact, Facts } from '../../components/Facts.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { tell, tellError } from '../../components/toasts.ts';
import { host, useQuery } from '../../rpc.ts';
import { LanguagesDialog } from './LanguagesDialog.tsx';
import styles from './OcrOfFile.module.css';
import { ReadPagesDialog } from './ReadPagesDialog.tsx';
import { useOcrText } from './text.ts';
import { useLanguagesText } from './use-languages-text.ts';

interface OcrOfFileProps {
  asset: AssetDetail;
  /** What models wrote of it. */
  written: readonly WrittenOfAsset[];
  onChange: () => void;
}

/** How the pages of a file were read: in which languages, how surely, and which of them by a model. */
export function OcrOfFile({ asset, written, onChange }: OcrOfFileProps) {
  const t = useOcrText();
  const textOf = useLanguagesText();
  const version = useSession((session) => session.libraryVersion);
  const { data, reload } = useQuery(['ocr', asset.id], () => host.ocr.file({ id: asset.id }), version);
  const [open, setOpen] = useState<'languages' | 'pages' | null>(null);
  if (!data) return null;
  const { languages, from, pages, confidence, unsurePages } = data;
  const close = () => {
    setOpen(null);
    reload();
  };
  return (
    <div className={styles.section}>
      <Facts>
        <Fact label={t.readIn}>
          {textOf(languages)}
          <small className={styles.from}>{t.from[from.scope]}</small>
        </Fact>
        {pages > 0 && <Fact label={t.confidence}>{confidence === null ? t.noText : t.sure(confidence, pages)}</Fact>}
        {unsurePages.length > 0 && (
          <Fact label={t.unsure} warning>
            {t.pagesListed(unsurePages)}
          </Fact>
        )}
        <PagesByModels assetId={asset.id} written={written} onChange={onChange} />
      </Facts>
      <div className={styles.actions}>
        <Button icon={Languages} onClick={() => setOpen('languages')}>
          {t.choose}
        </Button>
        <Button icon={ScanText} onClick={() => setOpen('pages')}>
          {t.readPages}
        </Button>
      </div>
      {open === 'languages' && (
        <LanguagesDialog scope={{ scope: 'file', id: asset.id }} name={asset.name} onClose={close} />
      )}
      {open === 'pages' && <ReadPagesDialog ids={[asset.id]} all={unsurePages.length === 0} onClose={close} />}
    </div>
  );
}

function PagesByModels({ assetId, written, onChange }: { assetId: string } & Omit<OcrOfFileProps, 'asset'>) {
  const t = useOcrText();
  const read = written.flatMap(({ modelId, model, written: { kind, content } }) =>
    kind === 'page-text' ? [{ modelId, model, page: content.page }] : [],
  );
  const undo = async (modelId: string) => {
    try {
      await host.derivations.undo({ modelId, kinds: ['page-text'], ids: [assetId] });
      tell(t.readUndone);
      onChange();
    } catch (error) {
      tellError(error);
    }
  };
  return [...Map.groupBy(read, ({ modelId }) => modelId)].map(([modelId, ofModel]) => {
    const model = ofModel[0]?.model ?? '';
    return (
      <Fact key={modelId} label={t.readBy(model)}>
        <div className={styles.byModel}>
          <span>{t.pagesListed(ofModel.map(({ page }) => page))}</span>
          <IconButton
            icon={Undo2}
            label={t.undoReadBy(model)}
            size="small"
            side="left"
            onClick={() => void undo(modelId)}
          />
        </div>
      </Fact>
    );
  });
}
