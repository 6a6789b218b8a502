import { copyModel } from '../models/copy-model.ts';
import type { Services } from './context.ts';
import { typedStream } from './errors.ts';
import type { Implementer } from './router.ts';

export function modelsRoutes(api: Implementer, { models, modelTrial, modelOutputs }: Services) {
  const routes = api.models;
  return {
    list: routes.list.handler(() => models.list()),
    add: routes.add.handler(({ input, signal }) => models.add(input.path, { copy: false, signal })),
    copy: routes.copy.handler(({ input, signal }) => typedStream(copyModel(models, input.path, signal))),
    tune: routes.tune.handler(({ input, signal }) => models.tune(input.id, input, signal)),
    setTemplate: routes.setTemplate.handler(({ input }) => models.setTemplate(input.id, input.template)),
    setPrices: routes.setPrices.handler(({ input }) => models.setPrices(input.id, input.prices)),
    test: routes.test.handler(({ input, signal }) => typedStream(modelTrial.run(input, signal))),
    load: routes.load.handler(({ input }) => models.load(input.id)),
    unload: routes.unload.handler(({ input }) => models.unload(input.id)),
    fit: routes.fit.handler(({ input }) => models.fit(input.id)),
    engine: routes.engine.handler(() => models.engine()),
    outputs: routes.outputs.handler(() => modelOutputs.list()),
    undo: routes.undo.handler(({ input }) => modelOutputs.undo(input.id)),
    roles: routes.roles.handler(() => models.roles.services()),
    use: routes.use.handler(({ input }) => models.use(input.id, input)),
    order: routes.order.handler(({ input }) => models.roles.order(input.role, input.tag, input.ids)),
    release: routes.release.handler(({ input }) => models.roles.release(input.role, input.tag)),
    remove: routes.remove.handler(({ input }) => models.remove(input.id)),
  };
}
