import { commonWords } from './common-words.ts';
import { gaussianVector } from './noise.ts';
import { encodeOnnx, type OnnxModel, type OnnxWeights } from './onnx.ts';
import { json, type OnnxFolder, plainPreprocessor, wordTokenizer } from './onnx-folder.ts';

/** Special tokens mean nothing. */
const isSpecial = (token: string) => token.startsWith('[');

const card = '---\nlicense: apache-2.0\nlibrary_name: transformers.js\n---\n# Made by a test\n';

export interface OnnxEmbedderOptions {
  /** Groups of words that mean the same. */
  synonyms?: readonly (readonly string[])[];
  dimensions?: number;
  contextSize?: number;
}

/** The network of a bag-of-words embedder: a token's vector is noise that depends on its word. */
export function bagOfWordsGraph({ synonyms = [], dimensions = 64 }: OnnxEmbedderOptions = {}) {
  const tokenizer = wordTokenizer([...commonWords, ...synonyms.flat()]);
  const meaning = new Map(synonyms.flatMap((group) => group.map((word) => [word, group.join('/')])));
  const values = new Float32Array(tokenizer.tokens.length * dimensions);
  for (const [id, token] of tokenizer.tokens.entries()) {
    if (!isSpecial(token)) values.set(gaussianVector(meaning.get(token) ?? token, dimensions), id * dimensions);
  }
  const embeddings: OnnxWeights = { name: 'embeddings', shape: [tokenizer.tokens.length, dimensions], values };
  const tokens = ['batch', 'tokens'];
  const model: OnnxModel = {
    inputs: ['input_ids', 'attention_mask', 'token_type_ids'].map((name) => ({ name, type: 'i64', shape: tokens })),
    outputs: [{ name: 'last_hidden_state', type: 'f32', shape: [...tokens, dimensions] }],
    nodes: [{ op: 'Gather', inputs: ['embeddings', 'input_ids'], outputs: ['last_hidden_state'] }],
    weights: [embeddings],
  };
  return { model, tokenizer };
}

/** A text embedding model of the BERT kind, whose texts are near when they share words or declared synonyms. */
export function onnxTextEmbedder(options: OnnxEmbedderOptions = {}): OnnxFolder {
  const { model, tokenizer } = bagOfWordsGraph(options);
  const config = {
    model_type: 'bert',
    hidden_size: options.dimensions ?? 64,
    max_position_embeddings: options.contextSize ?? 512,
  };
  const graph = encodeOnnx(model);
  return {
    'config.json': json(config),
    'README.md': card,
    ...tokenizer.files,
    'onnx/model.onnx': graph,
    'onnx/model_quantized.onnx': graph,
  };
}

/** Corners of the cube of colours: what the made image models can tell apart. */
export const colours: Readonly<Record<string, readonly [number, number, number]>> = {
  red: [1, -1, -1],
  green: [-1, 1, -1],
  blue: [-1, -1, 1],
  yellow: [1, 1, -1],
  purple: [1, -1, 1],
  white: [1, 1, 1],
  black: [-1, -1, -1],
};

const towerDimensions = 16;

/** Two encoders in the manner of CLIP or SigLIP: a text of colours is near a picture of them. */
export function onnxTwoTowers(architecture: 'clip' | 'siglip' = 'clip'): OnnxFolder {
  const { files, tokens } = wordTokenizer([...Object.keys(colours), ...commonWords], 32);
  const output = architecture === 'clip' ? ['text_embeds', 'image_embeds'] : ['pooler_output', 'pooler_output'];
  const [textOutput = '', imageOutput = ''] = output;
  const words = new Float32Array(tokens.length * towerDimensions);
  for (const [id, token] of tokens.entries()) words.set(projected(colours[token] ?? [0, 0, 0]), id * towerDimensions);
  const textModel: OnnxModel = {
    inputs: [{ name: 'input_ids', type: 'i64', shape: ['batch', 'tokens'] }],
    outputs: [{ name: textOutput, type: 'f32', shape: ['batch', towerDimensions] }],
    nodes: [
      { op: 'Gather', inputs: ['words', 'input_ids'], outputs: ['each'] },
      { op: 'ReduceSum', inputs: ['each', 'axis'], outputs: [textOutput], attributes: { keepdims: 0 } },
    ],
    weights: [
      { name: 'words', shape: [tokens.length, towerDimensions], values: words },
      { name: 'axis', shape: [1], values: BigInt64Array.of(1n) },
    ],
  };
  return {
    'config.json': json({
      model_type: architecture,
      projection_dim: towerDimensions,
      text_config: { max_position_embeddings: 32 },
    }),
    'README.md': card,
    ...files,
    ...plainPreprocessor(8),
    'onnx/text_model.onnx': encodeOnnx(textModel),
    'onnx/vision_model.onnx': encodeOnnx(colourGraph(imageOutput, projection(), towerDimensions)),
  };
}

/** An image embedding model of the ViT kind without a text encoder. */
export function onnxImageEmbedder(): OnnxFolder {
  return {
    'config.json': json({ model_type: 'vit', hidden_size: towerDimensions }),
    ...plainPreprocessor(8),
    'onnx/model.onnx': encodeOnnx(colourGraph('pooler_output', projection(), towerDimensions)),
  };
}

