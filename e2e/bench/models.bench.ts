// How fast models of real dimensions are through the product, against node-llama-cpp alone with the same settings in the
// same run: an answer, reading a prompt, embedding. And how soon the second turn of a long conversation begins, and a
// stop in the middle of a prompt takes effect. On a machine that has other work the rates by time are chance; those by
// the processor's time, of the product's two processes together, still compare.
import { readFileSync, writeFileSync } from 'node:fs';
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

let workerPid = 0;
const runtime = new ModelRuntime({
  start: () => {
    const child = forkForTests(join(import.meta.dirname, '../../electron/workers/model-worker.ts'));
    workerPid = child.pid ?? 0;
    return child;
  },
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

/** What the product does in a second, and node-llama-cpp alone. */
type Rates = [product: number, raw: number];

const ticksASecond = 100;

/** Seconds of the processor, in this process and in that of the models; Linux alone tells of the latter. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  if (process.platform !== 'linux') return Number.NaN;
  const fields = readFileSync(`/proc/${workerPid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (user + system) / 1e6 + (Number(fields[11]) + Number(fields[12])) / ticksASecond;
}

/** Both answer with what they did. The product is first in every other round, so that neither has the quieter machine. */
async function inTurn(
  product: () => Promise<number>,
  raw: () => Promise<number>,
): Promise<{ time: Rates; processor: Rates }> {
  const time: [number[], number[]] = [[], []];
  const processor: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round++) {
    const order = round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
    for (const which of order) {
      const before = processorSeconds();
      const { result, seconds } = await timed([product, raw][which]!);
      // The first round warms up.
      if (round === 0) continue;
      time[which].push(result / seconds);
      processor[which].push(result / (processorSeconds() - before));
    }
  }
  const medians = (rates: [number[], number[]]): Rates => [median(rates[0]), median(rates[1])];
  return { time: medians(time), processor: medians(processor) };
}

async function answeringRates(context: LlamaContext) {
  const sequence = context.getSequence();
  const session = new LlamaChatSession({ contextSequence: sequence, systemPrompt: '' });
  const question = words(8);
  const rates = await inTurn(
    async () => {
      const options = { maxTokens: ANSWER_TOKENS, onEvent: () => undefined };
      return (await runtime.chat(chatPath, [user(question)], options)).usage.generated;
    },
    async () => {
      session.resetChatHistory();
      const before = sequence.tokenMeter.usedOutputTokens;
      await session.prompt(question, { maxTokens: ANSWER_TOKENS, onTextChunk: () => undefined });
      return sequence.tokenMeter.usedOutputTokens - before;
    },
  );
  await context.dispose();
  return rates;
}

async function readingRates(model: LlamaModel, context: LlamaContext) {
  const sequence = context.getSequence();
  return inTurn(
    async () => {
      const { usage } = await runtime.chat(chatPath, [user(words(READ_TOKENS / 3))], { maxTokens: 1 });
      return usage.prompt - usage.reused;
    },
    async () => {
      const tokens = model.tokenize(words(READ_TOKENS / 3));
      await sequence.clearHistory();
      await sequence.evaluateWithoutGeneratingNewTokens(tokens);
      return tokens.length;
    },
  );
}

/** Milliseconds to the first word of the second and of the first turn. */
async function turns(): Promise<Rates> {
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

/** Milliseconds from a stop in the middle of a prompt until the call has ended, and until the next question is read. */
async function stops(): Promise<{ ended: number[]; next: number[] }> {
  const waits: { ended: number[]; next: number[] } = { ended: [], next: [] };
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
    waits.ended.push(performance.now() - stopped);
    let began = 0;
    const next = () => {
      began ||= performance.now();
    };
    await runtime.chat(chatPath, [user(words(2))], { maxTokens: 1, onEvent: next });
    waits.next.push(began - stopped);
  }
  return waits;
}

/** Against each setting of node-llama-cpp that may be the best. */
async function embeddingRates(): Promise<{ setting: string; time: Rates; processor: Rates }[]> {
  const texts = Array.from({ length: TEXTS }, () => words(TEXT_WORDS));
  const model = await llama.loadModel({ modelPath: embedderPath, useMmap: false });
  const cores = availableParallelism();
  const measured: { setting: string; time: Rates; processor: Rates }[] = [];
  for (const [count, threads] of [
    [1, cores],
    [2, Math.max(1, cores >> 1)],
    [4, 1],
  ] as const) {
    const options = { contextSize: 512, batchSize: 512, threads };
    const contexts = await Promise.all(Array.from({ length: count }, () => model.createEmbeddingContext(options)));
    const share = (own: number) => texts.filter((_, index) => index % count === own);
    const rates = await inTurn(
      async () => (await runtime.embed(embedderPath, texts)).length,
      async () => {
        await Promise.all(
          contexts.map(async (context, own) => {
            for (const text of share(own)) await context.getEmbeddingFor(text);
          }),
        );
        return TEXTS;
      },
    );
    measured.push({ setting: `${count} at once, threads: ${threads}`, ...rates });
    await Promise.all(contexts.map((context) => context.dispose()));
  }
  await model.dispose();
  return measured;
}

/** Printed as they come, for the whole takes minutes. */
function print(label: string, [product, raw]: Rates, wanted: string): void {
  const figures = `${product.toFixed(1)} to ${raw.toFixed(1)}, ratio ${(product / raw).toFixed(3)}`;
  console.log(`  ${label}: ${figures}${wanted && ` (wanted: ${wanted})`}`);
}

function printRates(what: string, { time, processor }: { time: Rates; processor: Rates }, wanted: string): void {
  print(`${what} a second`, time, wanted);
  print(`${what} a second of the processor`, processor, '');
}

await runtime.load(chatPath, 'chat', { contextSize: CONTEXT });
const model = await llama.loadModel({ modelPath: chatPath, useMmap: false });
const context = () => model.createContext({ contextSize: CONTEXT, threads: availableParallelism() });
console.log('The product to node-llama-cpp alone, 0.5B in Q4_0');
printRates('tokens answered', await answeringRates(await context()), '≥ 0.97');
printRates('tokens of a prompt read', await readingRates(model, await context()), '');
await model.dispose();
console.log('The product to node-llama-cpp alone, MiniLM in Q8_0');
for (const { setting, ...rates } of await embeddingRates())
  printRates(`texts embedded (alone: ${setting})`, rates, '≥ 0.95');
console.log(`The second turn to the first, after ${LONG_PROMPT_TOKENS} tokens`);
print('milliseconds to the first word', await turns(), '≤ 0.2');
const { ended, next } = await stops();
console.log('A stop while a prompt is read, milliseconds');
console.log(`  to its end: ${ended.map(Math.round).join(', ')} (wanted: ≤ 300)`);
console.log(`  until the next question is read: ${next.map(Math.round).join(', ')}`);
await runtime.stop();
await llama.dispose();
