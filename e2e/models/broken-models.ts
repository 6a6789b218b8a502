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
import { encodeAdapter } from './lora.ts';

type Metadata = Record<string, MetadataValue>;

const width = 32;
const vocabulary = [
  ...['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'],
  ...Array.from({ length: 35 }, (_, index) => `\u2581word${index}`),
];

function metadata(): Metadata {
  return {
    'general.architecture': string('bert'),
    'bert.context_length': u32(64),
    'bert.embedding_length': u32(width),
    'bert.block_count': u32(1),
    'bert.feed_forward_length': u32(32),
    'bert.attention.head_count': u32(2),
    'bert.attention.layer_norm_epsilon': f32(1e-12),
    'bert.attention.causal': bool(false),
    'bert.pooling_type': u32(1),
    'tokenizer.ggml.model': string('bert'),
    'tokenizer.ggml.tokens': arrayOf('string', vocabulary),
    'tokenizer.ggml.token_type_count': u32(2),
    'tokenizer.ggml.unknown_token_id': u32(1),
    'tokenizer.ggml.bos_token_id': u32(2),
    'tokenizer.ggml.seperator_token_id': u32(3),
  };
}

function tensors(): Tensor[] {
  const layer = (name: string) => [
    constantTensor(`${name}.weight`, [width, width], 0.1),
    constantTensor(`${name}.bias`, [width], 0),
  ];
  const norm = (name: string) => [
    constantTensor(`${name}.weight`, [width], 1),
    constantTensor(`${name}.bias`, [width], 0),
  ];
  return [
    constantTensor('token_embd.weight', [width, vocabulary.length], 0.1),
    constantTensor('position_embd.weight', [width, 64], 0),
    ...norm('token_embd_norm'),
    ...['attn_q', 'attn_k', 'attn_v', 'attn_output', 'ffn_up', 'ffn_down'].flatMap((name) => layer(`blk.0.${name}`)),
    ...norm('blk.0.attn_output_norm'),
    ...norm('blk.0.layer_output_norm'),
  ];
}

const withTensors = (change: (tensor: Tensor) => Tensor | Tensor[], changes: Metadata = {}) =>
  encodeGguf({ ...metadata(), ...changes }, tensors().flatMap(change));

const withMetadata = (changes: Metadata) => encodeGguf({ ...metadata(), ...changes }, tensors());

function without(key: string): Buffer {
  const rest = metadata();
  delete rest[key];
  return encodeGguf(rest, tensors());
}

/** Files whose form is right and whose content is not. llama.cpp ends the whole process on some of them. */
export function malformedModels(): Record<string, Buffer> {
  const duplicate = vocabulary.with(6, vocabulary[5] ?? '');
  return {
    'unknown architecture': withMetadata({ 'general.architecture': string('nosucharch') }),
    'unknown tokenizer': withMetadata({ 'tokenizer.ggml.model': string('nosuchtokenizer') }),
    'missing layers': withMetadata({ 'bert.block_count': u32(3) }),
    'no heads': withMetadata({ 'bert.attention.head_count': u32(0) }),
    'heads that do not divide the width': withMetadata({ 'bert.attention.head_count': u32(3) }),
    'unknown pooling': withMetadata({ 'bert.pooling_type': u32(77) }),
    'special token out of range': withMetadata({ 'tokenizer.ggml.seperator_token_id': u32(999) }),
    'duplicate words': withMetadata({ 'tokenizer.ggml.tokens': arrayOf('string', duplicate) }),
    'no unknown token': without('tokenizer.ggml.unknown_token_id'),
    'no width': without('bert.embedding_length'),
    'missing weights': withTensors((tensor) => (tensor.name === 'blk.0.attn_q.weight' ? [] : tensor)),
    'weights of the wrong shape': withTensors((tensor) =>
      tensor.name === 'blk.0.ffn_up.weight' ? constantTensor(tensor.name, [33, 32], 0) : tensor,
    ),
    'weights that are no numbers': withTensors(({ name, shape }) => constantTensor(name, shape, Number.NaN)),
    'weights twice': withTensors((tensor) => (tensor.name === 'token_embd.weight' ? [tensor, tensor] : tensor)),
    'fewer embeddings than words': withTensors(({ name, shape, ...rest }) =>
      name === 'token_embd.weight'
        ? constantTensor(name, [width, vocabulary.length - 1], 0.1)
        : ({ name, shape, ...rest } as Tensor),
    ),
    'no words': withMetadata({ 'tokenizer.ggml.tokens': arrayOf('string', []) }),
    'words that are numbers': withMetadata({ 'tokenizer.ggml.tokens': arrayOf('u32', [1, 2, 3]) }),
    'a word that is empty': withMetadata({ 'tokenizer.ggml.tokens': arrayOf('string', vocabulary.with(6, '')) }),
    'no list of words': without('tokenizer.ggml.tokens'),
    'context of no length': withMetadata({ 'bert.context_length': u32(0) }),
    'width as a text': withMetadata({ 'bert.embedding_length': string('wide') }),
    'absurdly many layers': withMetadata({ 'bert.block_count': u32(2 ** 31) }),
    'absurdly many heads': withMetadata({ 'bert.attention.head_count': u32(2 ** 31) }),
    'a reranker without a head': withMetadata({ 'bert.pooling_type': u32(4) }),
    'a reranker whose head does not fit': withTensors(
      (tensor) =>
        tensor.name === 'token_embd.weight'
          ? [tensor, constantTensor('cls.weight', [7, 7], 0), constantTensor('cls.output.weight', [7, 1], 0)]
          : tensor,
      { 'bert.pooling_type': u32(4) },
    ),
    'the image part of a model': withMetadata({ 'general.architecture': string('clip') }),
    'an adapter alone': encodeAdapter('bert', [
      { name: 'blk.0.attn_q.weight', a: new Float32Array(width), b: new Float32Array(width), rank: 1 },
    ]),
  };
}

/** Chat models whose templates are broken or hostile; the weights are in order. `encode` makes one with a template. */
export const hostileTemplates: Readonly<Record<string, string>> = {
  'a template that does not end':
    '{% for a in range(99999999) %}{% for b in range(99999999) %}{{ b }}{% endfor %}{% endfor %}',
  'a template that calls itself':
    '{% macro again(n) %}{{ again(n + 1) }}{% endmacro %}{{ again(0) }}{% for m in messages %}{{ m.content }}{% endfor %}',
  'a template that grows without end':
    "{% set ns = namespace(s='x') %}{% for i in range(200) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}",
  'a template that throws': "{{ raise_exception('never') }}",
};

/** The model that the malformed ones are variations of. */
export const wellFormedModel = () => encodeGguf(metadata(), tensors());

/** Its parts, to be put into several files. */
export const wellFormedParts = () => [metadata(), tensors()] as const;
