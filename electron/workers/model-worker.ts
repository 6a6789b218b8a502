import { closeOtherDoors } from '../platform/close-other-doors.ts';
import { readMetadata } from './llama/gguf-metadata.ts';
import { loadedModel, openChat, openEmbedding, unload } from './llama/loaded-models.ts';
import { unlessAborted } from './llama/turns.ts';
import type { ModelRequests } from './model-protocol.ts';
import { serveRequests } from './serve-requests.ts';

closeOtherDoors();

/** The entry of the process that hosts llama.cpp. */
serveRequests<ModelRequests>({
  inspect: ({ path }, { signal }) => readMetadata(path, signal),

  load: async ({ path, role, contextSize }, { signal }) => {
    const loading = role === 'chat' ? openChat(path, contextSize) : openEmbedding(path);
    const model = await unlessAborted<{ contextSize: number; dimensions?: number }>(loading, signal);
    return { contextSize: model.contextSize, dimensions: model.dimensions ?? 0 };
  },

  unload: async ({ path }) => {
    await unload(path);
    return null;
  },

  embed: async ({ path, texts }, { signal }) => {
    const embed = async () => (await openEmbedding(path)).embed(texts, signal);
    return { vectors: await unlessAborted(embed(), signal) };
  },

  countTokens: async ({ path, texts }, { signal }) => {
    const open = async () => {
      const { role } = await readMetadata(path, signal);
      return role === 'chat' ? openChat(path) : openEmbedding(path);
    };
    const model = await unlessAborted(loadedModel(path) ?? open(), signal);
    return { counts: texts.map((text) => model.countTokens(text)), contextSize: model.contextSize };
  },

  chat: async ({ path, turns, maxTokens }, { emit, signal }) => {
    const model = await unlessAborted(openChat(path), signal);
    return model.answer({ turns, maxTokens }, { emit, signal });
  },
});
