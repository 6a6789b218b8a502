import { encodeOnnx, type OnnxModel } from './onnx.ts';
import { json, type OnnxFolder, plainPreprocessor, wordTokenizer } from './onnx-folder.ts';
import { colours } from './onnx-models.ts';

const question = 'describe';
const channels = 3;

/**
 * A captioner of Florence 2's kind, of four networks, which says "a plain red picture" when it is asked to describe one.
 * A token is a dimension of its own; three more hold the picture's colour.
 */
export function onnxFlorence(): OnnxFolder {
  const { files, tokens } = wordTokenizer([question, 'a', 'plain', 'picture', ...Object.keys(colours)], 64);
  const id = (token: string) => tokens.indexOf(token);
  const special = {
    decoder_start_token_id: id('[CLS]'),
    bos_token_id: id('[CLS]'),
    eos_token_id: id('[SEP]'),
    pad_token_id: id('[PAD]'),
  };
  const preprocessor = {
    ...JSON.parse(String(plainPreprocessor(8)['preprocessor_config.json'])),
    processor_class: 'Florence2Processor',
    task_prompts_without_inputs: { '<CAPTION>': question },
  };
  const language = { model_type: 'florence2_language', d_model: tokens.length + channels, max_position_embeddings: 64 };
  return {
    'config.json': json({ model_type: 'florence2', is_encoder_decoder: true, ...special, text_config: language }),
    'generation_config.json': json(special),
    'preprocessor_config.json': json(preprocessor),
    ...files,
    'onnx/embed_tokens.onnx': encodeOnnx(embedding(tokens.length)),
    'onnx/vision_encoder.onnx': encodeOnnx(vision(tokens.length)),
    'onnx/encoder_model.onnx': encodeOnnx(encoder(tokens.length)),
    'onnx/decoder_model_merged.onnx': encodeOnnx(decoder(tokens)),
  };
}

function embedding(size: number): OnnxModel {
  const width = size + channels;
  const values = new Float32Array(size * width);
  for (let token = 0; token < size; token++) values[token * width + token] = 1;
  return {
    inputs: [{ name: 'input_ids', type: 'i64', shape: ['batch', 'tokens'] }],
    outputs: [{ name: 'inputs_embeds', type: 'f32', shape: ['batch', 'tokens', width] }],
    nodes: [{ op: 'Gather', inputs: ['embeddings', 'input_ids'], outputs: ['inputs_embeds'] }],
    weights: [{ name: 'embeddings', shape: [size, width], values }],
  };
}

function vision(size: number): OnnxModel {
  const width = size + channels;
  const values = new Float32Array(channels * width);
  for (let channel = 0; channel < channels; channel++) values[channel * width + size + channel] = 1;
  return {
    inputs: [{ name: 'pixel_values', type: 'f32', shape: ['batch', channels, 'height', 'width'] }],
    outputs: [{ name: 'image_features', type: 'f32', shape: ['batch', 1, width] }],
    nodes: [
      { op: 'GlobalAveragePool', inputs: ['pixel_values'], outputs: ['mean'] },
      { op: 'Flatten', inputs: ['mean'], outputs: ['colour'] },
      { op: 'MatMul', inputs: ['colour', 'placed'], outputs: ['pooled'] },
      { op: 'Unsqueeze', inputs: ['pooled', 'axis'], outputs: ['image_features'] },
    ],
    weights: [
      { name: 'placed', shape: [channels, width], values },
      { name: 'axis', shape: [1], values: BigInt64Array.of(1n) },
    ],
  };
}

/** The sum of what it was given: the colour, and which words the question has. */
function encoder(size: number): OnnxModel {
  const width = size + channels;
  return {
    inputs: [
      { name: 'inputs_embeds', type: 'f32', shape: ['batch', 'tokens', width] },
      { name: 'attention_mask', type: 'i64', shape: ['batch', 'tokens'] },
    ],
    outputs: [{ name: 'last_hidden_state', type: 'f32', shape: ['batch', 1, width] }],
    nodes: [{ op: 'ReduceSum', inputs: ['inputs_embeds', 'axis'], outputs: ['last_hidden_state'] }],
    weights: [{ name: 'axis', shape: [1], values: BigInt64Array.of(1n) }],
  };
}

function decoder(tokens: readonly string[]): OnnxModel {
  const size = tokens.length;
  const width = size + channels;
  const id = (token: string) => tokens.indexOf(token);
  const next = new Float32Array(width * size);
  const seen = new Float32Array(width * size);
  const gate = new Float32Array(width);
  const follow = (token: string, following: string) => {
    next[id(token) * size + id(following)] = 20;
  };
  follow('[CLS]', 'a');
  follow('a', 'plain');
  follow('picture', '[SEP]');
  gate[id('plain')] = 1;
  for (const [name, colour] of Object.entries(colours)) {
    follow(name, 'picture');
    // Without the question it does not name the colour.
    seen[id(question) * size + id(name)] = 10;
    for (const [channel, value] of colour.entries()) seen[(size + channel) * size + id(name)] = value;
  }
  return {
    inputs: [
      { name: 'inputs_embeds', type: 'f32', shape: ['batch', 'tokens', width] },
      { name: 'encoder_hidden_states', type: 'f32', shape: ['batch', 1, width] },
    ],
    outputs: [{ name: 'logits', type: 'f32', shape: ['batch', 'tokens', size] }],
    nodes: [
      { op: 'MatMul', inputs: ['inputs_embeds', 'next'], outputs: ['chain'] },
      { op: 'MatMul', inputs: ['inputs_embeds', 'gate'], outputs: ['open'] },
      { op: 'MatMul', inputs: ['encoder_hidden_states', 'seen'], outputs: ['colours'] },
      { op: 'Mul', inputs: ['open', 'colours'], outputs: ['named'] },
      { op: 'Add', inputs: ['chain', 'named'], outputs: ['logits'] },
    ],
    weights: [
      { name: 'next', shape: [width, size], values: next },
      { name: 'gate', shape: [width, 1], values: gate },
      { name: 'seen', shape: [width, size], values: seen },
    ],
  };
}
