import { useEffect, useRef, useState } from 'react';
import type { Model } from '../../../../shared/contract/models.ts';
import { Tooltip } from '../../../components/Tooltip.tsx';
import { host, useQuery } from '../../../rpc.ts';
import { useModelsText } from '../text.ts';
import styles from './FitBadge.module.css';

/** Whether a model fits into this machine's memory; asked once the badge comes into sight. */
export function FitBadge({ model }: { model: Model }) {
  const t = useModelsText();
  const place = useRef<HTMLSpanElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  if (model.state === 'loaded') return <span className={styles.none}>{t.inMemory}</span>;
  if (model.provider || model.state === 'missing') return <span className={styles.none}>–</span>;
  return <span ref={place}>{seen && <Verdict id={model.id} state={model.state} />}</span>;
}

/** Asked again when the model was loaded or failed: memory has changed then. */
function Verdict({ id, state }: Pick<Model, 'id' | 'state'>) {
  const t = useModelsText();
  const { data, error } = useQuery(['fit', id, state], () => host.models.fit({ id }));
  if (error)
    return (
      <span className={styles.none} title={error.message}>
        {t.fitUnknown}
      </span>
    );
  if (!data) return null;
  const { verdict, text } = data;
  return (
    <Tooltip label={`${t.fitMeaning[verdict]}: ${text}`}>
      <span className={styles.badge} data-verdict={verdict}>
        {t.fit[verdict]}
      </span>
    </Tooltip>
  );
}
