import { File, FolderOpen, FolderSearch } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { addModelAt } from '../../../app/actions.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { pickPath } from '../../picker/pick-path.ts';
import { useModelsText } from '../text.ts';
import styles from './FileWay.module.css';
import { FoundModels } from './FoundModels.tsx';
import { KeepChoice, type KeepChoiceProps } from './KeepChoice.tsx';

/** A model's file of the owner's own, or a folder with several. */
export function FileWay(keep: KeepChoiceProps) {
  const t = useModelsText();
  const [, navigate] = useLocation();
  const [folder, setFolder] = useState<string | null>(null);
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });

  const addPicked = async (kind: 'model' | 'onnx-folder') => {
    const path = await pickPath(kind);
    if (path === null) return;
    setState({ busy: true, error: null });
    try {
      const { id } = await addModelAt(path, { copy: keep.copy });
      navigate(`/models/${id}`);
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  const lookIn = async () => {
    const path = await pickPath('model-folder');
    if (path !== null) setFolder(path);
  };

  return (
    <>
      <KeepChoice {...keep} />
      <div className={styles.actions}>
        <Button variant="primary" icon={File} disabled={state.busy} onClick={() => void addPicked('model')}>
          {state.busy ? (keep.copy ? t.copying : t.adding) : t.chooseFile}
        </Button>
        <Button icon={FolderOpen} disabled={state.busy} onClick={() => void addPicked('onnx-folder')}>
          {t.chooseOnnx}
        </Button>
        <Button icon={FolderSearch} onClick={() => void lookIn()}>
          {t.chooseFolder}
        </Button>
      </div>
      {state.error !== null && <ErrorNotice error={state.error} />}
      {folder !== null && <FoundModels folder={folder} copy={keep.copy} />}
    </>
  );
}
