import { useState } from 'react';
import { useLocation } from 'wouter';
import { updateSettings, useSession } from '../../app/session.ts';
import { text } from '../../app/text.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { tell, tellError } from '../../components/toasts.ts';
import { host, useQuery } from '../../rpc.ts';
import styles from './EstimateDialog.module.css';
import { Estimates } from './Estimates.tsx';
import { useTagsText } from './text.ts';

/** What it would take to have models look at files, and the button that starts it. `ids` null stands for the library. */
export function SuggestDialog({ ids, onClose }: { ids: readonly string[] | null; onClose: () => void }) {
  const t = useTagsText();
  const [, navigate] = useLocation();
  const [again, setAgain] = useState(false);
  const tagNewFiles = useSession((session) => session.settings?.tagNewFiles ?? false);
  const request = { again, ...(ids ? { ids: [...ids] } : {}) };
  const { data, error, reload } = useQuery(['tagging estimate', request], () => host.tagging.estimate(request));
  const canStart = data?.some(({ items, model }) => items > 0 && model !== null) ?? false;
  const lacksModel = data?.some(({ model }) => model === null) ?? false;

  const start = async () => {
    try {
      const { items } = await host.tagging.start(request);
      tell(t.started(items), { text: text.activity, run: () => navigate('/activity') });
      onClose();
    } catch (thrown) {
      tellError(thrown);
    }
  };
  return (
    <Dialog open wide title={t.suggestTitle(ids?.length ?? null)} onClose={onClose}>
      <p className={styles.text}>{t.suggestText}</p>
      {error && <ErrorNotice error={error} onRetry={reload} />}
      {!data && !error && <p className={styles.text}>{t.estimating}</p>}
      {data?.length === 0 && <p className={styles.text}>{t.nothingToDo}</p>}
      {data && data.length > 0 && <Estimates estimates={data} />}
      <label className={styles.choice}>
        <input type="checkbox" checked={again} onChange={(event) => setAgain(event.target.checked)} />
        {t.againLabel}
      </label>
      {ids === null && (
        <label className={styles.choice}>
          <input
            type="checkbox"
            checked={tagNewFiles}
            onChange={(event) => void updateSettings({ tagNewFiles: event.target.checked })}
          />
          {t.newFilesLabel}
        </label>
      )}
      <div className={styles.actions}>
        {lacksModel && <Button onClick={() => navigate('/models')}>{t.chooseModels}</Button>}
        <span className={styles.gap} />
        <Button onClick={onClose}>{text.cancel}</Button>
        <Button variant="primary" disabled={!canStart} onClick={() => void start()}>
          {t.start}
        </Button>
      </div>
    </Dialog>
  );
}
