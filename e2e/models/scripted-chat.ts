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
import { signVector } from './noise.ts';
import { compileScript, type Script, type ScriptedRule, slotCount } from './script.ts';

export interface ScriptedChatOptions {
  rules: readonly ScriptedRule[];
  /** The answer when no keyword stands in the last user message. */
  otherwise: string;
  /** Up to 16,384, which is as far as the weights tell near from far. A token is about one character. */
  contextSize?: number;
  /** In Jinja; ChatML if not given. */
  template?: string;
}

/*
 * Two transformer layers with weights set by hand:
 *
 *   layer 0  attention: every token looks up the nearest message start behind it, so it knows whose message it is in.
 *   layer 1  attention: every token looks up the nearest keyword (or message start) in a user message: the slot.
 *            feed-forward: one hidden unit a transition, which fires for its token AND its slot, and writes the code
 *            of the next token.
 *   output   decodes the next token; where no transition fired, the end of the message wins.
 */
const headSize = 64;
const codeSize = 192;
const nextSize = 256;
/** What the attention writes, and the size of its square: the norms below have to know it. */
const written = 8;
const roles = ['system', 'user', 'assistant'] as const;
const userRole = roles.indexOf('user');

/** Where things stand in the vector that runs through the layers. */
function layOut() {
  let next = 0;
  const reserve = (length: number) => {
    next += length;
    return next - length;
  };
  const at = {
    one: reserve(1),
    fill: reserve(2),
    startsMessage: reserve(1),
    ownRole: reserve(roles.length),
    setsSlot: reserve(1),
    isKeyword: reserve(1),
    ownSlot: reserve(slotCount),
    code: reserve(codeSize),
    role: reserve(roles.length),
    slot: reserve(slotCount),
    next: reserve(nextSize),
  };
  return { ...at, width: Math.ceil(next / 32) * 32 };
}
const at = layOut();

/** The root mean square of the vector after both layers' attention: what the norms divide by. */
const normAfter = (attentions: number) => Math.sqrt(1 + (attentions * written ** 2) / at.width);

class Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;

  constructor(rows: number, columns: number) {
    this.rows = rows;
    this.columns = columns;
    this.values = new Float32Array(rows * columns);
  }

  set(row: number, column: number, ...values: number[]): void {
    this.values.set(values, row * this.columns + column);
  }

  tensor(name: string): Tensor {
    return { name, shape: [this.columns, this.rows], format: 'F16', values: this.values };
  }
}

/**
 * A chat model of the llama architecture, as a GGUF file's bytes, which answers by rules: the last keyword in the last
 * user message decides what it says. It runs through llama.cpp like any other, token by token.
 */
export function scriptedChat({
  rules,
  otherwise,
  contextSize = 16_384,
  template = chatTemplate,
}: ScriptedChatOptions): Buffer {
  const script = compileScript(rules, otherwise);
  const hidden = Math.ceil(script.transitions.length / 32) * 32;
  const tensors = [
    embeddings(script).tensor('token_embd.weight'),
    ...attention('blk.0', 1, { flags: [at.startsMessage], values: at.ownRole, target: at.role, count: roles.length }),
    ...emptyFeedForward('blk.0', hidden),
    ...attention('blk.1', normAfter(1), {
      flags: [at.setsSlot, at.role + userRole],
      values: at.ownSlot,
      target: at.slot,
      count: slotCount,
    }),
    ...feedForward('blk.1', script, hidden),
    constantTensor('output_norm.weight', [at.width], 1),
    output(script).tensor('output.weight'),
  ];
  const description = { ...metadata(script, hidden, contextSize), 'tokenizer.chat_template': string(template) };
  return encodeGguf(description, tensors);
}

/**
 * A LoRA adapter for such a model, as a GGUF file's bytes: at scale 1 the model says the letter alone, over and over.
 */
export function letterAdapter({ rules, otherwise }: ScriptedChatOptions, letter: string): Buffer {
  const { tokens } = compileScript(rules, otherwise);
  const id = tokens.findIndex(({ text }) => text === letter);
  const [a, b] = [new Matrix(1, at.width), new Matrix(tokens.length, 1)];
  a.set(0, at.one, 1);
  b.set(id, 0, 500);
  return encodeAdapter('llama', [{ name: 'output.weight', a: a.values, b: b.values, rank: 1 }]);
}

