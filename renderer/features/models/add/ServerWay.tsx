import { Radar } from 'lucide-react';
import { useState } from 'react';
import type { FoundServer } from '../../../../shared/contract/discovery.ts';
import type { Provider } from '../../../../shared/contract/providers.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { Panel, PanelRow } from '../../../components/Panel.tsx';
import { host } from '../../../rpc.ts';
import { ConnectDialog } from '../servers/ConnectDialog.tsx';
import { ServersPanel } from '../servers/ServersPanel.tsx';
import { useModelsText } from '../text.ts';
import styles from './ServerWay.module.css';
import { useStreamRun } from './use-stream-run.ts';

/** Servers and services: those that are connected, another one, and those that answer near by, once asked for. */
export function ServerWay() {
  const t = useModelsText();
  const [connecting, setConnecting] = useState<FoundServer | null>(null);
  const [connected, setConnected] = useState<Provider | null>(null);
  return (
    <>
      <ServersPanel key={connected?.id} choosingFirst={connected} />
      <FoundServers onConnect={setConnecting} />
      {connecting && (
        <ConnectDialog
          given={{ name: t.programs[connecting.program], baseUrl: connecting.baseUrl }}
          onClose={() => setConnecting(null)}
          onConnected={(provider) => {
            setConnecting(null);
            setConnected(provider);
          }}
        />
      )}
    </>
  );
}

function FoundServers({ onConnect }: { onConnect: (server: FoundServer) => void }) {
  const t = useModelsText();
  const { items, state, error, start } = useStreamRun((signal) => host.discovery.servers(undefined, { signal }));
  const servers = items.filter((item) => item.type === 'server');
  const skipped = items.filter((item) => item.type === 'skipped');
  return (
    <section className={styles.near} aria-label={t.nearTitle}>
      <h2>{t.nearTitle}</h2>
      <p className={styles.effect}>{t.nearEffect}</p>
      <div className={styles.head}>
        <Button icon={Radar} disabled={state === 'running'} onClick={start}>
          {state === 'running' ? t.looking : t.lookForServers}
        </Button>
        <p role="status" className={styles.effect}>
          {state === 'done' ? t.serversFound(servers.length) : ''}
        </p>
      </div>
      {state === 'failed' && <ErrorNotice error={error} onRetry={start} />}
      {servers.length > 0 && (
        <Panel label={t.nearTitle}>
          {servers.map((server) => (
            <PanelRow
              key={server.baseUrl}
              title={t.programs[server.program]}
              text={[server.baseUrl, server.needsKey ? t.needsKey : t.offers(server.models)].join(' · ')}
            >
              {server.provider ? (
                <span className={styles.connected}>{t.connectedAs(server.provider.name)}</span>
              ) : (
                <Button aria-label={t.connectTo(server.baseUrl)} onClick={() => onConnect(server)}>
                  {t.connect}
                </Button>
              )}
            </PanelRow>
          ))}
        </Panel>
      )}
      {skipped.map((place) => (
        <p key={place.host} className={styles.effect}>
          {place.host}: {place.reason}
        </p>
      ))}
    </section>
  );
}
