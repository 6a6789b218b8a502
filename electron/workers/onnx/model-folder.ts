import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { OnnxCapability, OnnxMetadata } from '../onnx-protocol.ts';
import { fileNames, licenceIn, nameOf, numberIn, readJson, readJsonList, sizeOf } from './folder-files.ts';
import type { GraphValue, OnnxGraph } from './graph.ts';
import { ModelError } from './model-error.ts';
import { fileOf, findOnnxFiles, graphOf, type LoadableVariant, type OnnxFiles, variantsOf } from './variants.ts';

/** What kind of network it is, which tells how it is run. */
export type OnnxKind = 'text' | 'image' | 'two-tower' | 'captioner';

/** A model's folder, understood but not loaded. */
export interface ModelFolder extends OnnxMetadata {
  readonly path: string;
  readonly kind: OnnxKind;
  readonly subfolder: string;
  readonly variants: LoadableVariant[];
}

type Config = NonNullable<ReturnType<typeof readJson>>;

/** Two encoders into one space, which transformers.js runs one by one. */
const twoTowerTypes = ['clip', 'siglip', 'jina_clip'];

const captionerComponents: Record<string, readonly string[]> = {
  'vision-encoder-decoder': ['encoder_model', 'decoder_model_merged'],
  florence2: ['embed_tokens', 'vision_encoder', 'encoder_model', 'decoder_model_merged'],
};

const capabilities: Record<OnnxKind, OnnxCapability[]> = {
  text: ['text-embedding'],
  image: ['image-embedding'],
  'two-tower': ['text-embedding', 'image-embedding'],
  captioner: ['caption'],
};

/** The outputs that vectors are made of, the best first. */
export const textOutputs = [
  'sentence_embedding',
  'text_embeds',
  'pooler_output',
  'last_hidden_state',
  'token_embeddings',
];
export const imageOutputs = ['image_embeds', 'pooler_output', 'last_hidden_state'];
/** What of them a text model's own pooling stands behind; "pooler_output" is trained for another task. */
const textModelOutputs = ['sentence_embedding', 'text_embeds', 'last_hidden_state', 'token_embeddings'];

const dimensionKeys = ['projection_dim', 'hidden_size', 'd_model', 'n_embd', 'dim', 'embed_dim'];
const contextKeys = ['max_position_embeddings', 'n_positions', 'max_seq_length', 'max_trained_positions'];
const defaultContext = 512;
/** These count positions from 2. */
const offsetPositions = ['roberta', 'xlm-roberta', 'camembert'];

/** Reads a model's folder without loading it. Throws an error with a sentence when Holdfast cannot use it. */
export function readModelFolder(path: string): ModelFolder {
  const config = readConfig(path);
  const files = findOnnxFiles(path);
  if (files.byComponent.size === 0) throw new ModelError(whyNoOnnxFiles(path));
  const architecture = typeof config.model_type === 'string' ? config.model_type : '';
  const { kind, components } = kindOf(path, architecture, files);
  const variants = variantsOf(path, files, components);
  const [first] = variants;
  if (!first) throw new ModelError(missingComponents(files, components));
  requireCompanions(path, kind);
  if (kind === 'text') requireWholeEmbedder(path, graphOf(path, files.subfolder, fileOf('model', first)));
  const graphs = components.map((component) => graphOf(path, files.subfolder, fileOf(component, first)));
  return {
    path,
    kind,
    subfolder: files.subfolder,
    name: nameOf(path),
    architecture,
    capabilities: capabilities[kind],
    dimensions: kind === 'captioner' ? 0 : dimensionsOf(graphs[0], config),
    contextSize: kind === 'image' ? 0 : contextSizeOf(path, config, architecture),
    variants,
    licence: licenceIn(path),
  };
}

function readConfig(path: string): Config {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new ModelError('There is no such folder.');
  if (!stat.isDirectory()) throw new ModelError('An ONNX model is a folder with its config.json, and this is a file.');
  const config = readJson(path, 'config.json');
  if (config) return config;
  if (sizeOf(join(path, 'adapter_config.json')) !== undefined) {
    const base = readJson(path, 'adapter_config.json')?.base_model_name_or_path;
    throw new ModelError(
      `It is only an adapter, which refers to the model "${base}" on the Hugging Face hub. Holdfast fetches nothing from there: choose a folder with the whole model.`,
    );
  }
  if (statSync(join(path, 'snapshots'), { throwIfNoEntry: false }))
    throw new ModelError('It is an entry of the Hugging Face cache: choose the folder in its folder "snapshots".');
  throw new ModelError('Its file "config.json" is missing.');
}

