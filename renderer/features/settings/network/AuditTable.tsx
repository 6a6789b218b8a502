import { useEffect, useState } from 'react';
import type { AuditEntry, AuditVerdict, NetworkPolicy } from '../../../../shared/contract/policy.ts';
import { useFormat } from '../../../app/format.ts';
import { Button } from '../../../components/Button.tsx';
import { tellError } from '../../../components/toasts.ts';
import { host } from '../../../rpc.ts';
import { useSettingsText } from '../text.ts';
import styles from './AuditTable.module.css';

const LINES_SHOWN = 12;

/** The newest lines of the audit log, and the check that none was changed. */
export function AuditTable({ policy }: { policy: NetworkPolicy }) {
  const t = useSettingsText();
  const format = useFormat();
  const [lines, setLines] = useState<readonly AuditEntry[]>([]);
  const [verdict, setVerdict] = useState<AuditVerdict | null>(null);
  const [hasEarlier, setHasEarlier] = useState(false);

  const load = async (before?: number) => {
    const found = await host.audit.list({ limit: LINES_SHOWN, ...(before === undefined ? {} : { before }) });
    setLines((shown) => (before === undefined ? found : [...shown, ...found]));
    setHasEarlier((found.at(-1)?.sequence ?? 1) > 1);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the policy adds a line.
  useEffect(() => {
    load().catch(tellError);
  }, [policy]);

  return (
    <>
      <h3>{t.audit}</h3>
      <p className={styles.effect}>{t.auditEffect}</p>
      {lines.length === 0 ? (
        <p className={styles.effect}>{t.auditEmpty}</p>
      ) : (
        <div className={styles.frame}>
          <table className={styles.table} aria-label={t.audit}>
            <thead>
              <tr>
                {Object.values(t.auditColumns).map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.sequence} data-decision={line.decision}>
                  <td>{format.dateTime(line.time)}</td>
                  <td>{t.auditEvents[line.event][line.decision]}</td>
                  <td>{line.host || '–'}</td>
                  <td title={line.reason}>{line.event === 'policy' ? line.reason : line.purpose}</td>
                  <td>{line.event === 'policy' ? '–' : format.bytes(line.bytesOut)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className={styles.actions}>
        <Button onClick={() => host.audit.verify().then(setVerdict, tellError)}>{t.verifyAudit}</Button>
        {hasEarlier && (
          <Button variant="quiet" onClick={() => load(lines.at(-1)?.sequence).catch(tellError)}>
            {t.auditMore}
          </Button>
        )}
      </div>
      {verdict && (
        <p className={styles.verdict} role="status" data-whole={verdict.problems.length === 0 || undefined}>
          {verdict.problems.length === 0
            ? t.auditWhole(verdict.entries, verdict.head)
            : t.auditBroken(verdict.problems)}
        </p>
      )}
    </>
  );
}
