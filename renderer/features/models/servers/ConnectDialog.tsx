import { type FormEvent, useState } from 'react';
import { type Provider, type ProviderKind, providerKinds } from '../../../../shared/contract/providers.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { Select } from '../../../components/Select.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { host, useQuery } from '../../../rpc.ts';
import styles from './ConnectDialog.module.css';
import { useProvidersText } from './text.ts';

interface ConnectDialogProps {
  /** What is known of the server already. */
  given?: { name: string; baseUrl: string };
  onClose: () => void;
  onConnected: (provider: Provider) => void;
}

const empty = {
  name: '',
  baseUrl: '',
  key: '',
  passphrase: '',
  caPath: '',
  certificatePath: '',
  certificateKeyPath: '',
};
type Field = keyof typeof empty;

/** Asks where a server is and by which key, and tries it before it is kept. */
export function ConnectDialog({ given, onClose, onConnected }: ConnectDialogProps) {
  const t = useProvidersText();
  const { data: secrets, reload: reloadSecrets } = useQuery(['secrets'], () => host.secrets.state());
  const [kind, setKind] = useState<ProviderKind>('openai-compatible');
  const [fields, setFields] = useState({ ...empty, ...given });
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const wantsPassphrase = secrets?.locked === true && fields.key.trim() !== '';
  const needsAddress = kind === 'openai-compatible' || kind === 'azure';

  const field = (
    name: Field,
    label: string,
    rest: { type?: string; placeholder?: string; required?: boolean } = {},
  ) => (
    <TextField
      label={label}
      labelShown
      {...rest}
      value={fields[name]}
      onChange={({ currentTarget }) => setFields({ ...fields, [name]: currentTarget.value })}
    />
  );

  const connect = async (event: FormEvent) => {
    event.preventDefault();
    setState({ busy: true, error: null });
    try {
      if (wantsPassphrase) {
        await host.secrets.unlock({ passphrase: fields.passphrase });
        reloadSecrets();
      }
      const { name, baseUrl, key, caPath, certificatePath, certificateKeyPath } = fields;
      const where = baseUrl.trim() === '' ? {} : { baseUrl: baseUrl.trim() };
      const by = key.trim() === '' ? {} : { key: key.trim() };
      const certificates = { caPath, certificatePath, certificateKeyPath };
      onConnected(await host.providers.add({ kind, name: name || t.kinds[kind], ...where, ...by, ...certificates }));
    } catch (error) {
      setState({ busy: false, error });
    }
  };

  return (
    <Dialog open title={t.connectTitle} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void connect(event)}>
        <div className={styles.kind}>
          <span>{t.kind}</span>
          <Select
            label={t.kind}
            value={kind}
            options={providerKinds.map((value) => ({ value, text: t.kinds[value] }))}
            onChange={setKind}
          />
        </div>
        {field('name', t.name, { placeholder: t.kinds[kind] })}
        {needsAddress && field('baseUrl', t.baseUrl, { type: 'url', placeholder: t.baseUrlExample, required: true })}
        {field('key', kind === 'openai-compatible' ? t.keyOptional : t.key, {
          type: 'password',
          required: kind !== 'openai-compatible',
        })}
        {secrets && <p className={styles.note}>{t.keyPlace[secrets.place]}</p>}
        {wantsPassphrase && (
          <>
            {field('passphrase', t.passphrase, { type: 'password', required: true })}
            <p className={styles.note}>{t.passphraseEffect}</p>
          </>
        )}
        {needsAddress && (
          <details className={styles.certificates}>
            <summary>{t.advanced}</summary>
            {field('caPath', t.ca)}
            {field('certificatePath', t.certificate)}
            {field('certificateKeyPath', t.certificateKey)}
          </details>
        )}
        {state.error !== null && <ErrorNotice error={state.error} />}
        <div className={styles.actions}>
          <Button type="submit" variant="primary" disabled={state.busy}>
            {state.busy ? t.connecting : t.connectAction}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
