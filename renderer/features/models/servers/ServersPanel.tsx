import { Boxes, Plug, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Provider } from '../../../../shared/contract/providers.ts';
import { useSession } from '../../../app/session.ts';
import { Button } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { Panel, PanelRow } from '../../../components/Panel.tsx';
import { host, useQuery } from '../../../rpc.ts';
import { changeModels } from '../change-models.ts';
import { ConnectDialog } from './ConnectDialog.tsx';
import { OfferedModelsDialog } from './OfferedModelsDialog.tsx';
import { useProvidersText } from './text.ts';
import { UnlockKeys } from './UnlockKeys.tsx';

interface ServersPanelProps {
  /** The server whose models are to be chosen from at once. */
  choosingFirst?: Provider | null;
}

/** Servers and services whose models can be used. */
export function ServersPanel({ choosingFirst = null }: ServersPanelProps) {
  const t = useProvidersText();
  // Whether a server can be reached depends on the policy.
  const policy = useSession((session) => session.policy);
  const { data: providers = [], reload } = useQuery(['providers', policy], () => host.providers.list());
  const [connecting, setConnecting] = useState(false);
  const [choosing, setChoosing] = useState(choosingFirst);
  const [removing, setRemoving] = useState<Provider | null>(null);

  const remove = async ({ id }: Provider) => {
    await changeModels(() => host.providers.remove({ id }));
    reload();
  };

  return (
    <>
      {providers.length > 0 && (
        <>
          {providers.some(({ keyless }) => !keyless) && <UnlockKeys effect={t.keysLockedEffect} />}
          <Panel label={t.servers}>
            {providers.map((provider) => (
              <PanelRow
                key={provider.id}
                tone={provider.obstacle === '' ? 'plain' : 'warning'}
                title={provider.name}
                text={[t.kinds[provider.kind], provider.baseUrl, provider.obstacle].filter(Boolean).join(' · ')}
              >
                <Button icon={Boxes} disabled={provider.obstacle !== ''} onClick={() => setChoosing(provider)}>
                  {t.models}
                </Button>
                <IconButton icon={Trash2} label={t.remove(provider.name)} onClick={() => setRemoving(provider)} />
              </PanelRow>
            ))}
          </Panel>
        </>
      )}
      <div>
        <Button icon={Plug} onClick={() => setConnecting(true)}>
          {t.connect}
        </Button>
      </div>
      {connecting && (
        <ConnectDialog
          onClose={() => setConnecting(false)}
          onConnected={(provider) => {
            setConnecting(false);
            reload();
            setChoosing(provider);
          }}
        />
      )}
      {choosing && <OfferedModelsDialog provider={choosing} onClose={() => setChoosing(null)} />}
      <ConfirmDialog
        open={removing !== null}
        title={t.removeTitle}
        text={removing ? t.removeText(removing.name) : ''}
        action={t.removeAction}
        danger
        onConfirm={() => (removing ? remove(removing) : undefined)}
        onClose={() => setRemoving(null)}
      />
    </>
  );
}
