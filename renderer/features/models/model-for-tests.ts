import type { Model } from '../../../shared/contract/models.ts';

/** A chat model as a file describes it, but for what is given. */
export function aModel(given: Partial<Model> = {}): Model {
  return {
    id: '1',
    name: 'Test',
    role: 'chat',
    roles: ['chat'],
    serves: ['chat'],
    capabilities: ['chat'],
    engine: 'llama.cpp',
    adapters: [],
    template: '',
    languages: [],
    location: 'process',
    provider: null,
    path: '/m/test.gguf',
    copied: false,
    sha256: '',
    size: 2.5 * 2 ** 30,
    architecture: 'qwen3',
    quantisation: 'Q4_K_M',
    parameters: 4e9,
    contextSize: 32768,
    dimensions: 0,
    licence: 'apache-2.0',
    prices: null,
    added: 0,
    state: 'loaded',
    reason: '',
    ...given,
  };
}
