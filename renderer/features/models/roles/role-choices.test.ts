import { describe, expect, it } from 'vitest';
import type { RoleService } from '../../../../shared/contract/models.ts';
import { aModel } from '../model-for-tests.ts';
import { lacking, moved, partIn, withFirst } from './role-choices.ts';

describe('lacking', () => {
  it('names what a model cannot do of what a role needs', () => {
    expect(lacking(aModel({ capabilities: ['chat'] }), 'agent')).toEqual(['tools']);
    expect(lacking(aModel({ capabilities: ['embedding'] }), 'agent')).toEqual(['chat', 'tools']);
    expect(lacking(aModel({ capabilities: ['tools', 'chat'] }), 'agent')).toEqual([]);
  });
});

describe('withFirst', () => {
  it.each([
    [[], 'a', ['a']],
    [['a', 'b'], 'c', ['c', 'b']],
    [['a', 'b', 'c'], 'c', ['c', 'a', 'b']],
    [['a', 'b'], 'a', ['a', 'b']],
  ])('of %j with %s', (order, id, next) => expect(withFirst(order, id)).toEqual(next));
});

describe('moved', () => {
  it.each([
    ['b', -1, ['b', 'a', 'c']],
    ['b', 1, ['a', 'c', 'b']],
    ['a', -1, ['a', 'b', 'c']],
    ['c', 1, ['a', 'b', 'c']],
    ['x', 1, ['a', 'b', 'c']],
  ] as const)('%s by %d', (id, by, next) => expect(moved(['a', 'b', 'c'], id, by)).toEqual(next));
});

describe('partIn', () => {
  const service = (given: Partial<RoleService>): RoleService => ({
    role: 'chat',
    tag: '',
    order: [],
    follows: null,
    serving: null,
    reason: '',
    ...given,
  });
  const services = [
    service({ order: ['a', 'b'] }),
    service({ order: ['c'], tag: 'private' }),
    service({ role: 'agent', order: ['a'], follows: 'chat' }),
  ];

  it('says how a model serves', () => {
    expect(partIn(services, 'chat', 'a')).toBe('first');
    expect(partIn(services, 'chat', 'b')).toBe('fallback');
    expect(partIn(services, 'chat', 'c')).toBe('by tag');
    expect(partIn(services, 'agent', 'a')).toBe('follows');
    expect(partIn(services, 'agent', 'b')).toBeNull();
  });
});