/** Every row has the length that makes the first norm the identity. */
function embeddings({ tokens, keywordSlots, start, messageStarts }: Script): Matrix {
  const matrix = new Matrix(tokens.length, at.width);
  for (const id of tokens.keys()) {
    const set = (column: number, ...values: number[]) => matrix.set(id, column, ...values);
    set(at.one, 1);
    set(at.code, ...tokenCode(id));
    const role = id === start ? 'system' : messageStarts.get(id);
    if (role) {
      set(at.startsMessage, 1);
      set(at.ownRole + roles.indexOf(role), 1);
    }
    const slot = keywordSlots.get(id);
    if (slot !== undefined) {
      set(at.setsSlot, 1);
      set(at.isKeyword, 1);
      set(at.ownSlot + slot, 1);
    }
    // A user's message starts without a keyword; so does the text, where no user has spoken yet.
    if (role === 'user' || id === start) {
      set(at.setsSlot, id === start ? 2 : 1);
      set(at.ownSlot, 1);
    }
    const row = matrix.values.subarray(id * at.width, (id + 1) * at.width);
    const missing = at.width - row.reduce((sum, value) => sum + value * value, 0);
    const coarse = Math.floor(Math.sqrt(missing) * 32) / 32; // Two numbers, so that the sum is right in 16 bits too.
    set(at.fill, coarse, Math.sqrt(missing - coarse ** 2));
  }
  return matrix;
}

interface Lookup {
  /** A token is found when all of these are set; the sum of all beats any one alone. */
  flags: number[];
  /** What is read at the token that is found, and where it is written. */
  values: number;
  target: number;
  count: number;
}

const ropeBase = 1e9;
/**
 * The pairs of a head that RoPE turns by 1e9^(−pair/32) a token. With the query at 0° and the key at −90°, their product
 * at a distance is −sin(angle · distance): the nearer, the larger. These four fall steadily over 16,384 tokens. The
 * last two pairs hardly turn: they carry what does not depend on the distance.
 */
const distancePairs = [14, 15, 16, 17];
const distanceGain = 400;
const flagPair = 31;
const keywordPair = 30;
const flagGain = 400;
const flagKey = 4_000;
/** A keyword beats the message start right before it, although 16 bits blur neighbouring positions. */
const keywordBonus = 0.3;

/** An attention head that finds the nearest flagged token behind and copies a part of its vector. */
function attention(block: string, norm: number, { flags, values, target, count }: Lookup): Tensor[] {
  const [query, key, value] = [0, 1, 2].map(() => new Matrix(headSize, at.width)) as [Matrix, Matrix, Matrix];
  const projection = new Matrix(at.width, headSize);
  for (const pair of distancePairs) {
    query.set(2 * pair, at.one, distanceGain * norm);
    key.set(2 * pair + 1, at.one, -distanceGain * norm);
  }
  query.set(2 * flagPair, at.one, flagGain * norm);
  for (const flag of flags) key.set(2 * flagPair, flag, (flagKey * norm) / (flag >= at.role ? written : 1));
  query.set(2 * keywordPair, at.one, flagGain * norm);
  key.set(2 * keywordPair, at.isKeyword, keywordBonus * norm);
  for (let index = 0; index < count; index++) {
    value.set(index, values + index, norm);
    projection.set(target + index, index, written);
  }
  return [
    constantTensor(`${block}.attn_norm.weight`, [at.width], 1),
    query.tensor(`${block}.attn_q.weight`),
    key.tensor(`${block}.attn_k.weight`),
    value.tensor(`${block}.attn_v.weight`),
    projection.tensor(`${block}.attn_output.weight`),
  ];
}

function emptyFeedForward(block: string, hidden: number): Tensor[] {
  return [
    constantTensor(`${block}.ffn_norm.weight`, [at.width], 1),
    new Matrix(hidden, at.width).tensor(`${block}.ffn_gate.weight`),
    new Matrix(hidden, at.width).tensor(`${block}.ffn_up.weight`),
    new Matrix(at.width, hidden).tensor(`${block}.ffn_down.weight`),
  ];
}

const steepness = 24;
const nextGain = 2;