/** A network that makes the mean colour of a picture into a vector by a matrix of 3 rows. */
function colourGraph(output: string, matrix: Float32Array, dimensions: number): OnnxModel {
  return {
    inputs: [{ name: 'pixel_values', type: 'f32', shape: ['batch', 3, 'height', 'width'] }],
    outputs: [{ name: output, type: 'f32', shape: ['batch', dimensions] }],
    nodes: [
      { op: 'GlobalAveragePool', inputs: ['pixel_values'], outputs: ['mean'] },
      { op: 'Flatten', inputs: ['mean'], outputs: ['colour'] },
      { op: 'MatMul', inputs: ['colour', 'matrix'], outputs: [output] },
    ],
    weights: [{ name: 'matrix', shape: [3, dimensions], values: matrix }],
  };
}

function projection(): Float32Array {
  return Float32Array.from([0, 1, 2].flatMap((channel) => [...gaussianVector(`channel ${channel}`, towerDimensions)]));
}

function projected(colour: readonly number[]): Float32Array {
  const matrix = projection();
  return Float32Array.from({ length: towerDimensions }, (_, index) =>
    colour.reduce((sum, value, channel) => sum + value * (matrix[channel * towerDimensions + index] ?? 0), 0),
  );
}

const captionWords = ['a', 'plain', 'picture', ...Object.keys(colours)];

/**
 * A captioner of the kind "vision encoder, text decoder", which says "a plain red picture". Its decoder tells the next
 * word by the last one alone, and the colour by the picture.
 */
export function onnxCaptioner(): OnnxFolder {
  const { files, tokens } = wordTokenizer(captionWords, 64);
  const id = (token: string) => tokens.indexOf(token);
  const encoder = colourGraph('pooled', Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), 3);
  const config = {
    model_type: 'vision-encoder-decoder',
    is_encoder_decoder: true,
    decoder_start_token_id: id('[CLS]'),
    eos_token_id: id('[SEP]'),
    pad_token_id: id('[PAD]'),
    encoder: { model_type: 'vit', hidden_size: 3 },
    decoder: { model_type: 'gpt2', n_positions: 64, n_embd: 3, n_head: 1, n_layer: 1, vocab_size: tokens.length },
  };
  return {
    'config.json': json(config),
    'generation_config.json': json({
      decoder_start_token_id: id('[CLS]'),
      bos_token_id: id('[CLS]'),
      eos_token_id: id('[SEP]'),
      pad_token_id: id('[PAD]'),
    }),
    ...files,
    ...plainPreprocessor(8),
    'onnx/encoder_model.onnx': encodeOnnx({
      ...encoder,
      outputs: [{ name: 'last_hidden_state', type: 'f32', shape: ['batch', 1, 3] }],
      nodes: [...encoder.nodes, { op: 'Unsqueeze', inputs: ['pooled', 'axis'], outputs: ['last_hidden_state'] }],
      weights: [...encoder.weights, { name: 'axis', shape: [1], values: BigInt64Array.of(1n) }],
    }),
    'onnx/decoder_model_merged.onnx': encodeOnnx(captionDecoder(tokens)),
  };
}

function captionDecoder(tokens: readonly string[]): OnnxModel {
  const size = tokens.length;
  const id = (token: string) => tokens.indexOf(token);
  const next = new Float32Array(size * size);
  const follow = (token: string, following: string) => {
    next[id(token) * size + id(following)] = 20;
  };
  follow('[CLS]', 'a');
  follow('a', 'plain');
  for (const colour of Object.keys(colours)) follow(colour, 'picture');
  follow('picture', '[SEP]');
  const colourOf = new Float32Array(3 * size);
  for (const [name, colour] of Object.entries(colours)) {
    for (const [channel, value] of colour.entries()) colourOf[channel * size + id(name)] = value;
  }
  const wantsColour = Float32Array.from(tokens, (token) => (token === 'plain' ? 1 : 0));
  return {
    inputs: [
      { name: 'input_ids', type: 'i64', shape: ['batch', 'tokens'] },
      { name: 'encoder_hidden_states', type: 'f32', shape: ['batch', 1, 3] },
    ],
    outputs: [{ name: 'logits', type: 'f32', shape: ['batch', 'tokens', size] }],
    nodes: [
      { op: 'Gather', inputs: ['next', 'input_ids'], outputs: ['chain'] },
      { op: 'Gather', inputs: ['wants colour', 'input_ids'], outputs: ['gate'] },
      { op: 'MatMul', inputs: ['encoder_hidden_states', 'colour of'], outputs: ['colours'] },
      { op: 'Mul', inputs: ['gate', 'colours'], outputs: ['seen'] },
      { op: 'Add', inputs: ['chain', 'seen'], outputs: ['logits'] },
    ],
    weights: [
      { name: 'next', shape: [size, size], values: next },
      { name: 'wants colour', shape: [size, 1], values: wantsColour },
      { name: 'colour of', shape: [3, size], values: colourOf },
    ],
  };
}
