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

const width = 32;
const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
/** llama.cpp marks a piece that begins a word. */
const wordStart = '\u2581';

export interface RerankerOptions {
  /** Words that make a text rank high. */
  relevant: readonly string[];
  /** Words that it knows besides. */
  others: readonly string[];
  contextSize?: number;
}

/**
 * A reranker of the BERT architecture, with a classification head, as a GGUF file's bytes. Query and document together
 * score by their share of relevant words.
 */
export function wordReranker({ relevant, others, contextSize = 512 }: RerankerOptions): Buffer {
  const words = [...new Set([...relevant, ...others])].map((word) => wordStart + word);
  const letters = [...'abcdefghijklmnopqrstuvwxyz'].flatMap((letter) => [letter, wordStart + letter]);
  const vocabulary = [...new Set([...specialTokens, ...letters, ...words])];
  const isRelevant = new Set(relevant.map((word) => wordStart + word));
  const embeddings = new Float32Array(vocabulary.length * width);
  for (const [id, token] of vocabulary.entries())
    embeddings.set(isRelevant.has(token) ? [3, -3, 1, -1] : [0, 0, 1, -1], id * width);
  return encodeGguf(metadata(vocabulary, contextSize), tensors(embeddings, vocabulary.length, contextSize));
}

/** Attention takes the mean over all tokens; the head reads off how relevant that is. */
function tensors(embeddings: Float32Array, vocabularySize: number, contextSize: number): Tensor[] {
  const norm = (name: string) => [
    constantTensor(`${name}.weight`, [width], 1),
    constantTensor(`${name}.bias`, [width], 0),
  ];
  const zero = (name: string) => [
    constantTensor(`${name}.weight`, [width, width], 0),
    constantTensor(`${name}.bias`, [width], 0),
  ];
  const same = (name: string) => [identity(`${name}.weight`), constantTensor(`${name}.bias`, [width], 0)];
  const readOff = new Float32Array(width);
  readOff[0] = 6;
  return [
    { name: 'token_embd.weight', shape: [width, vocabularySize], format: 'F32', values: embeddings },
    constantTensor('position_embd.weight', [width, contextSize], 0),
    constantTensor('token_types.weight', [width, 2], 0),
    ...norm('token_embd_norm'),
    ...['blk.0.attn_q', 'blk.0.attn_k', 'blk.0.ffn_up', 'blk.0.ffn_down'].flatMap(zero),
    ...['blk.0.attn_v', 'blk.0.attn_output', 'cls'].flatMap(same),
    ...norm('blk.0.attn_output_norm'),
    ...norm('blk.0.layer_output_norm'),
    { name: 'cls.output.weight', shape: [width, 1], format: 'F32', values: readOff },
    constantTensor('cls.output.bias', [1], -3),
  ];
}

function identity(name: string): Tensor {
  const values = new Float32Array(width * width);
  for (let index = 0; index < width; index++) values[index * (width + 1)] = 1;
  return { name, shape: [width, width], format: 'F32', values };
}

function metadata(vocabulary: string[], contextSize: number): Record<string, MetadataValue> {
  const [normal, unknown, control] = [1, 2, 3];
  const types = vocabulary.map((_, id) => (id === 1 ? unknown : id < specialTokens.length ? control : normal));
  return {
    'general.architecture': string('bert'),
    'general.name': string('Word reranker'),
    'general.license': string('apache-2.0'),
    'general.languages': arrayOf('string', ['en']),
    'bert.context_length': u32(contextSize),
    'bert.embedding_length': u32(width),
    'bert.block_count': u32(1),
    'bert.feed_forward_length': u32(width),
    'bert.attention.head_count': u32(2),
    'bert.attention.layer_norm_epsilon': f32(1e-12),
    'bert.attention.causal': bool(false),
    'bert.pooling_type': u32(4),
    'tokenizer.ggml.model': string('bert'),
    'tokenizer.ggml.token_type_count': u32(2),
    'tokenizer.ggml.tokens': arrayOf('string', vocabulary),
    'tokenizer.ggml.token_type': arrayOf('i32', types),
    'tokenizer.ggml.bos_token_id': u32(2),
    'tokenizer.ggml.eos_token_id': u32(3),
    'tokenizer.ggml.cls_token_id': u32(2),
    'tokenizer.ggml.seperator_token_id': u32(3),
    'tokenizer.ggml.padding_token_id': u32(0),
    'tokenizer.ggml.unknown_token_id': u32(1),
  };
}
