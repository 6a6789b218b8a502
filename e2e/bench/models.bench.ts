// How fast models of real dimensions are through the product, against node-llama-cpp alone with the same settings in the
// same run: an answer, reading a prompt, embedding. And how soon the second turn of a long conversation begins, and a
// stop in the middle of a prompt takes effect.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { getLlama, LlamaChatSession, type LlamaContext, type LlamaModel } from 'node-llama-cpp';
import { ModelRuntime } from '../../electron/models/model-runtime.ts';
import { forkForTests } from '../../electron/workers/fork-for-tests.ts';
import type { ModelTurn } from '../../electron/workers/model-protocol.ts';
import { commonWords } from '../models/common-words.ts';
import { speedDecoder, speedEncoder } from '../models/speed-models.ts';
import { percentile, scratchFolder, timed } from './measure.ts';

const ROUNDS = 3;
const ANSWER_TOKENS = 32;
const CONTEXT = 4096;
const LONG_PROMPT_TOKENS = 2000;
const READ_TOKENS = 400;
const TEXTS = 12;
const TEXT_WORDS = 200;

const scratch = scratchFolder();
const [chatPath, embedderPath] = [join(scratch, 'chat.gguf'), join(scratch, 'embedder.gguf')];
writeFileSync(chatPath, speedDecoder());
writeFileSync(embedderPath, speedEncoder(commonWords));

const runtime = new ModelRuntime({
  start: () => forkForTests(join(import.meta.dirname, '../../electron/workers/model-worker.ts')),
});
const llama = await getLlama({
  gpu: false,
  build: 'never',
  skipDownload: true,
  progressLogs: false,
  maxThreads: availableParallelism(),
});
const median = (values: readonly number[]) => percentile(values, 0.5);
const user = (text: string): ModelTurn => ({ role: 'user', text });
let word = 0;
/** No two of them begin alike, so nothing of one is in the context still when another is read. */
const words = (count: number) =>
  Array.from({ length: count }, () => commonWords[(word++ * 7919) % commonWords.length]).join(' ');

/** The product first in every other round, so that neither has the quieter machine. */
async function inTurn(product: () => Promise<number>, raw: () => Promise<number>): Promise<[number, number]> {
  const rates: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round++) {
    const order = round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
    for (const which of order) {
      const rate = await [product, raw][which]!();
      // The first round warms up.
      if (round > 0) rates[which].push(rate);
    }
  }
  return [median(rates[0]), median(rates[1])];
}

async function answeringRates(context: LlamaContext): Promise<[number, number]> {
  const sequence = context.getSequence();
  const session = new LlamaChatSession({ contextSequence: sequence, systemPrompt: '' });
  const question = words(8);
  const rates = await inTurn(
    async () => {
      const { result, seconds } = await timed(() =>
        runtime.chat(chatPath, [user(question)], { maxTokens: ANSWER_TOKENS, onEvent: () => undefined }),
      );
      return result.usage.generated / seconds;
    },
    async () => {
      session.resetChatHistory();
      const before = sequence.tokenMeter.usedOutputTokens;
      const { seconds } = await timed(() =>
        session.prompt(question, { maxTokens: ANSWER_TOKENS, onTextChunk: () => undefined }),
      );
      return (sequence.tokenMeter.usedOutputTokens - before) / seconds;
    },
  );
  await context.dispose();
  return rates;
}

async function readingRates(model: LlamaModel, context: LlamaContext): Promise<[number, number]> {
  const sequence = context.getSequence();
  return inTurn(
    async () => {
      const { usage, timings } = await runtime.chat(chatPath, [user(words(READ_TOKENS / 3))], { maxTokens: 1 });
      return ((usage.prompt - usage.reused) * 1000) / timings.readMs;
    },
    async () => {
      const tokens = model.tokenize(words(READ_TOKENS / 3));
      await sequence.clearHistory();
      const { seconds } = await timed(() => sequence.evaluateWithoutGeneratingNewTokens(tokens));
      return tokens.length / seconds;
    },
  );
}

