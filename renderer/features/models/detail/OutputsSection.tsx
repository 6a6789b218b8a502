import { Eraser } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Model } from '../../../../shared/contract/models.ts';
import { useSession } from '../../../app/session.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { tell } from '../../../components/toasts.ts';
import { host, useQuery } from '../../../rpc.ts';
import { changeModels } from '../change-models.ts';
import { useModelsText } from '../text.ts';
import styles from './OutputsSection.module.css';
import { Section } from './Section.tsx';

/** What of the library was made with a model, and how to forget it. */
export function OutputsSection({ model: { id, name } }: { model: Model }) {
  const t = useModelsText();
  const version = useSession((session) => session.libraryVersion);
  const models = useSession((session) => session.models);
  const { data, reload } = useQuery(['outputs'], () => host.models.outputs());
  const [asking, setAsking] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: more is made as the library is read, and gets stale as roles change.
  useEffect(() => reload(), [version, models, reload]);
  const output = data?.find(({ modelId }) => modelId === id);
  const { vectors, stale } = output ?? { vectors: 0, stale: false };

  const forget = async () => {
    if (await changeModels(() => host.models.undo({ id }))) tell(t.forgotten(vectors));
    reload();
  };

  return (
    <Section title={t.outputs}>
      {data && (
        <p className={styles.text} data-stale={stale || undefined}>
          {vectors === 0 ? t.outputsNone : [t.vectors(vectors), ...(stale ? [t.stale] : [])].join(' ')}
        </p>
      )}
      {vectors > 0 && (
        <div>
          <Button icon={Eraser} onClick={() => setAsking(true)}>
            {t.forget}
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={asking}
        title={t.forgetTitle}
        text={t.forgetText(name, vectors, stale)}
        action={t.forgetAction(vectors)}
        danger
        onConfirm={forget}
        onClose={() => setAsking(false)}
      />
    </Section>
  );
}
