import { expect, test } from 'vitest';
import { partPaths, stemOf } from './split-name.ts';

test('any part stands for all', () => {
  const parts = ['/m/a-00001-of-00003.gguf', '/m/a-00002-of-00003.gguf', '/m/a-00003-of-00003.gguf'];
  for (const part of parts) expect(partPaths(part)).toEqual(parts);
});

test.each([
  '/m/a.gguf',
  '/m/a-00004-of-00003.gguf',
  '/m/a-00000-of-00003.gguf',
  '/m/a-00000-of-00000.gguf',
  '/m/a-1-of-3.gguf',
])('%s stands for itself', (path) => expect(partPaths(path)).toEqual([path]));

test.each([
  ['/m/Qwen 3.gguf', 'Qwen 3'],
  ['/m/Qwen-00001-of-00003.gguf', 'Qwen'],
  ['/m/QWEN.GGUF', 'QWEN'],
  ['/m/sha256-00ff', 'sha256-00ff'],
])('%s is called %s', (path, name) => expect(stemOf(path)).toBe(name));
