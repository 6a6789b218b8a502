import { basename, extname } from 'node:path';
import { FileEnds, FileWindow } from '../file-window.ts';
import type { WhisperMetadata } from '../whisper-protocol.ts';
import { type WhisperHeader, whisperTensors } from './tensors.ts';

const magic = 0x67676d6c;
const smallestMultilingual = 51_865;

/** Of ggml's kinds of number (ggml_type): name, numbers a block, bytes a block. */
const numberKinds: Record<number, [name: string, numbers: number, bytes: number]> = {
  0: ['F32', 1, 4],
  1: ['F16', 1, 2],
  2: ['Q4_0', 32, 18],
  3: ['Q4_1', 32, 20],
  6: ['Q5_0', 32, 22],
  7: ['Q5_1', 32, 24],
  8: ['Q8_0', 32, 34],
  10: ['Q2_K', 256, 84],
  11: ['Q3_K', 256, 110],
  12: ['Q4_K', 256, 144],
  13: ['Q5_K', 256, 176],
  14: ['Q6_K', 256, 210],
};

/** What a header may say: whisper.cpp trusts it, and ends its process over some numbers. */
const ranges: Record<Exclude<keyof WhisperHeader, 'fileType'>, [least: number, most: number]> = {
  vocabulary: [51_864, 51_999],
  audioContext: [1500, 1500],
  audioWidth: [8, 4096],
  audioHeads: [1, 128],
  audioLayers: [1, 128],
  textContext: [64, 4096],
  textWidth: [8, 4096],
  textHeads: [1, 128],
  textLayers: [1, 128],
  mels: [80, 128],
};
const longestWord = 1024;
const longestName = 256;
const mostFilterNumbers = 128 * 4096;

/**
 * Reads the structure of a Whisper model's file, down to the names, shapes and sizes of all weights, without loading it.
 * Throws an error with a sentence where whisper.cpp could not use it.
 */
export function readWhisperFile(path: string): WhisperMetadata {
  using file = new FileWindow(path);
  requireMagic(file);
  try {
    return new GgmlReader(file).read(basename(path, extname(path)));
  } catch (thrown) {
    if (thrown instanceof FileEnds) throw new Error('The file is cut short or damaged.');
    throw thrown;
  }
}

function requireMagic(file: FileWindow): void {
  if (file.size === 0) throw new Error('The file is empty.');
  const start = file.read(0, Math.min(64, file.size));
  const words = start.toString('latin1');
  if (start.length >= 4 && start.readUInt32LE() === magic) return;
  if (words.startsWith('GGUF'))
    throw new Error('It is a GGUF file and not one of Whisper: it is for chat or embedding.');
  if (words.startsWith('version https://git-lfs'))
    throw new Error('It is a pointer of Git LFS and not the model: fetch the file itself.');
  if (/^\s*<(!doctype|html)/i.test(words))
    throw new Error('It is a web page and not a model: download the file itself.');
  throw new Error('It is no ggml file: models for whisper.cpp are named like "ggml-base.bin".');
}

class GgmlReader {
  readonly #file: FileWindow;
  #offset = 4;

  constructor(file: FileWindow) {
    this.#file = file;
  }

  read(name: string): WhisperMetadata {
    const header = this.#header();
    this.#skipFilters(header.mels);
    this.#skipVocabulary(header.vocabulary);
    this.#checkTensors(header);
    return describe(name, header, this.#file.size);
  }

  #int(): number {
    const value = this.#file.read(this.#offset, 4).readInt32LE();
    this.#offset += 4;
    return value;
  }

