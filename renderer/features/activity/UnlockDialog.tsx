import { type FormEvent, useState } from 'react';
import type { FailureGroup } from '../../../shared/contract/jobs.ts';
import { isWrongPassword } from '../../app/errors.ts';
import { text } from '../../app/text.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/TextField.tsx';
import { tell, tellError } from '../../components/toasts.ts';
import { host } from '../../rpc.ts';
import { useActivityText } from './text.ts';
import styles from './UnlockDialog.module.css';

/** Asks for a password, and opens with it those of the protected files that it fits. */
export function UnlockDialog({ files, onClose }: { files: FailureGroup['files']; onClose: () => void }) {
  const t = useActivityText();
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const unlock = async (password: string, keep: boolean) => {
    setBusy(true);
    setProblem('');
    try {
      let opened = 0;
      for (const { assetId } of files) if (await opens(assetId, password, keep)) opened++;
      if (opened === 0) return setProblem(t.passwordWrong(files.length));
      tell(t.unlocked(opened, files.length));
      onClose();
    } catch (error) {
      tellError(error);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void unlock(String(form.get('password')), form.get('keep') === 'on');
  };
  return (
    <Dialog open title={t.unlockTitle(files.length)} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <p className={styles.text}>{t.unlockText}</p>
        <TextField label={t.password} labelShown name="password" type="password" required />
        <label className={styles.keep}>
          <input type="checkbox" name="keep" />
          {t.keepPassword}
        </label>
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
        <div className={styles.actions}>
          <Button onClick={onClose}>{text.cancel}</Button>
          <Button variant="primary" type="submit" disabled={busy}>
            {t.unlockAction}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Whether a file opened with the password; other problems are thrown. */
async function opens(id: string, password: string, keep: boolean): Promise<boolean> {
  try {
    await host.library.unlock({ id, password, keep });
    return true;
  } catch (error) {
    if (isWrongPassword(error)) return false;
    throw error;
  }
}
