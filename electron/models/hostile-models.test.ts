import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { brokenBytes, brokenSplits, type FileSet } from '../../e2e/models/broken-bytes.ts';
import { hostileTemplates, malformedModels, wellFormedModel, wellFormedParts } from '../../e2e/models/broken-models.ts';
import { scriptedChat } from '../../e2e/models/scripted-chat.ts';
import { failureOf, runtimeForTests } from './model-runtime-for-tests.ts';

const script = { rules: [{ when: ['poem'], say: 'A poem.' }], otherwise: 'No.' };
const setting = runtimeForTests((folder) => writeFile(join(folder, 'well formed.gguf'), wellFormedModel()));

/** Files by what is wrong with them; the first of each is opened. */
const single = (files: Record<string, Buffer>): Record<string, FileSet> =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, { [`${name}.gguf`]: bytes }]));
const withTemplates = Object.entries(hostileTemplates).map(([name, template]) => [
  name,
  scriptedChat({ ...script, template }),
]);
const kinds: Record<string, FileSet> = {
  ...single(brokenBytes(scriptedChat(script))),
  ...brokenSplits(...wellFormedParts()),
  ...single(malformedModels()),
  ...single(Object.fromEntries(withTemplates)),
};

const reasons: Record<string, RegExp> = {
  empty: /The file is empty/,
  'web page': /not a GGUF file: it starts with "<!DOCTYPE html>.*web page/,
  noise: /not a GGUF file: it starts with the bytes 00 /,
  'LFS pointer': /Git LFS/,
  'ZIP archive': /ZIP archive/,
  safetensors: /safetensors/,
  'old GGML file': /old GGML file/,
  'header alone': /cut short/,
  'header and noise': /damaged/,
  'unknown version': /version 9 /,
  'other byte order': /version \d+ of GGUF/,
  'cut in the description': /cut short/,
  'cut in the weights': /cut short/,
  'cut in the last weights': /cut short/,
  'absurdly many weights': /damaged/,
  'absurdly many keys': /damaged/,
  'more keys than it holds': /damaged/,
  'more weights than it holds': /damaged/,
  'nothing in it': /does not say of which architecture/,
  'key of absurd length': /a key of 4611686018427387904 bytes/,
  'text beyond the end': /a text of \d+ bytes, longer than the file/,
  'list of absurd length': /announces 1125899906842624 elements of a list/,
  'list of lists without end': /lists within lists/,
  'unknown type of value': /a value of the type 77/,
  'key of the prototype': /no vocabulary/,
  'weights of absurd shape': /no vocabulary/,
  'weights of too many dimensions': /weights of 900 dimensions/,
  'weights in an unknown format': /no vocabulary/,
  'weights beyond the end': /cut short/,
  'a part missing': /Part 2 of 3, "split-00002-of-00003\.gguf": There is no such file/,
  'a part that is a web page': /Part 2 of 3.*web page/,
  'a part that is cut short': /Part 2 of 3.*cut short/,
  'the same part twice': /twice/,
  'a part of another model': /parts do not belong together/,
  'parts of another count': /twice/,
  'unknown architecture': /architecture, "nosucharch", is not known/,
  'unknown tokenizer': /tokenizer, "nosuchtokenizer", is not known/,
  'missing layers': /"blk\.1\.\S+" are missing/,
  'heads that do not divide the width': /do not have the shape/,
  'no width': /lacks "bert\.embedding_length"/,
  'missing weights': /"blk\.0\.attn_q\.weight" are missing/,
  'weights of the wrong shape': /"blk\.0\.ffn_up\.weight" do not have the shape/,
  'weights that are no numbers': /computes no valid numbers/,
  'weights twice': /weights "token_embd\.weight" twice/,
  'fewer embeddings than words': /"token_embd\.weight" do not have the shape/,
  'no words': /list of words is missing or empty/,
  'words that are numbers': /tokenizer\.ggml\.tokens/,
  'no list of words': /list of words is missing or empty/,
  'width as a text': /bert\.embedding_length has wrong type/,
  'absurdly many layers': /announces 2147483648 layers/,
  'absurdly many heads': /announces 2147483648 heads/,
  'a reranker without a head': /lacks the weights that make a score/,
  'a reranker whose head does not fit': /"cls\.weight" do not have the shape/,
  'the image part of a model': /image part/,
  'an adapter alone': /adapter \(LoRA\)/,
  'a template that does not end': /chat template did not end/,
  'a template that calls itself': /chat template did not end/,
};
/** At which llama.cpp ends the process. */
const deadly = ['no heads', 'unknown pooling', 'duplicate words', 'no unknown token', 'context of no length'];
/** Odd, and taken all the same; a template that fails is replaced by one that node-llama-cpp knows. */
const harmless = [
  'special token out of range',
  'a word that is empty',
  'a template that grows without end',
  'a template that throws',
];

async function opened(name: string): Promise<unknown> {
  const files = Object.entries(kinds[name] ?? {});
  await Promise.all(files.map(([file, bytes]) => writeFile(join(setting.folder, file), bytes)));
  const path = join(setting.folder, files[0]?.[0] ?? '');
  const { role } = await setting.runtime.inspect(path);
  return setting.runtime.load(path, role);
}

const embedsStill = () => setting.runtime.embed(join(setting.folder, 'well formed.gguf'), ['word1 word2']);

test('every kind of file is tried', () => {
  expect([...Object.keys(reasons), ...deadly, ...harmless].toSorted()).toEqual(Object.keys(kinds).toSorted());
  expect(Object.keys(kinds).length - harmless.length).toBeGreaterThanOrEqual(40);
});

test('the file that many are variations of is in order', async () => {
  expect(await embedsStill()).toHaveLength(1);
});

describe('a file is refused with its reason, and the process goes on', () => {
  test.each(Object.entries(reasons))('%s', async (name, reason) => {
    const before = setting.processes.length;
    const failure = await failureOf(opened(name));
    expect(failure).toMatchObject({ code: 'MODEL_REFUSED', message: expect.stringMatching(reason) });
    expect(failure.message).toContain('.gguf"');
    expect(setting.processes.length).toBe(before);
  });
});

describe('a file at which llama.cpp ends the process fails alone', () => {
  test.each(deadly)('%s', async (name) => {
    const failure = await failureOf(opened(name));
    expect(failure).toMatchObject({
      code: 'MODEL_FAILED',
      message: expect.stringMatching(/failed while it was loaded\. The model process ended unexpectedly/),
    });
    expect(await embedsStill()).toHaveLength(1);
  });
});

test.each(harmless)('%s is taken', async (name) => {
  expect(await opened(name)).toMatchObject({ contextSize: expect.any(Number) });
});
