import type { ModelEngine } from '../../../shared/contract/models.ts';
import type { Engine } from './engine.ts';
import type { LlamaEngine } from './llama-cpp.ts';

/** What runs this machine's own models, by format. */
export interface Engines extends Record<ModelEngine, Engine> {
  'llama.cpp': LlamaEngine;
}
