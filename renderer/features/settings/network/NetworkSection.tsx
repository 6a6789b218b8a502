import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { NetworkPolicy } from '../../../../shared/contract/policy.ts';
import { useSession } from '../../../app/session.ts';
import { text } from '../../../app/text.ts';
import { Button } from '../../../components/Button.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { SegmentedControl } from '../../../components/SegmentedControl.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { tellError } from '../../../components/toasts.ts';
import { host } from '../../../rpc.ts';
import { Panel, PanelRow } from '../Panel.tsx';
import { useSettingsText } from '../text.ts';
import { AuditTable } from './AuditTable.tsx';
import { EndpointPanel } from './endpoint/EndpointPanel.tsx';
import styles from './NetworkSection.module.css';

/** Where bytes may go, and what went there. */
export function NetworkSection() {
  const t = useSettingsText();
  const policy = useSession((session) => session.policy);
  if (!policy) return <Skeleton height={200} />;
  return (
    <>
      <Panel label={t.section.network.title}>
        <PanelRow title={t.mode} text={text.modeMeaning[policy.mode]}>
          <SegmentedControl
            label={t.mode}
            value={policy.mode}
            options={[
              { value: 'air-gapped', text: t.modes['air-gapped'] },
              { value: 'boundary', text: t.modes.boundary },
              { value: 'connected', text: t.modes.connected },
            ]}
            onChange={(mode) => void change({ mode })}
          />
        </PanelRow>
      </Panel>
      <AllowedHosts policy={policy} />
      <EndpointPanel />
      <AuditTable policy={policy} />
    </>
  );
}

function AllowedHosts({ policy: { mode, allowList } }: { policy: NetworkPolicy }) {
  const t = useSettingsText();
  const [entry, setEntry] = useState('');
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (await change({ allowList: [...new Set([...allowList, entry.trim()])] })) setEntry('');
  };
  return (
    <>
      <h3>{t.allowedHosts}</h3>
      <p className={styles.effect}>{t.allowedHostsEffect[mode]}</p>
      {allowList.length > 0 && (
        <Panel label={t.allowedHosts}>
          {allowList.map((allowed) => (
            <PanelRow key={allowed} title={<code>{allowed}</code>}>
              <IconButton
                icon={X}
                label={t.disallow(allowed)}
                onClick={() => void change({ allowList: allowList.filter((other) => other !== allowed) })}
              />
            </PanelRow>
          ))}
        </Panel>
      )}
      <form className={styles.add} onSubmit={(event) => void add(event)}>
        <TextField
          label={t.hostToAllow}
          placeholder={t.hostExample}
          value={entry}
          onChange={({ currentTarget }) => setEntry(currentTarget.value)}
        />
        <Button type="submit" disabled={entry.trim() === ''}>
          {t.allowHost}
        </Button>
      </form>
    </>
  );
}

/** Changes the policy; answers whether the host took it. What is in force comes back through the session. */
async function change(policy: Partial<NetworkPolicy>): Promise<boolean> {
  try {
    await host.policy.update(policy);
    return true;
  } catch (error) {
    tellError(error);
    return false;
  }
}
