import type { LlamaModel } from 'node-llama-cpp';
import { ChatModel } from './chat-model.ts';
import { EmbeddingModel } from './embedding-model.ts';
import { llama, withReasons } from './engine.ts';
import { readMetadata } from './gguf-metadata.ts';
import { memoryFree, memoryNeeded, tooLittleMemory } from './memory.ts';

interface Models {
  chat: ChatModel;
  embedding: EmbeddingModel;
}
type ModelRole = keyof Models;

const loaded: { [Role in ModelRole]: Map<string, Promise<Models[Role]>> } = { chat: new Map(), embedding: new Map() };

/** Paths in the order of their last use. */
const lastUsed = new Set<string>();

/** The model at a path, which is loaded if it is not yet. A failure is not remembered: the file may be mended. */
export function openChat(path: string, contextSize?: number): Promise<ChatModel> {
  return open('chat', path, (model) => ChatModel.create(model, contextSize));
}

export function openEmbedding(path: string): Promise<EmbeddingModel> {
  return open('embedding', path, EmbeddingModel.create);
}

/** The model at a path in whichever role it is loaded; undefined when it is not. */
export function loadedModel(path: string): Promise<ChatModel | EmbeddingModel> | undefined {
  return loaded.embedding.get(path) ?? loaded.chat.get(path);
}

/** Frees the memory of a model, in all its roles, when its work in progress is done. */
export async function unload(path: string): Promise<void> {
  lastUsed.delete(path);
  const models = Object.values(loaded).map((byPath) => {
    const model = byPath.get(path);
    byPath.delete(path);
    return model?.catch(() => null);
  });
  for (const model of await Promise.all(models)) await model?.dispose();
}

function open<Role extends ModelRole>(
  role: Role,
  path: string,
  create: (model: LlamaModel) => Promise<Models[Role]>,
): Promise<Models[Role]> {
  const models: Map<string, Promise<Models[Role]>> = loaded[role];
  lastUsed.delete(path);
  lastUsed.add(path);
  const opening = models.get(path) ?? load(role, path, create);
  models.set(path, opening);
  opening.catch(() => {
    if (models.get(path) === opening) models.delete(path);
  });
  return opening;
}

async function load<Model>(
  role: ModelRole,
  path: string,
  create: (model: LlamaModel) => Promise<Model>,
): Promise<Model> {
  const metadata = await readMetadata(path);
  if (metadata.role !== role) throw new Error(`It is a model for ${metadata.role} and not for ${role}.`);
  const engine = await llama();
  // What a graphics card holds, llama.cpp itself fits to it.
  if (engine.gpu === false) await makeRoom(path, memoryNeeded(metadata.size));
  return withReasons(async () => {
    // On the processor a mapped file takes more memory, and ends the process if somebody shortens the file.
    const model = await engine.loadModel({ modelPath: path, useMmap: engine.gpu === false ? false : 'auto' });
    try {
      return await create(model);
    } catch (thrown) {
      await model.dispose();
      throw thrown;
    }
  });
}

/** Frees models that were not used for longest until there is room for another one. Throws where there is none. */
async function makeRoom(path: string, needed: number): Promise<void> {
  for (const other of [...lastUsed]) {
    if (needed <= memoryFree()) return;
    if (other !== path) await unload(other);
  }
  const free = memoryFree();
  if (needed > free) throw new Error(tooLittleMemory(needed, free));
}
