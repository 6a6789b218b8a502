import { commonWords } from './common-words.ts';
import {
  arrayOf,
  bool,
  constantTensor,
  encodeGguf,
  encodeSplitGguf,
  f32,
  type MetadataValue,
  string,
  type Tensor,
  u32,
} from './gguf.ts';
import { encodeAdapter } from './lora.ts';
import { gaussianVector } from './noise.ts';

export interface EmbedderOptions {
  /** Words that get a vector of their own, besides the common ones; any other word is made of its pieces. */
  words?: readonly string[];
  /** Groups of words that mean nearly the same. */
  synonyms?: readonly (readonly string[])[];
  dimensions?: number;
  contextSize?: number;
}

const stopWords = new Set(
  `the a an of to in on at for and or is are was were be been it its this that these those with by from as i you he she we
  they what which who how when where why do does did can could will would should my your our their not no me us have has
  had but if so than then there here about into over`.split(/\s+/),
);

/** llama.cpp marks a piece that begins a word. */
const wordStart = '\u2581';
const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index).toLowerCase());

/**
 * A model of the BERT architecture that llama.cpp embeds text with, as a GGUF file's bytes. A text's vector is the mean
 * of its words' vectors, which are noise that depends on the word, so texts are near when they share words, word stems
 * or declared synonyms. Attention and feed-forward are zero. Words without meaning weigh little.
 */
export function bagOfWordsEmbedder(options: EmbedderOptions = {}): Buffer {
  return encodeGguf(...makeEmbedder(options));
}

/** The same in several files. */
export function splitBagOfWordsEmbedder(parts: number, options: EmbedderOptions = {}): Buffer[] {
  return encodeSplitGguf(...makeEmbedder(options), parts);
}

/** A LoRA adapter for such an embedder, which mixes every text's meaning with noise. */
export function noiseAdapter(dimensions = 256, architecture = 'bert'): Buffer {
  const rank = 8;
  const part = (name: string) => gaussianVector(name, rank * dimensions).map((value) => value / Math.sqrt(rank));
  const adapted = ['blk.0.attn_v.weight', 'blk.0.attn_output.weight'];
  return encodeAdapter(
    architecture,
    adapted.map((name) => ({ name, a: part(`${name} a`), b: part(`${name} b`), rank })),
  );
}

function makeEmbedder(options: EmbedderOptions): [metadata: Record<string, MetadataValue>, tensors: Tensor[]] {
  const { words = [], synonyms = [], dimensions = 256, contextSize = 512 } = options;
  const vocabulary = makeVocabulary([...commonWords, ...words, ...synonyms.flat()].map((word) => word.toLowerCase()));
  const synonymOf = new Map(synonyms.flatMap((group) => group.map((word) => [word.toLowerCase(), group.join('/')])));
  const embeddings = new Float32Array(vocabulary.length * dimensions);
  for (const [id, token] of vocabulary.entries()) {
    if (id >= specialTokens.length) embeddings.set(tokenVector(token, dimensions, synonymOf), id * dimensions);
  }
  return [metadata(vocabulary, dimensions, contextSize), tensors(embeddings, dimensions, contextSize)];
}

/** Every piece of two letters and every piece of three that common words have, so that unknown words get a vector too. */
function makeVocabulary(words: string[]): string[] {
  const pairs = letters.flatMap((first) => letters.map((second) => first + second));
  const triples = words.flatMap((word) =>
    Array.from({ length: Math.max(0, word.length - 2) }, (_, at) => word.slice(at, at + 3)),
  );
  const pieces = [...printable, ...pairs, ...triples];
  const starts = [...pieces, ...words].map((piece) => wordStart + piece);
  return [...new Set([...specialTokens, ...starts, ...pieces])];
}

/**
 * The first two dimensions hold a ballast of +c and −c. The layer norm divides by the standard deviation, so the
 * ballast shrinks all others: that is how a token gets a weight. The last layer norm drops the ballast.
 */
function tokenVector(token: string, dimensions: number, synonymOf: ReadonlyMap<string, string>): Float32Array {
  const startsWord = token.startsWith(wordStart);
  const piece = startsWord ? token.slice(1) : token;
  const length = dimensions - 2;
  const meaning = gaussianVector(token, length);
  const stems = Array.from({ length: Math.max(0, piece.length - 1) }, (_, at) => `^${piece}$`.slice(at, at + 4));
  if (piece.length >= 4)
    for (const stem of stems) add(meaning, gaussianVector(`stem ${stem}`, length), 1 / Math.sqrt(stems.length));
  const synonym = startsWord && synonymOf.get(piece);
  if (synonym) add(meaning, gaussianVector(`synonym ${synonym}`, length), 1.5);
  const weight = tokenWeight(piece, startsWord);
  const ballast = Math.sqrt(((1 / weight ** 2 - 1) * length) / 2);
  return Float32Array.of(ballast, -ballast, ...standardised(meaning));
}

