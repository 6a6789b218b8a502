import type { Model } from '../../../shared/contract/models.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { tell } from '../../components/toasts.ts';
import { host, useQuery } from '../../rpc.ts';
import { changeModels } from './change-models.ts';
import { useModelsText } from './text.ts';

interface RemoveDialogProps {
  /** The model to be removed; null while none is. */
  model: Model | null;
  onRemoved?: () => void;
  onClose: () => void;
}

/** Asks before a model is removed, and says what goes with it. */
export function RemoveDialog({ model, onRemoved, onClose }: RemoveDialogProps) {
  const t = useModelsText();
  const { data: outputs } = useQuery(['outputs', model?.id], () => host.models.outputs());
  const vectors = outputs?.find(({ modelId }) => modelId === model?.id)?.vectors ?? 0;
  const remove = async ({ id, name }: Model) => {
    if (!(await changeModels(() => host.models.remove({ id })))) return;
    tell(t.removed(name));
    onRemoved?.();
  };
  return (
    <ConfirmDialog
      open={model !== null}
      title={t.removeTitle}
      text={model ? t.removeText(model, vectors) : ''}
      action={t.removeAction}
      danger
      onConfirm={() => (model ? remove(model) : undefined)}
      onClose={onClose}
    />
  );
}
