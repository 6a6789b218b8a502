import { type HeldModel, newWorkMeter, type WorkMeter, weigh } from '../held-model.ts';
import { memoryForFile, memoryFree, tooLittleMemory } from '../memory-room.ts';
import type { OnnxModelRef } from '../onnx-protocol.ts';
import { Captioner } from './captioner.ts';
import { loadOptions, transformers } from './engine.ts';
import { ImageEncoder } from './image-encoder.ts';
import { ModelError } from './model-error.ts';
import { type ModelFolder, readModelFolder } from './model-folder.ts';
import { TextEncoder } from './text-encoder.ts';
import type { LoadableVariant } from './variants.ts';

/** A model in memory, by what it can do. */
export interface LoadedModel {
  readonly folder: ModelFolder;
  readonly variant: LoadableVariant;
  readonly text?: TextEncoder;
  readonly image?: ImageEncoder;
  readonly captioner?: Captioner;
}

interface Entry {
  readonly model: LoadedModel;
  readonly ram: number;
  readonly meter: WorkMeter;
  lastUsed: number;
}

/** By path, in the order of last use. */
const loaded = new Map<string, Entry>();

/**
 * The model, which is loaded if it is not yet or with other weights. Other models are freed until it fits. To be called
 * by one request at a time. Throws an error with a sentence where it cannot be loaded.
 */
export async function openModel({ path, dtype }: OnnxModelRef): Promise<LoadedModel> {
  const existing = loaded.get(path);
  if (existing && (dtype === undefined || existing.model.variant.dtype === dtype)) {
    loaded.delete(path);
    loaded.set(path, existing);
    existing.lastUsed = Date.now();
    return existing.model;
  }
  await unloadModel(path);
  const folder = readModelFolder(path);
  const variant = folder.variants.find((candidate) => dtype === undefined || candidate.dtype === dtype);
  if (!variant) {
    const found = folder.variants.map((candidate) => candidate.dtype).join(', ');
    throw new ModelError(`It has no weights kept as ${dtype}, only as ${found}.`);
  }
  await makeRoom(memoryForFile(variant.size));
  const meter = newWorkMeter();
  const { model, ram } = await weigh(variant.size, () => load(folder, variant, meter));
  loaded.set(path, { model, ram, meter, lastUsed: Date.now() });
  return model;
}

/** The models in memory, as far as they were measured. */
export function heldModels(): HeldModel[] {
  return [...loaded].map(([path, { model, ram, meter, lastUsed }]) => ({
    path,
    ram,
    contextSize: model.folder.contextSize,
    lastUsed,
    speed: meter.last,
  }));
}

/** Frees the memory of a model. */
export async function unloadModel(path: string): Promise<void> {
  const model = loaded.get(path)?.model;
  loaded.delete(path);
  for (const part of [model?.text, model?.image, model?.captioner]) await part?.dispose();
}

async function makeRoom(needed: number): Promise<void> {
  for (const path of [...loaded.keys()]) {
    if (needed <= memoryFree()) return;
    await unloadModel(path);
  }
  const free = memoryFree();
  if (needed > free) throw new ModelError(tooLittleMemory(needed, free));
}

async function load(folder: ModelFolder, variant: LoadableVariant, meter: WorkMeter): Promise<LoadedModel> {
  const { AutoModel, AutoModelForImageTextToText, AutoModelForVision2Seq } = await transformers();
  const options = loadOptions(folder.subfolder, variant.dtype);
  const common = { folder, variant };
  switch (folder.kind) {
    case 'text':
      return {
        ...common,
        text: await TextEncoder.create(folder, await AutoModel.from_pretrained(folder.path, options), meter),
      };
    case 'image':
      return {
        ...common,
        image: await ImageEncoder.create(folder, await AutoModel.from_pretrained(folder.path, options), meter),
      };
    case 'two-tower':
      return { ...common, ...(await loadTowers(folder, variant, meter)) };
    case 'captioner': {
      const own = loadOptions(folder.subfolder, variant.dtypes);
      // transformers.js sorts Florence 2 with the models that are asked about a picture.
      const Class = folder.architecture === 'florence2' ? AutoModelForImageTextToText : AutoModelForVision2Seq;
      const model = await Class.from_pretrained(folder.path, own);
      return { ...common, captioner: await Captioner.create(folder, model, meter) };
    }
  }
}

async function loadTowers(folder: ModelFolder, { dtypes }: LoadableVariant, meter: WorkMeter) {
  const { AutoModel } = await transformers();
  const [textModel, imageModel] = await Promise.all(
    ['text_model', 'vision_model'].map((name) =>
      AutoModel.from_pretrained(folder.path, {
        ...loadOptions(folder.subfolder, dtypes[name] ?? 'fp32'),
        model_file_name: name,
      }),
    ),
  );
  if (!textModel || !imageModel) throw new ModelError('It lacks one of its two encoders.');
  return {
    text: await TextEncoder.create(folder, textModel, meter),
    image: await ImageEncoder.create(folder, imageModel, meter),
  };
}