function whyNoOnnxFiles(path: string): string {
  const other = fileNames(path).find((name) => /\.(safetensors|bin|pt|gguf)$/.test(name));
  if (other)
    return `It has no ONNX files; "${other}" is for another program. Choose a copy of the model that was made for ONNX.`;
  return 'It has no ONNX files, neither in the folder itself nor in its folder "onnx". Config files alone refer to a model that is elsewhere, and Holdfast fetches nothing from the Hugging Face hub.';
}

function kindOf(
  path: string,
  architecture: string,
  files: OnnxFiles,
): { kind: OnnxKind; components: readonly string[] } {
  const captioner = Object.hasOwn(captionerComponents, architecture) && captionerComponents[architecture];
  if (captioner) return { kind: 'captioner', components: captioner };
  const towers = ['text_model', 'vision_model'];
  if (twoTowerTypes.includes(architecture)) return { kind: 'two-tower', components: towers };
  const dtype = files.byComponent.get('model')?.values().next().value;
  if (!dtype) {
    const found = [...files.byComponent.keys()].map((name) => `"${name}"`).join(', ');
    throw new ModelError(
      `Its kind, "${architecture}", is not one that Holdfast can run: it consists of ${found}. Holdfast runs text and image embedding models in one file, ${twoTowerTypes.join(', ')}, and the captioners ${Object.keys(captionerComponents).join(' and ')}.`,
    );
  }
  const [variant] = variantsOf(path, files, ['model']);
  if (!variant) throw new ModelError(missingComponents(files, ['model']));
  return { kind: kindOfGraph(graphOf(path, files.subfolder, fileOf('model', variant))), components: ['model'] };
}

function kindOfGraph({ inputs, outputs }: OnnxGraph): OnnxKind {
  const has = (values: readonly GraphValue[], names: readonly string[]) =>
    values.some(({ name }) => names.includes(name));
  const [takesText, takesImages] = [has(inputs, ['input_ids']), has(inputs, ['pixel_values'])];
  if (takesText && !takesImages && has(outputs, textModelOutputs)) return 'text';
  if (takesImages && !takesText && has(outputs, imageOutputs)) return 'image';
  const names = (values: readonly GraphValue[]) => values.map(({ name }) => `"${name}"`).join(', ') || 'nothing';
  throw new ModelError(
    `It is not made for embedding: it takes ${names(inputs)} and gives ${names(outputs)}, where "input_ids" or "pixel_values" and "last_hidden_state" or an embedding are wanted.`,
  );
}

function missingComponents({ byComponent }: OnnxFiles, components: readonly string[]): string {
  const missing = components.filter((component) => !byComponent.has(component)).map((name) => `"${name}.onnx"`);
  if (missing.length === 0)
    return 'Its ONNX files are not kept in the same way, so that they cannot be loaded together.';
  return `It lacks ${missing.join(' and ')}, in any quantisation.`;
}

/** The files beside the networks that transformers.js needs. */
function requireCompanions(path: string, kind: OnnxKind): void {
  const needed = [
    ...(kind === 'image' ? [] : ['tokenizer.json', 'tokenizer_config.json']),
    ...(kind === 'text' ? [] : ['preprocessor_config.json']),
  ];
  const missing = needed.filter((name) => readJson(path, name) === undefined).map((name) => `"${name}"`);
  if (missing.length > 0) throw new ModelError(`It lacks ${missing.join(' and ')}.`);
}

/** Layers behind the pooling are in the network only where it gives the finished embedding. */
function requireWholeEmbedder(path: string, { outputs }: OnnxGraph): void {
  if (outputs.some(({ name }) => name === 'sentence_embedding')) return;
  const modules = readJsonList(path, 'modules.json');
  if (modules.some((module) => String((module as Config | null)?.type).endsWith('.Dense')))
    throw new ModelError(
      'Its ONNX file lacks its last layers (Dense), so that its vectors would be others. Choose a copy with the output "sentence_embedding".',
    );
}

function dimensionsOf(graph: OnnxGraph | undefined, config: Config): number {
  const output = [...textOutputs, ...imageOutputs]
    .map((wanted) => graph?.outputs.find(({ name }) => name === wanted))
    .find((value) => value !== undefined);
  return output?.shape.at(-1) ?? numberIn(config, dimensionKeys, ['text_config', 'vision_config']);
}

function contextSizeOf(path: string, config: Config, architecture: string): number {
  const positions = numberIn(config, contextKeys, ['text_config', 'decoder']);
  const limits = [
    positions - (offsetPositions.includes(architecture) ? 2 : 0),
    numberIn(readJson(path, 'tokenizer_config.json'), ['model_max_length']),
    numberIn(readJson(path, 'sentence_bert_config.json'), ['max_seq_length']),
  ].filter((limit) => limit > 0 && limit <= 1 << 20);
  return limits.length > 0 ? Math.min(...limits) : defaultContext;
}
