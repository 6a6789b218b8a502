import { embed, generateText, jsonSchema, NoTranscriptGeneratedError, Output, tool, transcribe } from 'ai';
import type { Capability } from '../../../shared/contract/models.ts';
import { HoldfastError } from '../../../shared/errors.ts';
import { type Connection, modelsAt } from './connect.ts';
import { explainProvider } from './explain.ts';
import { rerankAt } from './remote-rerank.ts';
import { silentRecording } from './silent-recording.ts';

const PROBE_MS = 60_000;
/** Models that think first need room for it before their first word. */
const PROBE_TOKENS = 256;
/** A red square of 8 × 8 pixels, PNG. */
const RED_SQUARE =
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC';

export interface ProbeResult {
  capabilities: Capability[];
  /** Length of its vectors; 0 where it makes none. */
  dimensions: number;
}

/**
 * Finds out what a model can do by letting it do a little of each: a word, a tool call, an answer to a JSON schema, a
 * picture, a vector; and where it does neither chat nor embed, scores of texts and the transcription of silence.
 * @throws HoldfastError PROVIDER_FAILED when it can do none of this, with what it said to a plain word.
 */
export async function probeModel(connection: Connection, name: string, signal?: AbortSignal): Promise<ProbeResult> {
  const models = modelsAt(connection);
  const call = () => ({
    model: models.languageModel(name),
    maxOutputTokens: PROBE_TOKENS,
    abortSignal: AbortSignal.any([AbortSignal.timeout(PROBE_MS), ...(signal ? [signal] : [])]),
  });
  const [word, vector] = await Promise.all([
    attempt(() => generateText({ ...call(), prompt: 'Say yes.' })),
    attempt(async () => {
      const { abortSignal } = call();
      const { embedding } = await embed({ model: models.embeddingModel(name), value: 'yes', abortSignal });
      if (embedding.length === 0) throw new Error('It answered an empty vector.');
      return embedding.length;
    }),
  ]);
  signal?.throwIfAborted();
  if ('value' in vector) return { capabilities: ['embedding'], dimensions: vector.value };
  if (!('value' in word)) {
    const others = await otherCapabilities(connection, name, call().abortSignal);
    signal?.throwIfAborted();
    if (others.length > 0) return { capabilities: others, dimensions: 0 };
    throw explainProvider(word.error, connection);
  }

  const [toolCall, form, picture] = await Promise.all([
    attempt(async () => {
      const { toolCalls } = await generateText({
        ...call(),
        prompt: 'Call the tool “note” with the word yes.',
        tools: { note: tool({ description: 'Notes a word.', inputSchema: noteSchema }) },
        toolChoice: 'required',
      });
      if (toolCalls.length === 0) throw new Error('It called no tool.');
    }),
    attempt(async () => {
      const { output } = await generateText({
        ...call(),
        prompt: 'Answer with the word yes.',
        output: Output.object({ schema: noteSchema }),
      });
      if (typeof output.word !== 'string') throw new Error('It did not keep to the schema.');
    }),
    attempt(() =>
      generateText({
        ...call(),
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'Which colour is this?' },
              { type: 'file', data: RED_SQUARE, mediaType: 'image/png' },
            ],
          },
        ],
      }),
    ),
  ]);
  const worked: [Capability, object][] = [
    ['chat', word],
    ['tools', toolCall],
    ['json-schema', form],
    ['vision', picture],
  ];
  return {
    capabilities: worked.flatMap(([capability, result]) => ('value' in result ? [capability] : [])),
    dimensions: 0,
  };
}

/** What a model can do that neither chats nor embeds. What costs much to try, such as a picture, is not tried. */
async function otherCapabilities(connection: Connection, model: string, signal: AbortSignal): Promise<Capability[]> {
  const [scores, speech] = await Promise.all([
    attempt(() => rerankAt(connection, { model, query: 'yes', texts: ['yes', 'no'], signal })),
    attempt(() => listen(connection, model, signal)),
  ]);
  return [
    ...('value' in scores ? (['rerank'] as const) : []),
    ...('value' in speech ? (['transcription'] as const) : []),
  ];
}

async function listen(connection: Connection, model: string, abortSignal: AbortSignal): Promise<void> {
  try {
    const transcriber = modelsAt(connection).transcriptionModel(model);
    await transcribe({ model: transcriber, audio: silentRecording(), maxRetries: 0, abortSignal });
  } catch (error) {
    // It listened, and heard nothing.
    if (!NoTranscriptGeneratedError.isInstance(error)) throw error;
  }
}

const noteSchema = jsonSchema<{ word: string }>({
  type: 'object',
  properties: { word: { type: 'string' } },
  required: ['word'],
  additionalProperties: false,
});

/** What came of it, as a value. What the network policy refuses is refused for all tries and is thrown. */
async function attempt<T>(work: () => Promise<T>): Promise<{ value: T } | { error: unknown }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof HoldfastError && error.code !== 'PROVIDER_FAILED') throw error;
    return { error };
  }
}