  #skip(bytes: number): void {
    this.#offset += bytes;
    if (!(this.#offset <= this.#file.size)) throw new FileEnds();
  }

  #header(): WhisperHeader {
    const names = [...(Object.keys(ranges) as (keyof typeof ranges)[]), 'fileType'] as const;
    const header = Object.fromEntries(names.map((name) => [name, this.#int()])) as unknown as WhisperHeader;
    for (const [name, [least, most]] of Object.entries(ranges)) {
      const value = header[name as keyof WhisperHeader];
      if (value < least || value > most)
        throw new Error(`It is no model of Whisper's speech recognition, or it is damaged: its ${name} is ${value}.`);
    }
    const { audioWidth, audioHeads, textWidth, textHeads, mels } = header;
    const isSound = audioWidth === textWidth && audioWidth % audioHeads === 0 && textWidth % textHeads === 0;
    if (!isSound || (mels !== 80 && mels !== 128))
      throw new Error('It is damaged: the numbers in its header do not fit.');
    return header;
  }

  #skipFilters(mels: number): void {
    const [rows, columns] = [this.#int(), this.#int()];
    if (rows !== mels || columns <= 0 || rows * columns > mostFilterNumbers) throw new FileEnds();
    this.#skip(rows * columns * 4);
  }

  #skipVocabulary(most: number): void {
    const count = this.#int();
    if (count < 1 || count > most) throw new FileEnds();
    let hasSpace = false;
    for (let word = 0; word < count; word++) {
      const length = this.#int();
      if (length < 0 || length > longestWord) throw new FileEnds();
      hasSpace ||= length === 1 && this.#file.read(this.#offset, 1)[0] === 0x20;
      this.#skip(length);
    }
    // whisper.cpp looks it up, and ends its process where it is not.
    if (!hasSpace) throw new Error('It is damaged: its vocabulary lacks the space.');
  }

  #checkTensors(header: WhisperHeader): void {
    const missing = whisperTensors(header);
    while (this.#offset < this.#file.size) {
      const [rank, nameLength, kind] = [this.#int(), this.#int(), this.#int()];
      if (rank < 1 || rank > 4 || nameLength < 1 || nameLength > longestName) throw new FileEnds();
      const shape = Array.from({ length: rank }, () => this.#int());
      const name = this.#file.read(this.#offset, nameLength).toString('utf8');
      this.#skip(nameLength);
      const wanted = missing.get(name);
      if (!wanted) throw new Error(`It is damaged: nobody knows its weights "${name.slice(0, 60)}".`);
      if (wanted.join() !== shape.join())
        throw new Error(`It is damaged: its weights "${name}" do not have the shape that its header says.`);
      missing.delete(name);
      this.#skip(bytesFor(shape, kind, name));
    }
    const [first] = missing.keys();
    if (first) throw new Error(`The file is cut short or damaged: its weights "${first}" are missing.`);
  }
}

function bytesFor(shape: readonly number[], kind: number, name: string): number {
  const [, numbers, bytes] = numberKinds[kind] ?? [];
  if (!numbers || !bytes) throw new Error(`Its weights "${name}" are kept in a way that is not known (${kind}).`);
  return (shape.reduce((product, length) => product * length, 1) / numbers) * bytes;
}

function describe(name: string, header: WhisperHeader, size: number): WhisperMetadata {
  const { audioLayers, textLayers, vocabulary, fileType } = header;
  return {
    name,
    type: typeOf(audioLayers, textLayers),
    multilingual: vocabulary >= smallestMultilingual,
    quantisation: quantisations[fileType % 1000] ?? 'unknown',
    layers: { encoder: audioLayers, decoder: textLayers },
    size,
  };
}

/** By ggml_ftype. */
const quantisations: Record<number, string> = {
  0: 'F32',
  1: 'F16',
  2: 'Q4_0',
  3: 'Q4_1',
  7: 'Q8_0',
  8: 'Q5_0',
  9: 'Q5_1',
  10: 'Q2_K',
  11: 'Q3_K',
  12: 'Q4_K',
  13: 'Q5_K',
  14: 'Q6_K',
};

const publishedTypes: Record<number, WhisperMetadata['type']> = {
  4: 'tiny',
  6: 'base',
  12: 'small',
  24: 'medium',
  32: 'large',
};

function typeOf(encoder: number, decoder: number): WhisperMetadata['type'] {
  if (encoder === 32 && decoder === 4) return 'turbo';
  const type = publishedTypes[encoder];
  if (!type) return 'other';
  return decoder < encoder ? 'distilled' : type;
}
