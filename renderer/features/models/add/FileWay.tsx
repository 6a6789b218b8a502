import { File, FolderOpen, FolderSearch } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { addModelAt } from '../../../app/actions.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { pickPath } from '../../picker/pick-path.ts';
import { useModelsText } from '../text.ts';
import { CopyProgress } from './CopyProgress.tsx';
import { copyModel, stopCopying, useCopying } from './copy-store.ts';
import styles from './FileWay.module.css';
import { FoundModels } from './FoundModels.tsx';
import { KeepChoice, type KeepChoiceProps } from './KeepChoice.tsx';

/** A model's file of the owner's own, or a folder with several. */
export function FileWay(keep: KeepChoiceProps) {
  const t = useModelsText();
  const [, navigate] = useLocation();
  const [folder, setFolder] = useState<string | null>(null);
  /** What is being added; null while nothing is. */
  const [adding, setAdding] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const copying = useCopying((state) => adding !== null && adding in state.copying);

  const addPicked = async (kind: 'model' | 'onnx-folder') => {
    const path = await pickPath(kind);
    if (path === null) return;
    setAdding(path);
    setError(null);
    try {
      const model = await (keep.copy ? copyModel(path) : addModelAt(path));
      if (model) navigate(`/models/${model.id}`);
    } catch (thrown) {
      setError(thrown);
    }
    setAdding(null);
  };
  const lookIn = async () => {
    const path = await pickPath('model-folder');
    if (path !== null) setFolder(path);
  };

  return (
    <>
      <KeepChoice {...keep} />
      <div className={styles.actions}>
        <Button variant="primary" icon={File} disabled={adding !== null} onClick={() => void addPicked('model')}>
          {adding !== null && !copying ? t.adding : t.chooseFile}
        </Button>
        <Button icon={FolderOpen} disabled={adding !== null} onClick={() => void addPicked('onnx-folder')}>
          {t.chooseOnnx}
        </Button>
        <Button icon={FolderSearch} onClick={() => void lookIn()}>
          {t.chooseFolder}
        </Button>
      </div>
      {adding !== null && copying && (
        <div className={styles.copying}>
          <div>
            <p>{adding}</p>
            <CopyProgress path={adding} />
          </div>
          <Button onClick={() => stopCopying(adding)}>{t.stopCopying}</Button>
        </div>
      )}
      {error !== null && <ErrorNotice error={error} />}
      {folder !== null && <FoundModels folder={folder} copy={keep.copy} />}
    </>
  );
}
