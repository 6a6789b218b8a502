import { type FormEvent, useState } from 'react';
import type { AssetDetail } from '../../../shared/contract/library.ts';
import { messageOf } from '../../../shared/errors.ts';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/TextField.tsx';
import { host } from '../../rpc.ts';
import { useViewerText } from './text.ts';
import styles from './UnlockForm.module.css';

interface UnlockFormProps {
  asset: AssetDetail;
  /** The password is right, and the file is being read with it. */
  onUnlocked: (password: string) => void;
}

/** Asks for the password of a protected file, and has it read with that. */
export function UnlockForm({ asset, onUnlocked }: UnlockFormProps) {
  const t = useViewerText();
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const unlock = async (form: FormData) => {
    const password = String(form.get('password'));
    setBusy(true);
    setProblem('');
    try {
      await host.library.unlock({ id: asset.id, password, keep: form.get('keep') === 'on' });
      onUnlocked(password);
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void unlock(new FormData(event.currentTarget));
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <h2>{t.passwordNeeded(asset.kind === 'archive')}</h2>
      <p role="status">{problem === '' ? t.passwordText : problem}</p>
      <div className={styles.row}>
        <TextField label={t.password} name="password" type="password" required />
        <Button variant="primary" type="submit" disabled={busy}>
          {t.unlock}
        </Button>
      </div>
      <label className={styles.keep}>
        <input type="checkbox" name="keep" />
        {t.keepPassword}
      </label>
    </form>
  );
}
