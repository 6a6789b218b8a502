import { z } from 'zod';
import type { SentContent } from '../../shared/contract/policy.ts';
import type { ModelRow } from '../catalog/models.ts';
import type { ModelService } from '../models/model-service.ts';
import type { ChatAnswer, ChatTurn } from '../workers/model-protocol.ts';
import { type Answer, readAnswer } from './answer.ts';

interface Question {
  turns: readonly ChatTurn[];
  /** Where the picture lies that is asked about. */
  picture?: string | undefined;
  schema: z.ZodType<Answer>;
  /** Of the answer, in tokens. */
  maxTokens: number;
  purpose: string;
  content: readonly SentContent[];
  signal: AbortSignal;
}

/** What a model answered, and what that took with the tries before; or what was wrong with its last try. */
export type Outcome = { usage: { prompt: number; generated: number; ms: number } } & (
  | { answer: Answer }
  | { problem: string }
);

/** Asks a model for an answer of a form, and once more where it does not keep to it. */
export async function askForForm(models: ModelService, model: ModelRow, question: Question): Promise<Outcome> {
  const began = performance.now();
  const usage = { prompt: 0, generated: 0, ms: 0 };
  const attempt = async (turns: readonly ChatTurn[], maxTokens: number) => {
    const said = await say(models, model, { ...question, turns, maxTokens });
    usage.prompt += said.usage.prompt;
    usage.generated += said.usage.generated;
    usage.ms = performance.now() - began;
    return { said, read: readAnswer(said.text, question.schema) };
  };
  const first = await attempt(question.turns, question.maxTokens);
  if ('answer' in first.read) return { answer: first.read.answer, usage };
  const wasCut = first.said.stopped === 'length';
  const again = `That cannot be used: ${first.read.problem}. Answer once more, ${wasCut ? 'more briefly, ' : ''}with JSON alone.`;
  const second = await attempt(
    [...question.turns, { role: 'assistant', text: first.said.text }, { role: 'user', text: again }],
    question.maxTokens,
  );
  return { ...second.read, usage };
}

function say(
  models: ModelService,
  model: ModelRow,
  { turns, picture, schema, maxTokens, purpose, content, signal }: Question,
): Promise<ChatAnswer> {
  const canKeepForm = model.capabilities.includes('json-schema');
  const options = { purpose, content, signal, maxTokens, ...(canKeepForm ? { schema: z.toJSONSchema(schema) } : {}) };
  return models.attempt(model, (backend) =>
    picture === undefined ? backend.chat(turns, options) : backend.chatAbout(picture, turns, options),
  );
}
