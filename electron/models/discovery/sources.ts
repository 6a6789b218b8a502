import { gpt4all } from './gpt4all.ts';
import { huggingFace } from './hugging-face.ts';
import { jan } from './jan.ts';
import { llamaCpp } from './llama-cpp.ts';
import { lmStudio } from './lm-studio.ts';
import { ollama } from './ollama.ts';
import type { Source } from './source.ts';

/** The programs whose models are found, in the order in which they are looked at. */
export const sources: readonly Source[] = [lmStudio, ollama, jan, gpt4all, huggingFace, llamaCpp];
