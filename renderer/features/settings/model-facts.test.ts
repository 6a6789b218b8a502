import { describe, expect, it } from 'vitest';
import type { Model } from '../../../shared/contract/models.ts';
import { createFormat } from '../../app/format.ts';
import { modelFacts, parameterCount } from './model-facts.ts';
import { useSettingsText } from './text.ts';

describe('parameterCount', () => {
  it.each([
    [4_022_468_096, '4.0B'],
    [70_553_706_496, '71B'],
    [33_212_160, '33M'],
    [3800, '3.8K'],
    [12, '12'],
  ])('of %d', (parameters, text) => expect(parameterCount(parameters)).toBe(text));
});

describe('modelFacts', () => {
  const chat: Model = {
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
    added: 0,
    state: 'loaded',
    reason: '',
  };
  const facts = (model: Model) => modelFacts(model, createFormat('en'), useSettingsText());

  it('says what the file says', () => {
    expect(facts(chat)).toEqual([
      '2.5 GiB',
      'Q4_K_M',
      'qwen3',
      '4.0B parameters',
      '32,768 tokens of context',
      'licence: apache-2.0',
    ]);
  });

  it('says the length of vectors of an embedding model, and leaves out what is not known', () => {
    const embedder: Model = {
      ...chat,
      role: 'embedding',
      dimensions: 384,
      quantisation: '',
      parameters: 0,
      licence: '',
    };
    expect(facts(embedder)).toEqual(['2.5 GiB', 'qwen3', '384 dimensions', 'licence not stated']);
  });
});
