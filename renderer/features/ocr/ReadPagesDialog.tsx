import { useState } from 'react';
import { useLocation } from 'wouter';
import { text } from '../../app/text.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { tell, tellError } from '../../components/toasts.ts';
import { host, useQuery } from '../../rpc.ts';
import styles from '../tags/EstimateDialog.module.css';
import { Estimates } from '../tags/Estimates.tsx';
import { useOcrText } from './text.ts';

interface ReadPagesDialogProps {
  /** The files whose pages are meant; null for all of the library. */
  ids: readonly string[] | null;
  /** Whether all of their pages are meant at first, and not only those that OCR was not sure of. */
  all?: boolean;
  onClose: () => void;
}

/** What it would take to have a model read pages, and the button that starts it. */
export function ReadPagesDialog({ ids, all: allAtFirst = false, onClose }: ReadPagesDialogProps) {
  const t = useOcrText();
  const [, navigate] = useLocation();
  const [all, setAll] = useState(allAtFirst);
  const [again, setAgain] = useState(false);
  const request = {
    kinds: ['pages' as const],
    pages: all ? ('all' as const) : ('unsure' as const),
    again,
    ...(ids ? { ids: [...ids] } : {}),
  };
  const { data, error, reload } = useQuery(['pages estimate', request], () => host.tagging.estimate(request));
  const able = data?.filter(({ items, model }) => items > 0 && model !== null) ?? [];
  const [first, second] = able;
  const lacksModel = data?.some(({ model }) => model === null) ?? false;

  const start = async () => {
    try {
      await host.tagging.start(request);
      tell(t.started, { text: text.activity, run: () => navigate('/activity') });
      onClose();
    } catch (thrown) {
      tellError(thrown);
    }
  };
  return (
    <Dialog open wide title={t.readPagesTitle} onClose={onClose}>
      <p className={styles.text}>{t.readPagesText}</p>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {!data && !error && <p className={styles.text}>{t.estimating}</p>}
      {data?.length === 0 && <p className={styles.text}>{t.noPages}</p>}
      {data && data.length > 0 && <Estimates estimates={data} />}
      <label className={styles.choice}>
        <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} />
        {t.allPages}
      </label>
      <label className={styles.choice}>
        <input type="checkbox" checked={again} onChange={(event) => setAgain(event.target.checked)} />
        {t.againPages}
      </label>
      <div className={styles.actions}>
        {lacksModel && <Button onClick={() => navigate('/models')}>{t.chooseModels}</Button>}
        <span className={styles.gap} />
        <Button onClick={onClose}>{text.cancel}</Button>
        <Button variant="primary" disabled={able.length === 0} onClick={() => void start()}>
          {first?.model && !second ? t.readWith(first.model.name) : t.read}
        </Button>
      </div>
    </Dialog>
  );
}
