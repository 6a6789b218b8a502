import { closeOtherDoors } from '../platform/close-other-doors.ts';
import { hashFolder } from './onnx/hash.ts';
import { heldModels, type LoadedModel, openModel, unloadModel } from './onnx/loaded-models.ts';
import { readModelFolder } from './onnx/model-folder.ts';
import { explainOnnxError } from './onnx/onnx-error.ts';
import { proveModel } from './onnx/proof.ts';
import type { OnnxModelRef, OnnxRequests } from './onnx-protocol.ts';
import { serveRequests } from './serve-requests.ts';
import { Turns } from './turns.ts';

closeOtherDoors();

/** ONNX Runtime takes all threads for each request. */
const turns = new Turns();

async function withModel<T>(
  model: OnnxModelRef,
  signal: AbortSignal,
  use: (loaded: LoadedModel) => T | Promise<T>,
): Promise<T> {
  const leave = await turns.take(signal);
  try {
    return await use(await openModel(model));
  } catch (thrown) {
    throw explainOnnxError(thrown);
  } finally {
    leave();
  }
}

function wanted<Part>(part: Part | undefined, what: string): Part {
  if (!part) throw new Error(`It is not a model for ${what}.`);
  return part;
}

/** The entry of the process that hosts ONNX Runtime. */
serveRequests<OnnxRequests>({
  inspect: async ({ path }) => {
    const { kind, subfolder, path: own, variants, ...metadata } = readModelFolder(path);
    return { ...metadata, variants: variants.map(({ dtypes, ...variant }) => variant) };
  },

  hash: ({ path }, context) => hashFolder(path, context),

  load: (model, { signal }) => withModel(model, signal, proveModel),

  unload: async ({ path }, { signal }) => {
    const leave = await turns.take(signal);
    try {
      await unloadModel(path);
    } finally {
      leave();
    }
    return null;
  },

  state: async () => ({ models: heldModels() }),

  embedTexts: ({ texts, purpose, ...model }, context) =>
    withModel(model, context.signal, async ({ text }) => ({
      vectors: await wanted(text, 'embedding texts').embed(texts, purpose, context),
    })),

  countTokens: ({ texts, ...model }, { signal }) =>
    withModel(model, signal, ({ text }) => wanted(text, 'embedding texts').count(texts)),

  embedPictures: ({ pictures, ...model }, context) =>
    withModel(model, context.signal, async ({ image }) => ({
      pictures: await wanted(image, 'embedding pictures').embed(pictures, context),
    })),

  caption: ({ picture, maxTokens, ...model }, context) =>
    withModel(model, context.signal, async ({ captioner }) => ({
      text: await wanted(captioner, 'captions').caption(picture, maxTokens, context),
    })),
});
