import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../e2e/temporary-folder.ts';
import type { Capability } from '../../shared/contract/models.ts';
import { Catalog } from '../catalog/database.ts';
import { type LocalModel, ModelRepository } from '../catalog/models.ts';
import { type Fitness, type Reach, Roles } from './roles.ts';

let models: ModelRepository;
let roles: Roles;
let fitness: Map<string, Fitness>;
let reach: Map<string, Reach>;

beforeEach(() => {
  const catalog = Catalog.open(join(temporaryFolder(), 'catalog.db'));
  onTestFinished(() => catalog.close());
  models = new ModelRepository(catalog);
  fitness = new Map();
  reach = new Map();
  roles = new Roles({
    catalog,
    models,
    health: {
      fitness: ({ id }) => fitness.get(id) ?? { obstacle: null, failedAt: null },
      reach: ({ id }) => reach.get(id) ?? 0,
      unload: async () => undefined,
    },
    onChange: () => undefined,
  });
});

function add(id: string, capabilities: Capability[] = ['chat', 'tools', 'json-schema']): void {
  const model: LocalModel = {
    id,
    name: id,
    capabilities,
    languages: [],
    engine: 'llama.cpp',
    path: `/models/${id}.gguf`,
    adapters: [],
    template: '',
    providerId: null,
    remoteName: null,
    sha256: id,
    size: 1,
    architecture: 'llama',
    quantisation: '',
    parameters: 1,
    contextSize: 4096,
    dimensions: 0,
    licence: '',
    added: 0,
  };
  models.keep(model);
}

describe('who serves a role', () => {
  it('is the first choice that can, and rather one that did not just fail', () => {
    for (const id of ['first', 'second', 'third']) add(id);
    models.assign('chat', '', ['first', 'second', 'third']);
    expect(roles.serving('chat')?.id).toBe('first');
    fitness.set('first', { obstacle: 'Its file is gone.', failedAt: null });
    fitness.set('second', { obstacle: null, failedAt: Date.now() });
    expect(roles.serving('chat')?.id).toBe('third');
    fitness.set('third', { obstacle: 'Its file is gone, too.', failedAt: null });
    expect(roles.serving('chat')?.id).toBe('second');
    expect(roles.services().find(({ role }) => role === 'chat')).toMatchObject({
      order: ['first', 'second', 'third'],
      serving: 'second',
      reason: 'Its file is gone.',
    });
  });

  it('follows the chat models that can do it, until somebody is chosen', () => {
    add('plain', ['chat']);
    add('able');
    models.assign('chat', '', ['plain', 'able']);
    expect(roles.serving('agent')?.id).toBe('able');
    expect(roles.serving('ocr-cleanup')?.id).toBe('plain');
    expect(roles.services().find(({ role }) => role === 'agent')).toMatchObject({ order: ['able'], follows: 'chat' });
    expect(roles.servedBy('plain')).toEqual(['chat', 'ocr-cleanup']);
    add('other');
    models.assign('agent', '', ['other']);
    expect(roles.serving('agent')?.id).toBe('other');
    expect(roles.serving('tagging')?.id).toBe('able');
    expect(roles.services().find(({ role }) => role === 'agent')?.follows).toBeNull();
  });

  it('is nobody where nobody was chosen', () => {
    add('words', ['embedding']);
    expect(roles.serving('embedding')).toBeUndefined();
    expect(roles.serving('agent')).toBeUndefined();
    expect(roles.servedBy('words')).toEqual([]);
  });
});

describe('a choice for the files with a tag', () => {
  beforeEach(() => {
    for (const id of ['cloud', 'server', 'local']) add(id);
    reach = new Map([
      ['cloud', 2],
      ['server', 1],
    ]);
    models.assign('chat', '', ['cloud']);
    models.assign('chat', 'Inside', ['server']);
  });

  it('holds instead of what holds everywhere, however the tag is written', () => {
    expect(roles.serving('chat', ['unrelated'])?.id).toBe('cloud');
    expect(roles.serving('chat', ['unrelated', 'inside'])?.id).toBe('server');
  });

  it('keeps the content nearest where several hold', () => {
    models.assign('chat', 'secret', ['local']);
    expect(roles.serving('chat', ['inside', 'secret'])?.id).toBe('local');
    expect(roles.serving('chat', ['secret', 'inside'])?.id).toBe('local');
  });

  it('lets nobody else read them when its model cannot', () => {
    fitness.set('server', { obstacle: 'The network policy bars it.', failedAt: null });
    expect(roles.serving('chat', ['inside'])).toBeUndefined();
  });

  it('is told apart from what holds everywhere', () => {
    expect(roles.services().filter(({ tag }) => tag !== '')).toEqual([
      { role: 'chat', tag: 'Inside', order: ['server'], follows: null, serving: 'server', reason: '' },
    ]);
    expect(roles.servedBy('server')).toEqual(['chat']);
  });
});
