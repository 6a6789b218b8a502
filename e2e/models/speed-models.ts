/// <reference lib="esnext.float16" />
// Models with the dimensions of real ones and with noise for weights: what they say is noise, how fast they are is real.
import { randomFillSync } from 'node:crypto';
import {
  arrayOf,
  bool,
  constantTensor,
  encodeGguf,
  f32,
  type MetadataValue,
  string,
  type Tensor,
  u32,
} from './gguf.ts';

/** Values in a block of the quantised formats, and the bytes of one: a scale in 16 bits, then the quants. */
const blockSize = 32;
const blockBytes = { Q4_0: 18, Q8_0: 34 } as const;
/** The standard deviation of quants that are evenly spread, by which a scale has to be divided. */
const quantDeviation = { Q4_0: 4.6, Q8_0: 74 } as const;

function noise(name: string, shape: readonly number[], format: 'Q4_0' | 'Q8_0', deviation: number): Tensor {
  const bytes = blockBytes[format];
  const blocks = randomFillSync(
    Buffer.alloc((shape.reduce((product, length) => product * length, 1) / blockSize) * bytes),
  );
  const scale = new Uint16Array(Float16Array.of(deviation / quantDeviation[format]).buffer)[0] ?? 0;
  for (let offset = 0; offset < blocks.length; offset += bytes) blocks.writeUInt16LE(scale, offset);
  return { name, shape, format, blocks };
}

/** Unknown, start, end; then what ChatML needs; bytes; letters, pairs of letters, and fillers. */
function decoderVocabulary(size: number): { tokens: string[]; types: number[] } {
  const [normal, unknown, control, byte] = [1, 2, 3, 6];
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const special = ['<unk>', '<s>', '</s>', '<|im_start|>', '<|im_end|>'];
  const bytes = Array.from({ length: 256 }, (_, code) => `<0x${code.toString(16).toUpperCase().padStart(2, '0')}>`);
  const signs = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
  const pairs = letters.flatMap((first) => letters.flatMap((second) => [first + second, `\u2581${first}${second}`]));
  const words = ['\u2581', ...signs, ...letters.map((letter) => `\u2581${letter}`), ...pairs];
  const start = [...special, ...bytes, ...words];
  const fillers = Array.from({ length: size - start.length }, (_, index) => `tok${index} `);
  const types = [unknown, ...special.slice(1).map(() => control), ...bytes.map(() => byte)];
  const tokens = [...start, ...fillers];
  return { tokens, types: [...types, ...Array<number>(tokens.length - types.length).fill(normal)] };
}

const chatTemplate = `{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}`;

/** A chat model with the dimensions of Qwen2 0.5B, except for a vocabulary of 32,000 tokens; 4 bits a weight. */
export function speedDecoder(): Buffer {
  const [layers, width, hidden, heads, headsKv, headSize, contextSize] = [24, 896, 4864, 14, 2, 64, 4096];
  const { tokens, types } = decoderVocabulary(32_000);
  const weights = (name: string, inputs: number, outputs: number) =>
    noise(`${name}.weight`, [inputs, outputs], 'Q4_0', 0.02);
  const tensors = [
    noise('token_embd.weight', [width, tokens.length], 'Q8_0', 0.02),
    constantTensor('output_norm.weight', [width], 1),
    ...Array.from({ length: layers }, (_, layer) => `blk.${layer}`).flatMap((block) => [
      constantTensor(`${block}.attn_norm.weight`, [width], 1),
      weights(`${block}.attn_q`, width, heads * headSize),
      weights(`${block}.attn_k`, width, headsKv * headSize),
      weights(`${block}.attn_v`, width, headsKv * headSize),
      weights(`${block}.attn_output`, heads * headSize, width),
      constantTensor(`${block}.attn_q.bias`, [heads * headSize], 0),
      constantTensor(`${block}.attn_k.bias`, [headsKv * headSize], 0),
      constantTensor(`${block}.attn_v.bias`, [headsKv * headSize], 0),
      constantTensor(`${block}.ffn_norm.weight`, [width], 1),
      weights(`${block}.ffn_gate`, width, hidden),
      weights(`${block}.ffn_up`, width, hidden),
      weights(`${block}.ffn_down`, hidden, width),
    ]),
  ];
  const metadata: Record<string, MetadataValue> = {
    'general.architecture': string('qwen2'),
    'general.name': string('Noise 0.5B'),
    'general.file_type': u32(2),
    'qwen2.context_length': u32(contextSize),
    'qwen2.embedding_length': u32(width),
    'qwen2.block_count': u32(layers),
    'qwen2.feed_forward_length': u32(hidden),
    'qwen2.attention.head_count': u32(heads),
    'qwen2.attention.head_count_kv': u32(headsKv),
    'qwen2.rope.freq_base': f32(1e6),
    'qwen2.attention.layer_norm_rms_epsilon': f32(1e-6),
    'tokenizer.ggml.model': string('llama'),
    'tokenizer.ggml.tokens': arrayOf('string', tokens),
    'tokenizer.ggml.scores': arrayOf(
      'f32',
      tokens.map((_, id) => -id),
    ),
    'tokenizer.ggml.token_type': arrayOf('i32', types),
    'tokenizer.ggml.bos_token_id': u32(1),
    'tokenizer.ggml.eos_token_id': u32(4),
    'tokenizer.ggml.unknown_token_id': u32(0),
    'tokenizer.ggml.add_bos_token': bool(true),
    'tokenizer.ggml.add_space_prefix': bool(false),
    'tokenizer.chat_template': string(chatTemplate),
  };
  return encodeGguf(metadata, tensors);
}

