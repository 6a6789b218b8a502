import type { Services } from './context.ts';
import { typedStream } from './errors.ts';
import type { Implementer } from './router.ts';

export function policyRoutes(api: Implementer, { egress, policyChanges }: Services) {
  const routes = api.policy;
  async function* watch(signal: AbortSignal | undefined) {
    for await (const _ of policyChanges.watch(signal)) yield egress.policy();
  }
  return {
    get: routes.get.handler(() => egress.policy()),
    update: routes.update.handler(({ input }) => egress.update(input)),
    watch: routes.watch.handler(({ signal }) => typedStream(watch(signal))),
  };
}

export function auditRoutes(api: Implementer, { audit }: Services) {
  const routes = api.audit;
  return {
    list: routes.list.handler(({ input }) => audit.before(input.before, input.limit)),
    all: routes.all.handler(() => typedStream(audit.all())),
    verify: routes.verify.handler(() => audit.verify()),
  };
}
