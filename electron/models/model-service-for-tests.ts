import { join } from 'node:path';
import { AuditRepository } from '../catalog/audit.ts';
import { Catalog } from '../catalog/database.ts';
import { ModelRepository } from '../catalog/models.ts';
import { NetworkPolicyRepository } from '../catalog/network-policy.ts';
import { ProviderRepository } from '../catalog/providers.ts';
import { ChangeSignal } from '../change-signal.ts';
import { AuditLog } from '../policy/audit-log.ts';
import { Egress } from '../policy/egress.ts';
import { EncryptedFile } from '../policy/secrets/encrypted-file.ts';
import { ModelCopies } from './model-copies.ts';
import type { ModelRuntime } from './model-runtime.ts';
import { ModelService } from './model-service.ts';
import { ProviderService } from './providers/provider-service.ts';

/** The models of a library that is new or lies at the path already, and its catalog. */
export async function modelServiceForTests(libraryPath: string, runtime: ModelRuntime) {
  const catalog = Catalog.open(join(libraryPath, 'catalog.db'));
  const audit = new AuditLog({ catalog, entries: new AuditRepository(catalog), libraryPath });
  const policies = new NetworkPolicyRepository(catalog);
  const egress = new Egress({ catalog, policies, audit, changes: new ChangeSignal(0) });
  const secrets = new EncryptedFile(join(libraryPath, 'secrets.json'));
  const models = new ModelService({
    catalog,
    models: new ModelRepository(catalog),
    runtime,
    providers: new ProviderService({ providers: new ProviderRepository(catalog), secrets, egress }),
    copies: await ModelCopies.open(libraryPath),
    onRoleChange: () => undefined,
    onRemove: async () => undefined,
  });
  return { models, catalog };
}
