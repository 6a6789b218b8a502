import { implement } from '@orpc/server';
import { contract } from '../../shared/contract/index.ts';
import { benchRoutes } from './bench.ts';
import { chatRoutes } from './chat.ts';
import type { Services } from './context.ts';
import { derivationsRoutes } from './derivations.ts';
import { discoveryRoutes } from './discovery.ts';
import { duplicatesRoutes } from './duplicates.ts';
import { endpointRoutes } from './endpoint.ts';
import { typedErrors } from './errors.ts';
import { jobsRoutes } from './jobs.ts';
import { libraryRoutes } from './library.ts';
import { modelsRoutes } from './models.ts';
import { ocrRoutes } from './ocr.ts';
import { auditRoutes, policyRoutes } from './policy.ts';
import { providersRoutes, secretsRoutes } from './providers.ts';
import { recommendedRoutes } from './recommended.ts';
import { recordingsRoutes } from './recordings.ts';
import { searchRoutes } from './search.ts';
import { settingsRoutes } from './settings.ts';
import { systemRoutes } from './system.ts';
import { taggingRoutes } from './tagging.ts';

/** The contract's implementer, with every service's error mapped to the contract's typed errors. */
function implementer() {
  return implement(contract).use(typedErrors);
}
export type Implementer = ReturnType<typeof implementer>;

/** The contract, answered by the services. */
export function createRouter(services: Services) {
  const api = implementer();
  return api.router({
    library: libraryRoutes(api, services),
    recordings: recordingsRoutes(api, services),
    duplicates: duplicatesRoutes(api, services),
    search: searchRoutes(api, services),
    chat: chatRoutes(api, services),
    models: modelsRoutes(api, services),
    bench: benchRoutes(api, services),
    providers: providersRoutes(api, services),
    secrets: secretsRoutes(api, services),
    discovery: discoveryRoutes(api, services),
    recommended: recommendedRoutes(api, services),
    endpoint: endpointRoutes(api, services),
    policy: policyRoutes(api, services),
    audit: auditRoutes(api, services),
    tagging: taggingRoutes(api, services),
    derivations: derivationsRoutes(api, services),
    ocr: ocrRoutes(api, services),
    jobs: jobsRoutes(api, services),
    settings: settingsRoutes(api, services),
    system: systemRoutes(api, services),
  });
}
export type Router = ReturnType<typeof createRouter>;
