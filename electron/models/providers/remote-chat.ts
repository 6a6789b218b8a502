import { jsonSchema, type ModelMessage, Output, streamText, type ToolSet, tool } from 'ai';
import type { ChatAnswer, ModelTurn, ToolCall, ToolDescription } from '../../workers/model-protocol.ts';
import type { ChatOptions } from '../model-backend.ts';
import { type Connection, modelsAt } from './connect.ts';

/** Tries after the first, with growing pauses, on 429, 5xx and failures of the network. */
export const MAX_RETRIES = 2;

type Schema = Parameters<typeof jsonSchema>[0];

interface ChatAtOptions extends ChatOptions {
  signal: AbortSignal;
  /** An encoded picture that goes with the first of the user's turns. */
  picture?: Uint8Array;
  onPart: () => void;
}

/**
 * One step of a model at a provider: its answer to the last turn, or the tools that it calls, none of which is run here.
 * @param onPart called for each part that arrives, so that silence is noticed
 * @throws what the library throws, and an error where the stream ends before the answer does
 */
export async function chatAt(
  connection: Connection,
  model: string,
  turns: readonly ModelTurn[],
  options: ChatAtOptions,
): Promise<ChatAnswer> {
  const began = performance.now();
  let firstAt: number | undefined;
  const answer: ChatAnswer = {
    text: '',
    stopped: 'end',
    calls: [],
    usage: { prompt: 0, reused: 0, generated: 0 },
    timings: { readMs: 0, generateMs: 0 },
  };
  for await (const part of request(connection, model, turns, options).fullStream) {
    options.onPart();
    switch (part.type) {
      case 'text-delta':
        firstAt ??= performance.now();
        answer.text += part.text;
        options.onEvent?.({ type: 'text', text: part.text });
        break;
      case 'tool-call':
        firstAt ??= performance.now();
        answer.calls.push({ id: part.toolCallId, name: part.toolName, arguments: part.input });
        break;
      case 'error':
        throw part.error;
      case 'abort':
        throw new DOMException('The answer was stopped.', 'AbortError');
      case 'finish': {
        // A stream that ends without its reason was cut off.
        if (part.finishReason === 'error' || (part.finishReason === 'other' && part.rawFinishReason === undefined))
          throw new Error('The stream was terminated.');
        const { inputTokens = 0, outputTokens = 0, inputTokenDetails } = part.totalUsage;
        const now = performance.now();
        return {
          ...answer,
          stopped: answer.calls.length > 0 ? 'calls' : part.finishReason === 'length' ? 'length' : 'end',
          usage: { prompt: inputTokens, reused: inputTokenDetails?.cacheReadTokens ?? 0, generated: outputTokens },
          timings: { readMs: (firstAt ?? now) - began, generateMs: now - (firstAt ?? now) },
        };
      }
    }
  }
  throw new Error('The stream was terminated.');
}

function request(
  connection: Connection,
  model: string,
  turns: readonly ModelTurn[],
  { maxTokens, temperature, topP, seed, stop, tools, schema, signal, picture }: ChatAtOptions,
) {
  return streamText({
    model: modelsAt(connection).languageModel(model),
    ...messagesOf(turns, picture),
    maxOutputTokens: maxTokens,
    maxRetries: MAX_RETRIES,
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(seed === undefined ? {} : { seed }),
    ...(stop === undefined ? {} : { stopSequences: [...stop] }),
    ...(tools && tools.length > 0 ? { tools: toolSet(tools) } : {}),
    ...(schema === undefined ? {} : { output: Output.object({ schema: jsonSchema(schema as Schema) }) }),
    abortSignal: signal,
    // Errors come in the stream.
    onError: () => undefined,
  });
}

/** Tools without code: a call of one ends the step. */
function toolSet(tools: readonly ToolDescription[]): ToolSet {
  return Object.fromEntries(
    tools.map(({ name, description, parameters }) => [
      name,
      tool({ description, inputSchema: jsonSchema(parameters as Schema) }),
    ]),
  );
}

function messagesOf(
  turns: readonly ModelTurn[],
  picture: Uint8Array | undefined,
): { instructions?: string; messages: ModelMessage[] } {
  const system = turns.flatMap((turn) => (turn.role === 'system' ? [turn.text] : []));
  const about = turns.find(({ role }) => role === 'user');
  const names = new Map(callsIn(turns).map(({ id, name }) => [id, name]));
  const messages = turns.flatMap((turn): ModelMessage[] => {
    if (turn.role === 'tool') {
      const output = { type: 'text' as const, value: asText(turn.result) };
      const toolName = names.get(turn.callId) ?? '';
      return [{ role: 'tool', content: [{ type: 'tool-result', toolCallId: turn.callId, toolName, output }] }];
    }
    if ('calls' in turn) return [{ role: 'assistant', content: spoken(turn.text, turn.calls) }];
    if (turn.role === 'system') return [];
    return [turn === about && picture ? withPicture(turn.text, picture) : { role: turn.role, content: turn.text }];
  });
  return { messages, ...(system.length > 0 ? { instructions: system.join('\n\n') } : {}) };
}

function withPicture(text: string, picture: Uint8Array): ModelMessage {
  const content = [
    { type: 'text' as const, text },
    { type: 'file' as const, data: picture, mediaType: 'image' },
  ];
  return { role: 'user', content };
}

function spoken(text: string, calls: readonly ToolCall[]) {
  return [
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ...calls.map((call) => ({
      type: 'tool-call' as const,
      toolCallId: call.id,
      toolName: call.name,
      input: call.arguments,
    })),
  ];
}

function callsIn(turns: readonly ModelTurn[]): ToolCall[] {
  return turns.flatMap((turn) => ('calls' in turn ? turn.calls : []));
}

function asText(result: unknown): string {
  return typeof result === 'string' ? result : JSON.stringify(result);
}
