import { useState } from 'react';
import type { EndpointChange, EndpointState } from '../../../../../shared/contract/endpoint.ts';
import { wantsPassphrase } from '../../../../app/errors.ts';
import { useFormat } from '../../../../app/format.ts';
import { text as words } from '../../../../app/text.ts';
import { Button } from '../../../../components/Button.tsx';
import { ConfirmDialog } from '../../../../components/ConfirmDialog.tsx';
import { Panel, PanelRow } from '../../../../components/Panel.tsx';
import { SegmentedControl } from '../../../../components/SegmentedControl.tsx';
import { Skeleton } from '../../../../components/Skeleton.tsx';
import { tell, tellError } from '../../../../components/toasts.ts';
import { host, useStream } from '../../../../rpc.ts';
import { UnlockKeys } from '../../../models/servers/UnlockKeys.tsx';
import { CopyButton } from '../../../viewer/inspector/Inspector.tsx';
import styles from './EndpointPanel.module.css';
import { OfferedModels } from './OfferedModels.tsx';
import { PortRow } from './PortRow.tsx';
import { useEndpointText } from './text.ts';

/** The endpoint by which other programs use the owner's models. */
export function EndpointPanel() {
  const t = useEndpointText();
  const [state, setState] = useState<EndpointState | null>(null);
  useStream(() => host.endpoint.watch(), setState);
  /** What could not be done while the keys are locked. */
  const [waiting, setWaiting] = useState<{ go: () => Promise<unknown> } | null>(null);

  const attempt = async (go: () => Promise<unknown>) => {
    setWaiting(null);
    try {
      await go();
    } catch (error) {
      if (wantsPassphrase(error)) setWaiting({ go });
      else tellError(error);
    }
  };
  const update = (change: EndpointChange) => attempt(() => host.endpoint.update(change));

  return (
    <>
      <h3>{t.title}</h3>
      <p className={styles.effect}>{t.effect}</p>
      {waiting && <UnlockKeys effect={t.keysLocked} onUnlocked={() => void attempt(waiting.go)} />}
      {state === null ? (
        <Skeleton height={64} />
      ) : (
        <Panel label={t.title}>
          <SwitchRow state={state} onChange={(enabled) => void update({ enabled })} />
          {state.enabled && (
            <>
              <PanelRow
                title={t.address}
                text={
                  <>
                    <code>{state.address}</code>
                    <div>{t.addressEffect}</div>
                  </>
                }
              >
                <CopyButton text={state.address} label={t.copyAddress} />
              </PanelRow>
              <PortRow key={state.port} port={state.port} onChange={(port) => void update({ port })} />
              <TokenRow attempt={attempt} />
              <CloudRow cloud={state.cloud} onChange={(cloud) => void update({ cloud })} />
              <OfferedModels cloud={state.cloud} />
              <UseRow use={state.use} />
            </>
          )}
        </Panel>
      )}
    </>
  );
}

interface SwitchProps {
  label: string;
  value: boolean;
  onChange: (value: boolean) => void;
}

function Switch({ label, value, onChange }: SwitchProps) {
  const t = useEndpointText();
  return (
    <SegmentedControl
      label={label}
      value={value ? 'on' : 'off'}
      options={[
        { value: 'off', text: t.off },
        { value: 'on', text: t.on },
      ]}
      onChange={(next) => next !== (value ? 'on' : 'off') && onChange(next === 'on')}
    />
  );
}

function SwitchRow({ state, onChange }: { state: EndpointState; onChange: (enabled: boolean) => void }) {
  const t = useEndpointText();
  const { enabled, listening, problem } = state;
  const text = problem || t.states[!enabled ? 'off' : listening ? 'on' : 'starting'];
  return (
    <PanelRow title={t.endpoint} text={text} tone={problem ? 'warning' : 'plain'}>
      {problem && <Button onClick={() => onChange(true)}>{words.tryAgain}</Button>}
      <Switch label={t.endpoint} value={enabled} onChange={onChange} />
    </PanelRow>
  );
}

/** The token is asked for when it is copied, and is not kept in the window. */
function TokenRow({ attempt }: { attempt: (go: () => Promise<unknown>) => Promise<void> }) {
  const t = useEndpointText();
  const [renewing, setRenewing] = useState(false);
  const copy = async (asked: Promise<{ token: string }>) => {
    const { token } = await asked;
    await navigator.clipboard.writeText(token);
    tell(t.tokenCopied);
  };
  return (
    <>
      <PanelRow title={t.token} text={t.tokenEffect}>
        <Button onClick={() => void attempt(() => copy(host.endpoint.token()))}>{t.copyToken}</Button>
        <Button variant="quiet" onClick={() => setRenewing(true)}>
          {t.newToken}
        </Button>
      </PanelRow>
      <ConfirmDialog
        open={renewing}
        title={t.newTokenTitle}
        text={t.newTokenText}
        action={t.newTokenAction}
        danger
        onConfirm={() => attempt(() => copy(host.endpoint.renewToken()))}
        onClose={() => setRenewing(false)}
      />
    </>
  );
}

function CloudRow({ cloud, onChange }: { cloud: boolean; onChange: (cloud: boolean) => void }) {
  const t = useEndpointText();
  return (
    <PanelRow title={t.cloud} text={t.cloudEffect[cloud ? 'on' : 'off']}>
      <Switch label={t.cloud} value={cloud} onChange={onChange} />
    </PanelRow>
  );
}

function UseRow({ use: { requests, refused, last, lastModel } }: { use: EndpointState['use'] }) {
  const t = useEndpointText();
  const format = useFormat();
  const used = last === null ? t.unused : t.used(requests, format.relative(last), lastModel);
  return <PanelRow title={t.use} text={refused > 0 ? `${used} ${t.refused(refused)}` : used} />;
}
