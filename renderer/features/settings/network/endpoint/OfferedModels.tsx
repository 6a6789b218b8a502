import { useSession } from '../../../../app/session.ts';
import { PanelRow } from '../../../../components/Panel.tsx';
import { host, useQuery } from '../../../../rpc.ts';
import styles from './EndpointPanel.module.css';
import { useEndpointText } from './text.ts';

/** Which models other programs can ask for now, and by which names. */
export function OfferedModels({ cloud }: { cloud: boolean }) {
  const t = useEndpointText();
  const models = useSession((session) => session.models);
  const policy = useSession((session) => session.policy);
  const { data: offered = [] } = useQuery(['endpoint models', models, policy, cloud], () => host.endpoint.models());
  return (
    <PanelRow
      title={t.offered}
      text={
        offered.length === 0 ? (
          t.nothingOffered
        ) : (
          <dl className={styles.offered}>
            {offered.map(({ id, model, location }) => (
              <div key={id}>
                <dt>
                  <code>{id}</code>
                </dt>
                <dd>{id === model ? t.locations[location] : t.servedBy(model, t.locations[location])}</dd>
              </div>
            ))}
          </dl>
        )
      }
    />
  );
}
