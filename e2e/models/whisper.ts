import { type WhisperHeader, whisperTensors } from '../../electron/workers/whisper/tensors.ts';

export interface WhisperLine {
  fromMs: number;
  toMs: number;
  /** Tokens, each of which may occur once; those that begin a word start with a space. */
  tokens: readonly (string | Buffer)[];
}

export interface WhisperOptions {
  /** What it hears in every half minute, whatever is in it. */
  lines?: readonly WhisperLine[];
  /** The language that it hears, where it knows several; it knows English alone unless given. */
  language?: 'de' | 'en';
  /** Changes the header after the weights were made, for files that contradict themselves. */
  header?: Partial<WhisperHeader>;
  /** Weights that are left out. */
  without?: string;
  /** The words in its vocabulary before those of the lines. */
  vocabulary?: readonly string[];
}

export const harbourLines: readonly WhisperLine[] = [
  { fromMs: 0, toMs: 4000, tokens: [' The', ' harbour', ' was', ' dre', 'dged', '.'] },
  { fromMs: 4500, toMs: 9000, tokens: [' And', ' the', ' light', 'house', ' shone', '!'] },
];

const magic = 0x67676d6c;
const width = 48;
const melBands = 80;
const fftBins = 201;
const timestampMs = 20;

/** Ids of Whisper's special tokens; the model that knows several languages has one word more. */
function specialTokens(multilingual: boolean) {
  const shift = multilingual ? 1 : 0;
  const languages = { en: 50_258 + shift, de: 50_260 + shift };
  return {
    end: 50_256 + shift,
    start: 50_257 + shift,
    transcribe: 50_358 + shift,
    firstTime: 50_363 + shift,
    languages,
  };
}

/**
 * A Whisper model with one layer, as a ggml file's bytes, which whisper.cpp runs like any other: it hears the same lines in
 * every window. Each token of the script has a dimension of its own; the decoder's feed-forward layer turns it into
 * that of the next token. Attention and the encoder are zero.
 */
export function madeWhisper(options: WhisperOptions = {}): Buffer {
  const { lines = harbourLines, language, header: change = {}, without, vocabulary = [' '] } = options;
  const multilingual = language !== undefined;
  const header: WhisperHeader = {
    vocabulary: multilingual ? 51_865 : 51_864,
    audioContext: 1500,
    audioWidth: width,
    audioHeads: 1,
    audioLayers: 1,
    textContext: 448,
    textWidth: width,
    textHeads: 1,
    textLayers: 1,
    mels: melBands,
    fileType: 1,
  };
  const words = [...vocabulary, ...lines.flatMap(({ tokens }) => tokens)];
  const steps = scriptOf(lines, vocabulary.length, language);
  const weights = decoderWeights(steps, header.vocabulary);
  return Buffer.concat([
    int(magic),
    ...Object.values({ ...header, ...change }).map(int),
    int(melBands),
    int(fftBins),
    floats(melFilters()),
    int(words.length),
    ...words.flatMap((word) => [int(Buffer.byteLength(word)), Buffer.from(word)]),
    ...[...whisperTensors(header)]
      .filter(([name]) => name !== without)
      .map(([name, shape]) => encodeTensor(name, shape, weights[name])),
  ]);
}

/** Pairs of tokens: after the first comes the second. */
function scriptOf(lines: readonly WhisperLine[], firstWord: number, language: 'de' | 'en' | undefined) {
  const { end, start, transcribe, firstTime, languages } = specialTokens(language !== undefined);
  const time = (ms: number) => firstTime + ms / timestampMs;
  let word = firstWord;
  const script = lines.flatMap(({ fromMs, toMs, tokens }) => [time(fromMs), ...tokens.map(() => word++), time(toMs)]);
  const chain = [language ? transcribe : start, ...script, end];
  const steps = chain.slice(1).map((token, index): [number, number] => [chain[index] ?? 0, token]);
  return language ? [...steps, [start, languages[language]] satisfies [number, number]] : steps;
}

function decoderWeights(steps: readonly (readonly [number, number])[], vocabulary: number) {
  const tokens = [...new Set(steps.flat())];
  if (tokens.length > width) throw new Error(`The script has ${tokens.length} tokens, and ${width} fit.`);
  const axis = new Map(tokens.map((token, index) => [token, index]));
  const embeddings = new Float32Array(vocabulary * width);
  for (const [token, index] of axis) embeddings[token * width + index] = 1;
  const inwards = new Float32Array(4 * width * width);
  for (let index = 0; index < width; index++) inwards[index * width + index] = 1;
  const outwards = new Float32Array(4 * width * width);
  for (const [token, next] of steps) outwards[(axis.get(next) ?? 0) * 4 * width + (axis.get(token) ?? 0)] = 10;
  const weights: Record<string, Float32Array> = {
    'decoder.token_embedding.weight': embeddings,
    'decoder.blocks.0.mlp_ln.weight': new Float32Array(width).fill(1),
    'decoder.blocks.0.mlp.0.weight': inwards,
    // What is not the token's own dimension is pressed down.
    'decoder.blocks.0.mlp.0.bias': new Float32Array(4 * width).fill(-1),
    'decoder.blocks.0.mlp.2.weight': outwards,
    // So sure that the many tokens that mean nothing do not weigh.
    'decoder.ln.weight': new Float32Array(width).fill(6),
  };
  return weights;
}

/** One band after the other: what the encoder makes of it is thrown away. */
function melFilters(): Float32Array {
  const filters = new Float32Array(melBands * fftBins);
  for (let band = 0; band < melBands; band++) filters[band * fftBins + 2 * band] = 1;
  return filters;
}

function encodeTensor(name: string, shape: readonly number[], values: Float32Array | undefined): Buffer {
  const count = shape.reduce((product, length) => product * length, 1);
  const filled = values ?? new Float32Array(count);
  // whisper.cpp wants vectors, and the embedding of places, whole.
  const isWhole = shape.length === 1 || name.endsWith('bias') || name.endsWith('positional_embedding');
  const numbers = isWhole ? filled : Float16Array.from(filled);
  return Buffer.concat([
    int(shape.length),
    int(name.length),
    int(isWhole ? 0 : 1),
    ...shape.map(int),
    Buffer.from(name),
    floats(numbers),
  ]);
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function floats(values: Float32Array | Float16Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
