import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A model's folder: its files by their paths in it. */
export type OnnxFolder = Record<string, Buffer | string>;

/** Writes a model's folder; answers its path. */
export async function writeOnnxFolder(path: string, files: OnnxFolder): Promise<string> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return path;
}

export const json = (value: unknown): string => JSON.stringify(value, null, 2);

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'] as const;

/** The files of a tokenizer of whole words, in lower case, and its words by their ids. */
export function wordTokenizer(words: readonly string[], modelMaxLength = 512): { files: OnnxFolder; tokens: string[] } {
  const tokens = [...new Set([...special, ...words.map((word) => word.toLowerCase())])];
  const id = (token: string) => tokens.indexOf(token);
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((content) => ({
      id: id(content),
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [],
      special_tokens: Object.fromEntries(
        ['[CLS]', '[SEP]'].map((token) => [token, { id: token, ids: [id(token)], tokens: [token] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(tokens.map((token, index) => [token, index])),
    },
  };
  const config = {
    tokenizer_class: 'BertTokenizer',
    model_max_length: modelMaxLength,
    pad_token: '[PAD]',
    unk_token: '[UNK]',
    cls_token: '[CLS]',
    sep_token: '[SEP]',
    do_lower_case: true,
  };
  return { files: { 'tokenizer.json': json(tokenizer), 'tokenizer_config.json': json(config) }, tokens };
}

/** How transformers.js makes a picture into −1 … 1 values of `side` × `side` pixels. */
export function plainPreprocessor(side: number): OnnxFolder {
  return {
    'preprocessor_config.json': json({
      image_processor_type: 'ViTImageProcessor',
      do_resize: true,
      size: { height: side, width: side },
      resample: 2,
      do_rescale: true,
      rescale_factor: 1 / 255,
      do_normalize: true,
      image_mean: [0.5, 0.5, 0.5],
      image_std: [0.5, 0.5, 0.5],
    }),
  };
}