function tokenWeight(piece: string, startsWord: boolean): number {
  if (!/[a-z0-9]/.test(piece)) return 0.02;
  if (startsWord && stopWords.has(piece)) return 0.1;
  if (piece.length === 1) return 0.3;
  return piece.length === 2 ? 0.6 : 1;
}

function add(sum: Float32Array, vector: Float32Array, scale: number): void {
  for (const [index, value] of vector.entries()) sum[index] = (sum[index] ?? 0) + scale * value;
}

/** Mean 0 and standard deviation 1. */
function standardised(vector: Float32Array): Float32Array {
  const mean = vector.reduce((sum, value) => sum + value, 0) / vector.length;
  const deviation = Math.sqrt(vector.reduce((sum, value) => sum + (value - mean) ** 2, 0) / vector.length);
  return vector.map((value) => (value - mean) / deviation);
}

function tensors(embeddings: Float32Array, dimensions: number, contextSize: number): Tensor[] {
  const hidden = 32;
  const withBias = (name: string, inputs: number, outputs: number) => [
    constantTensor(`${name}.weight`, [inputs, outputs], 0),
    constantTensor(`${name}.bias`, [outputs], 0),
  ];
  const norm = (name: string) => [
    constantTensor(`${name}.weight`, [dimensions], 1),
    constantTensor(`${name}.bias`, [dimensions], 0),
  ];
  const withoutBallast = new Float32Array(dimensions).fill(1, 2);
  return [
    {
      name: 'token_embd.weight',
      shape: [dimensions, embeddings.length / dimensions],
      format: 'F16',
      values: embeddings,
    },
    constantTensor('position_embd.weight', [dimensions, contextSize], 0),
    constantTensor('token_types.weight', [dimensions, 2], 0),
    ...norm('token_embd_norm'),
    ...['q', 'k', 'v', 'output'].flatMap((name) => withBias(`blk.0.attn_${name}`, dimensions, dimensions)),
    ...norm('blk.0.attn_output_norm'),
    ...withBias('blk.0.ffn_up', dimensions, hidden),
    ...withBias('blk.0.ffn_down', hidden, dimensions),
    { name: 'blk.0.layer_output_norm.weight', shape: [dimensions], format: 'F32', values: withoutBallast },
    constantTensor('blk.0.layer_output_norm.bias', [dimensions], 0),
  ];
}

function metadata(vocabulary: string[], dimensions: number, contextSize: number) {
  const [normal, unknown, control] = [1, 2, 3];
  const types = vocabulary.map((token, id) =>
    token === '[UNK]' ? unknown : id < specialTokens.length ? control : normal,
  );
  return {
    'general.architecture': string('bert'),
    'general.name': string('Bag of words'),
    'general.type': string('model'),
    'general.license': string('apache-2.0'),
    'general.file_type': u32(1),
    'bert.context_length': u32(contextSize),
    'bert.embedding_length': u32(dimensions),
    'bert.block_count': u32(1),
    'bert.feed_forward_length': u32(32),
    'bert.attention.head_count': u32(2),
    'bert.attention.layer_norm_epsilon': f32(1e-12),
    'bert.attention.causal': bool(false),
    'bert.pooling_type': u32(1),
    'tokenizer.ggml.model': string('bert'),
    'tokenizer.ggml.pre': string('default'),
    'tokenizer.ggml.token_type_count': u32(2),
    'tokenizer.ggml.tokens': arrayOf('string', vocabulary),
    'tokenizer.ggml.token_type': arrayOf('i32', types),
    'tokenizer.ggml.scores': arrayOf('f32', new Array<number>(vocabulary.length).fill(0)),
    'tokenizer.ggml.bos_token_id': u32(2),
    'tokenizer.ggml.eos_token_id': u32(3),
    'tokenizer.ggml.cls_token_id': u32(2),
    'tokenizer.ggml.seperator_token_id': u32(3),
    'tokenizer.ggml.padding_token_id': u32(0),
    'tokenizer.ggml.unknown_token_id': u32(1),
    'tokenizer.ggml.mask_token_id': u32(4),
    'tokenizer.ggml.add_bos_token': bool(true),
    'tokenizer.ggml.add_eos_token': bool(true),
  };
}
