import { Download } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { RecommendedModel } from '../../../../shared/contract/recommended.ts';
import { explain } from '../../../app/errors.ts';
import { useFormat } from '../../../app/format.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { tellError } from '../../../components/toasts.ts';
import { host } from '../../../rpc.ts';
import { parameterCount } from '../model-facts.ts';
import { useModelsText } from '../text.ts';
import { type Getting, getModel, pauseGetting, useGetting } from './get-store.ts';
import styles from './RecommendedWay.module.css';
import { TransferProgress } from './TransferProgress.tsx';

interface RecommendedRowProps {
  model: RecommendedModel;
  /** The folder that it is taken from; null for its address. */
  from: string | null;
  /** Whether what keeps it from being fetched is said above all of them. */
  obstacleShown: boolean;
}

/** One recommended model: what it is for, whether it fits, by which licence, and the way to it. */
export function RecommendedRow({ model, from, obstacleShown }: RecommendedRowProps) {
  const t = useModelsText();
  const format = useFormat();
  const getting = useGetting((state) => state.getting[model.id]);
  const { name, roles, parameters, quantisation, size, licence, note, fits, suggested, usable, obstacle } = model;
  const facts = [
    roles.map((role) => t.roles[role].name).join(', '),
    parameterCount(parameters),
    quantisation,
    ...(size === undefined ? [] : [format.bytes(size)]),
    t.forMemory(model.memory),
    licence.spdx,
  ];
  const why = !usable ? t.notUsable : from === null ? obstacle : '';
  return (
    <li>
      <div className={styles.words}>
        <p className={styles.name}>
          {name} {suggested && <span className={styles.suggested}>{t.suggested}</span>}
          <span className={styles.fit} data-fits={fits}>
            {fits ? t.fitsMachine : t.fitsNot}
          </span>
        </p>
        <p className={styles.facts}>{facts.join(' · ')}</p>
        <p>{note}</p>
        {why !== '' && !model.added && !(obstacleShown && why === obstacle) && <p className={styles.why}>{why}</p>}
        {getting && <Progress getting={getting} />}
      </div>
      <Actions model={model} from={from} getting={getting} barred={why !== ''} />
    </li>
  );
}

function Progress({ getting: { progress, error } }: { getting: Getting }) {
  const t = useModelsText();
  if (error !== null) {
    const { message, hint } = explain(error);
    return (
      <p className={styles.failed} role="alert">
        {message} {hint}
      </p>
    );
  }
  const { stage = 'check', bytes = 0, total = null, rate = 0 } = progress ?? {};
  return <TransferProgress doing={t.getStages[stage]} bytes={bytes} total={total} rate={rate} />;
}

interface ActionsProps {
  model: RecommendedModel;
  from: string | null;
  getting: Getting | undefined;
  barred: boolean;
}

function Actions({ model, from, getting, barred }: ActionsProps) {
  const t = useModelsText();
  const [dropping, setDropping] = useState(false);
  const drop = async () => {
    await host.recommended.cancel(from === null ? { id: model.id } : { id: model.id, from }).catch(tellError);
    useGetting.setState(({ ended }) => ({ ended: ended + 1 }));
  };
  if (model.added)
    return (
      <Link href={`/models/${model.added}`} className={styles.added ?? ''}>
        {t.isAdded}
      </Link>
    );
  const isRunning = getting !== undefined && getting.error === null;
  return (
    <div className={styles.actions}>
      {isRunning ? (
        <Button onClick={() => pauseGetting(model)}>{t.pause}</Button>
      ) : (
        <Button
          icon={Download}
          aria-label={t.getNamed(model.name)}
          disabled={barred}
          onClick={() => void getModel(model, from)}
        >
          {from !== null ? t.take : model.partial > 0 ? t.goOn : t.get}
        </Button>
      )}
      {(isRunning || model.partial > 0) && (
        <Button variant="quiet" onClick={() => setDropping(true)}>
          {t.drop}
        </Button>
      )}
      <ConfirmDialog
        open={dropping}
        title={t.dropTitle}
        text={t.dropText(model.name)}
        action={t.dropAction}
        danger
        onConfirm={drop}
        onClose={() => setDropping(false)}
      />
    </div>
  );
}