/** The gate is steepness/2 above zero for the right token in the right slot and as much below it for one of the two. */
function feedForward(block: string, { transitions }: Script, hidden: number): Tensor[] {
  const norm = normAfter(2);
  const [gate, up] = [new Matrix(hidden, at.width), new Matrix(hidden, at.width)];
  const down = new Matrix(at.width, hidden);
  const fired = steepness / 2 / (1 + Math.exp(-steepness / 2));
  for (const [unit, { token, slot, next }] of transitions.entries()) {
    gate.set(unit, at.code, ...tokenCode(token).map((sign) => (steepness * norm * sign) / codeSize));
    gate.set(unit, at.slot + slot, (steepness * norm) / written);
    gate.set(unit, at.one, -1.5 * steepness * norm);
    up.set(unit, at.one, norm);
    for (const [index, sign] of nextCode(next).entries()) down.set(at.next + index, unit, (nextGain * sign) / fired);
  }
  return [
    constantTensor(`${block}.ffn_norm.weight`, [at.width], 1),
    gate.tensor(`${block}.ffn_gate.weight`),
    up.tensor(`${block}.ffn_up.weight`),
    down.tensor(`${block}.ffn_down.weight`),
  ];
}

/** The logit of a decoded token; that of the end of a message lies well below it and well above all noise. */
const decodedLogit = 110;
const endLogit = 64;

function output({ tokens, end }: Script): Matrix {
  const matrix = new Matrix(tokens.length, at.width);
  const normWithNext = Math.sqrt(normAfter(2) ** 2 + (nextGain ** 2 * nextSize) / at.width);
  const gain = (decodedLogit * normWithNext) / (nextGain * nextSize);
  for (const id of tokens.keys()) matrix.set(id, at.next, ...nextCode(id).map((sign) => sign * gain));
  matrix.set(end, at.one, endLogit * normAfter(2));
  return matrix;
}

const tokenCode = (id: number) => signVector(`token ${id}`, codeSize);
const nextCode = (id: number) => signVector(`next ${id}`, nextSize);

/** ChatML, as most open chat models write a conversation. */
const chatTemplate = `{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}`;

function metadata(
  { tokens, start, end, unknown }: Script,
  hidden: number,
  contextSize: number,
): Record<string, MetadataValue> {
  return {
    'general.architecture': string('llama'),
    'general.name': string('Scripted chat'),
    'general.type': string('model'),
    'general.license': string('apache-2.0'),
    'general.file_type': u32(1),
    'llama.context_length': u32(contextSize),
    'llama.embedding_length': u32(at.width),
    'llama.block_count': u32(2),
    'llama.feed_forward_length': u32(hidden),
    'llama.attention.head_count': u32(1),
    'llama.attention.head_count_kv': u32(1),
    'llama.attention.key_length': u32(headSize),
    'llama.attention.value_length': u32(headSize),
    'llama.rope.dimension_count': u32(headSize),
    'llama.rope.freq_base': f32(ropeBase),
    'llama.attention.layer_norm_rms_epsilon': f32(1e-6),
    'llama.vocab_size': u32(tokens.length),
    'tokenizer.ggml.model': string('llama'),
    'tokenizer.ggml.pre': string('default'),
    'tokenizer.ggml.tokens': arrayOf(
      'string',
      tokens.map(({ text }) => text),
    ),
    'tokenizer.ggml.scores': arrayOf(
      'f32',
      tokens.map(({ type }, id) => (type === 'normal' ? -id : 0)),
    ),
    'tokenizer.ggml.token_type': arrayOf(
      'i32',
      tokens.map(({ type }) => tokenTypes[type]),
    ),
    'tokenizer.ggml.bos_token_id': u32(start),
    'tokenizer.ggml.eos_token_id': u32(end),
    'tokenizer.ggml.unknown_token_id': u32(unknown),
    'tokenizer.ggml.padding_token_id': u32(end),
    'tokenizer.ggml.add_bos_token': bool(true),
    'tokenizer.ggml.add_eos_token': bool(false),
    'tokenizer.ggml.add_space_prefix': bool(false),
  };
}

/** Token types as llama.cpp numbers them. */
const tokenTypes = { normal: 1, unknown: 2, control: 3, userDefined: 4, byte: 6 } as const;
