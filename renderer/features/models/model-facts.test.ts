import { describe, expect, it } from 'vitest';
import { createFormat } from '../../app/format.ts';
import { modelFacts, parameterCount } from './model-facts.ts';
import { aModel } from './model-for-tests.ts';
import { useModelsText } from './text.ts';

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
  const facts = (given: Parameters<typeof aModel>[0]) => modelFacts(aModel(given), createFormat('en'), useModelsText());

  it('says what the file says', () => {
    expect(facts({})).toEqual(['4.0B', 'Q4_K_M', 'qwen3', '32,768 tokens']);
  });

  it('says the length of vectors of an embedding model, and leaves out what is not known', () => {
    expect(facts({ dimensions: 384, quantisation: '', parameters: 0 })).toEqual(['qwen3', '384 dimensions']);
  });
});
