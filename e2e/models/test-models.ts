import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bagOfWordsEmbedder, type EmbedderOptions } from './bag-of-words-embedder.ts';
import type { ScriptedRule } from './script.ts';
import { type ScriptedChatOptions, scriptedChat } from './scripted-chat.ts';

/** What the scripted model says unless a test wants something else; the poem is long enough to be stopped. */
export const defaultRules: readonly ScriptedRule[] = [
  { when: ['harbour'], say: 'The harbour was dredged in 1931 [1].' },
  { when: ['lighthouse'], say: 'The lighthouse was lit in **1874** [2], and again in 1920 [1].' },
  {
    when: ['poem'],
    say: `Grey is the water, grey is the stone,
the ferry goes over the sound alone;
who built the pier and who lit the lamp
have left their names in ledgers grown damp.

- read them by daylight, read them by fire,
- read them aloud to the wind in the wire,

for what was recorded will not be lost
as long as somebody counted the cost.`,
  },
];

export interface TestModels {
  /** Paths of GGUF files. */
  embedder: string;
  chat: string;
}

/** Writes a small embedding model and a small chat model, which llama.cpp runs like any other, into a folder. */
export async function makeTestModels(
  folder: string,
  options: { embedder?: EmbedderOptions; chat?: Partial<ScriptedChatOptions> } = {},
): Promise<TestModels> {
  await mkdir(folder, { recursive: true });
  const models = { embedder: join(folder, 'embedder.gguf'), chat: join(folder, 'chat.gguf') };
  const chat = scriptedChat({ rules: defaultRules, otherwise: 'The passages say so [1].', ...options.chat });
  await Promise.all([writeFile(models.embedder, bagOfWordsEmbedder(options.embedder)), writeFile(models.chat, chat)]);
  return models;
}