/** Milliseconds to the first word of the second and of the first turn. */
async function turns(): Promise<[number, number]> {
  const { counts } = await runtime.countTokens(chatPath, [words(1000)]);
  const first = [user(words(Math.round((LONG_PROMPT_TOKENS * 1000) / (counts[0] ?? 1000))))];
  const ask = async (asked: ModelTurn[]) => {
    const started = performance.now();
    let begun = 0;
    const onEvent = (event: { type: string }) => {
      if (event.type === 'text') begun ||= performance.now() - started;
    };
    const { text } = await runtime.chat(chatPath, asked, { maxTokens: 24, onEvent });
    return { text, begun: begun || performance.now() - started };
  };
  const one = await ask(first);
  const two = await ask([...first, { role: 'assistant', text: one.text }, user(words(10))]);
  return [two.begun, one.begun];
}

/** Milliseconds from a stop in the middle of a prompt until the next question is read. */
async function stops(): Promise<number[]> {
  const waits: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const controller = new AbortController();
    let stopped = 0;
    const onEvent = (event: { type: string; progress?: number }) => {
      if (stopped > 0 || (event.progress ?? 0) < 0.1 * (round + 1)) return;
      // Right after a slice was begun: the longest that there is to wait.
      stopped = performance.now();
      controller.abort();
    };
    const call = runtime.chat(chatPath, [user(words(400))], { maxTokens: 9, signal: controller.signal, onEvent });
    await call.catch(() => undefined);
    let began = 0;
    const next = () => {
      began ||= performance.now();
    };
    await runtime.chat(chatPath, [user(words(2))], { maxTokens: 1, onEvent: next });
    waits.push(began - stopped);
  }
  return waits;
}

async function embeddingRates(): Promise<[product: number, best: number, setting: string]> {
  const texts = Array.from({ length: TEXTS }, () => words(TEXT_WORDS));
  const model = await llama.loadModel({ modelPath: embedderPath, useMmap: false });
  await runtime.embed(embedderPath, texts);
  const cores = availableParallelism();
  const rate = async (work: () => Promise<unknown>) => TEXTS / (await timed(work)).seconds;
  const measured: { product: number; raw: number; setting: string }[] = [];
  for (const count of [1, 2, 4]) {
    for (const threads of new Set([Math.max(1, Math.floor(cores / count)), count === 2 ? cores : 1])) {
      const options = { contextSize: 512, batchSize: 512, threads };
      const contexts = await Promise.all(Array.from({ length: count }, () => model.createEmbeddingContext(options)));
      const raw = () =>
        Promise.all(
          contexts.map(async (context, own) => {
            for (const [index, text] of texts.entries()) if (index % count === own) await context.getEmbeddingFor(text);
          }),
        );
      await raw();
      const [product, rawRate] = await inTurn(
        () => rate(() => runtime.embed(embedderPath, texts)),
        () => rate(raw),
      );
      measured.push({ product, raw: rawRate, setting: `${count} × ${threads} threads` });
      await Promise.all(contexts.map((context) => context.dispose()));
    }
  }
  await model.dispose();
  const best = measured.toSorted((one, other) => other.raw - one.raw)[0]!;
  return [median(measured.map(({ product }) => product)), best.raw, best.setting];
}

/** Printed as they come, for the whole takes minutes. */
function print(label: string, [product, raw]: readonly [number, number], wanted: string): void {
  console.log(
    `${label}: ${product.toFixed(1)} to ${raw.toFixed(1)}, ratio ${(product / raw).toFixed(3)} (wanted: ${wanted})`,
  );
}

await runtime.load(chatPath, 'chat', { contextSize: CONTEXT });
const model = await llama.loadModel({ modelPath: chatPath, useMmap: false });
const context = () => model.createContext({ contextSize: CONTEXT, threads: availableParallelism() });
console.log('Product to node-llama-cpp alone, 0.5B in Q4_0:');
print('answering, tokens/s', await answeringRates(await context()), '≥ 0.97');
print('reading a prompt, tokens/s', await readingRates(model, await context()), 'near 1');
await model.dispose();
console.log(`The second turn to the first, after ${LONG_PROMPT_TOKENS} tokens:`);
print('to the first word, ms', await turns(), '≤ 0.2');
console.log(`A stop while a prompt is read, ms: ${(await stops()).map(Math.round).join(', ')} (wanted: ≤ 300)`);
const [embedding, best, setting] = await embeddingRates();
console.log('Product to node-llama-cpp alone, MiniLM in Q8_0:');
print(`embedding, texts/s (best alone: ${setting})`, [embedding, best], '≥ 0.95');
await runtime.stop();
await llama.dispose();
