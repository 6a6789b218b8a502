import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { anchorSchema } from '../anchors.ts';
import { procedure } from './base.ts';
import { assetIdSchema } from './library.ts';

export const citationSchema = z.object({
  /** The mark in the answer: `[n]`. */
  n: z.number(),
  assetId: assetIdSchema,
  path: z.string(),
  anchor: anchorSchema,
  /** The cited words, as they stand in the passage. */
  quote: z.string(),
});
export type Citation = z.infer<typeof citationSchema>;

export const answerEventSchema = z.discriminatedUnion('type', [
  /** First: which passages were found and, if any, which model will read them. */
  z.object({
    type: z.literal('sources'),
    model: z.string().nullable(),
    sources: z.array(citationSchema),
    conversationId: z.number().nullable(),
  }),
  /** Reading of the prompt, 0–1, while no text comes yet. */
  z.object({ type: z.literal('reading'), progress: z.number() }),
  z.object({ type: z.literal('text'), text: z.string() }),
  /** Last: the whole answer; `citations` are those of the sources that it marks. */
  z.object({
    type: z.literal('done'),
    answer: z.string(),
    model: z.string().nullable(),
    citations: z.array(citationSchema),
  }),
]);
export type AnswerEvent = z.infer<typeof answerEventSchema>;

export const messageSchema = z.object({
  id: z.number(),
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  model: z.string().nullable(),
  citations: z.array(citationSchema),
  time: z.number(),
  /** False for an answer that was stopped or broke off. */
  complete: z.boolean(),
});
export type Message = z.infer<typeof messageSchema>;

export const conversationSchema = z.object({ id: z.number(), title: z.string(), updated: z.number() });
export type Conversation = z.infer<typeof conversationSchema>;

export const chatContract = {
  conversations: procedure.output(z.array(conversationSchema)),
  messages: procedure.input(z.object({ conversationId: z.number() })).output(z.array(messageSchema)),
  removeConversation: procedure.input(z.object({ conversationId: z.number() })),
  /**
   * Answers a question from the library. With `conversationId: null` and `keep: true` a conversation is begun.
   * Ending the stream stops the model. Without a chat model the answer is the best passages, quoted; `model` is null.
   */
  ask: procedure
    .input(
      z.object({
        question: z
          .string()
          .trim()
          .min(1, 'The question is empty.')
          .max(8000, 'The question is longer than 8,000 characters. Shorten it.'),
        conversationId: z.number().nullable(),
        keep: z.boolean(),
      }),
    )
    .output(eventIterator(answerEventSchema)),
};
