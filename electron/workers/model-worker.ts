import { closeOtherDoors } from '../platform/close-other-doors.ts';
import { engineState } from './llama/engine-state.ts';
import { readAdapter, readMetadata } from './llama/gguf-metadata.ts';
import { LoadedModels } from './llama/loaded-models.ts';
import type { ModelRequests } from './model-protocol.ts';
import { serveRequests } from './serve-requests.ts';

closeOtherDoors();

const models = new LoadedModels();

/** The entry of the process that hosts llama.cpp. */
serveRequests<ModelRequests>({
  inspect: ({ path }, { signal }) => readMetadata(path, signal),

  inspectAdapter: ({ path }, { signal }) => readAdapter(path, signal),

  estimate: (request, { signal }) => models.estimate(request, signal),

  load: ({ role, ...request }, { signal }) =>
    models.use(role, request, signal, async (model) => {
      if ('prove' in model && request.template !== undefined) await model.prove(request.template);
      return { contextSize: model.contextSize, dimensions: model.dimensions, template: model.template };
    }),

  unload: async (files) => {
    await models.unload(files);
    return null;
  },

  embed: ({ texts, ...files }, { signal }) =>
    models.use('embedding', files, signal, async (model) => ({ vectors: await model.embed(texts, signal) })),

  rerank: ({ query, documents, ...files }, { signal }) =>
    models.use('rerank', files, signal, async (model) => ({ scores: await model.rank(query, documents, signal) })),

  countTokens: async ({ texts, ...files }, { signal }) =>
    models.use(await models.roleOf(files, signal), files, signal, async (model) => ({
      counts: texts.map((text) => model.countTokens(text)),
      contextSize: model.contextSize,
    })),

  chat: ({ path, adapters, ...question }, context) =>
    models.use('chat', { path, ...(adapters ? { adapters } : {}) }, context.signal, (model) =>
      model.answer(question, context),
    ),

  state: () => engineState(models.state()),

  setIdleLimit: async ({ minutes }) => {
    models.setIdleLimit(minutes);
    return null;
  },
});
