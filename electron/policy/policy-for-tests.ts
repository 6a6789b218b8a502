import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import type { NetworkPolicy } from '../../shared/contract/policy.ts';
import { AuditRepository } from '../catalog/audit.ts';
import { Catalog } from '../catalog/database.ts';
import { NetworkPolicyRepository } from '../catalog/network-policy.ts';
import { ChangeSignal } from '../change-signal.ts';
import { AuditLog } from './audit-log.ts';
import { Egress } from './egress.ts';

/** The way out of a new library under a policy, with its audit log. */
export function egressForTests(policy: Partial<NetworkPolicy> = {}) {
  const libraryPath = temporaryFolder();
  const catalog = Catalog.open(join(libraryPath, 'catalog.db'));
  const audit = new AuditLog({ catalog, entries: new AuditRepository(catalog), libraryPath });
  const policies = new NetworkPolicyRepository(catalog);
  policies.set({ mode: 'air-gapped', allowList: [], ...policy });
  const egress = new Egress({ catalog, policies, audit, changes: new ChangeSignal(0) });
  onTestFinished(async () => {
    await egress.close();
    catalog.close();
  });
  return { libraryPath, catalog, audit, egress };
}
