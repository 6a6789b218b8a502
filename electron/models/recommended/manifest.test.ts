import { join } from 'node:path';
import { expect, it } from 'vitest';
import { memoryClasses } from '../../../shared/contract/recommended.ts';
import { resourcesPath } from '../../platform/shipped.ts';
import { readManifest } from './manifest.ts';

const models = await readManifest(join(resourcesPath, 'models.json'));

it('recommends models for the roles that files serve, and chat models for every size of memory', () => {
  for (const role of ['chat', 'embedding', 'rerank', 'transcription'] as const)
    expect(models.some(({ roles }) => roles.includes(role))).toBe(true);
  for (const memory of memoryClasses)
    expect(models.some((model) => model.memory === memory && model.roles.includes('chat'))).toBe(true);
});

it.each(models)('$id is one revision of one file, free to use, and fits the memory it is for', (model) => {
  const { protocol, pathname } = new URL(model.url);
  expect(protocol).toBe('https:');
  expect(pathname).toMatch(/\/resolve\/[0-9a-f]{40}\/[^/]+$/);
  expect(pathname.endsWith(`/${encodeURIComponent(model.file)}`)).toBe(true);
  expect(['Apache-2.0', 'MIT']).toContain(model.licence.spdx);
  // Weights, and about a third of the machine for all else.
  expect(model.size).toBeLessThan(model.memory * 1e9 * 0.65);
  expect(models.filter(({ sha256 }) => sha256 === model.sha256)).toEqual([model]);
});
