import { type FormEvent, useState } from 'react';
import { Button } from '../../../components/Button.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { tellError } from '../../../components/toasts.ts';
import { host, useQuery } from '../../../rpc.ts';
import { Panel, PanelRow } from '../Panel.tsx';
import { useProvidersText } from './text.ts';

interface UnlockKeysProps {
  /** What cannot be done until then. */
  effect: string;
  onUnlocked?: () => void;
}

/** Asks for the passphrase where keys are in a locked file; nothing otherwise. */
export function UnlockKeys({ effect, onUnlocked }: UnlockKeysProps) {
  const t = useProvidersText();
  const { data: secrets, reload } = useQuery(['secrets'], () => host.secrets.state());
  const [passphrase, setPassphrase] = useState('');
  if (!secrets?.locked) return null;
  const unlock = async (event: FormEvent) => {
    event.preventDefault();
    setPassphrase('');
    try {
      await host.secrets.unlock({ passphrase });
      onUnlocked?.();
    } catch (error) {
      tellError(error);
    }
    reload();
  };
  return (
    <form onSubmit={(event) => void unlock(event)}>
      <Panel label={t.keysLocked}>
        <PanelRow tone="warning" title={t.keysLocked} text={effect}>
          <TextField
            label={t.passphrase}
            placeholder={t.passphrase}
            type="password"
            minLength={8}
            required
            value={passphrase}
            onChange={({ currentTarget }) => setPassphrase(currentTarget.value)}
          />
          <Button type="submit">{t.unlock}</Button>
        </PanelRow>
      </Panel>
    </form>
  );
}