/** An embedding model with the dimensions of MiniLM L6; 8 bits a weight. */
export function speedEncoder(words: readonly string[]): Buffer {
  const [layers, width, hidden, heads, contextSize, size] = [6, 384, 1536, 12, 512, 30_522];
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
  const known = [...new Set([...special, ...words.map((word) => `\u2581${word}`)])];
  const tokens = [...known, ...Array.from({ length: size - known.length }, (_, index) => `[unused${index}]`)];
  const [normal, unknown, control] = [1, 2, 3];
  const norm = (name: string) => [
    constantTensor(`${name}.weight`, [width], 1),
    constantTensor(`${name}.bias`, [width], 0),
  ];
  const weights = (name: string, inputs: number, outputs: number) => [
    noise(`${name}.weight`, [inputs, outputs], 'Q8_0', 0.05),
    constantTensor(`${name}.bias`, [outputs], 0),
  ];
  const tensors = [
    noise('token_embd.weight', [width, size], 'Q8_0', 0.05),
    noise('position_embd.weight', [width, contextSize], 'Q8_0', 0.02),
    constantTensor('token_types.weight', [width, 2], 0),
    ...norm('token_embd_norm'),
    ...Array.from({ length: layers }, (_, layer) => `blk.${layer}`).flatMap((block) => [
      ...['q', 'k', 'v', 'output'].flatMap((name) => weights(`${block}.attn_${name}`, width, width)),
      ...norm(`${block}.attn_output_norm`),
      ...weights(`${block}.ffn_up`, width, hidden),
      ...weights(`${block}.ffn_down`, hidden, width),
      ...norm(`${block}.layer_output_norm`),
    ]),
  ];
  const metadata: Record<string, MetadataValue> = {
    'general.architecture': string('bert'),
    'general.name': string('Noise MiniLM'),
    'general.file_type': u32(7),
    'bert.context_length': u32(contextSize),
    'bert.embedding_length': u32(width),
    'bert.block_count': u32(layers),
    'bert.feed_forward_length': u32(hidden),
    'bert.attention.head_count': u32(heads),
    'bert.attention.layer_norm_epsilon': f32(1e-12),
    'bert.attention.causal': bool(false),
    'bert.pooling_type': u32(1),
    'tokenizer.ggml.model': string('bert'),
    'tokenizer.ggml.token_type_count': u32(2),
    'tokenizer.ggml.tokens': arrayOf('string', tokens),
    'tokenizer.ggml.token_type': arrayOf(
      'i32',
      tokens.map((_, id) => (id === 1 ? unknown : id < special.length ? control : normal)),
    ),
    'tokenizer.ggml.bos_token_id': u32(2),
    'tokenizer.ggml.eos_token_id': u32(3),
    'tokenizer.ggml.cls_token_id': u32(2),
    'tokenizer.ggml.seperator_token_id': u32(3),
    'tokenizer.ggml.padding_token_id': u32(0),
    'tokenizer.ggml.unknown_token_id': u32(1),
    'tokenizer.ggml.mask_token_id': u32(4),
  };
  return encodeGguf(metadata, tensors);
}
