import type { ModelBackend } from '../models/model-backend.ts';
import type { FoundPassage } from '../search/search-service.ts';
import { buildPrompt, passageText } from './prompt.ts';

/** Tokens that an answer may have. */
export const ANSWER_TOKENS = 1024;
/** Context kept free for the tokens that the model's template puts around the turns. */
const TEMPLATE_TOKENS = 200;

/** As many of the best passages as the context of the model that runs holds beside instructions, question and answer. */
export async function fittingPassages<Found extends FoundPassage>(
  backend: ModelBackend,
  question: string,
  found: readonly Found[],
): Promise<Found[]> {
  const frame = buildPrompt(question, [], []).map(({ text }) => text);
  const texts = [frame.join('\n'), ...found.map((passage, index) => passageText(passage, index + 1))];
  const { counts, contextSize } = await backend.countTokens(texts);
  const [frameTokens = 0, ...lengths] = counts;
  let used = frameTokens;
  return found.filter((_, index) => {
    used += lengths[index] ?? 0;
    return used <= roomIn(contextSize) || index === 0;
  });
}

/** Tokens for the prompt, beside the answer and what the model's template puts around the turns. */
export function roomIn(contextSize: number): number {
  return contextSize - Math.min(ANSWER_TOKENS, contextSize / 4) - TEMPLATE_TOKENS;
}
