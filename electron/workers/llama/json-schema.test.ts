import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grammarSchema } from './json-schema.ts';

const held = (schema: unknown, limits: 'refuse' | 'pass' = 'refuse') => grammarSchema(schema, { name: 'It', limits });

test('keeps what grammars hold, and leaves out what says nothing of the form', () => {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Record',
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string', minLength: 1, description: 'Of the record', examples: ['a'] },
      when: { type: ['string', 'null'] },
      tags: { type: 'array', items: { $ref: '#/definitions/tag' }, maxItems: 3 },
    },
    definitions: { tag: { enum: ['a', 'b'] } },
  };
  expect(held(schema)).toEqual({
    type: 'object',
    additionalProperties: false,
    properties: {
      name: { type: 'string', minLength: 1, description: 'Of the record' },
      when: { oneOf: [{ type: 'string' }, { type: 'null' }] },
      tags: { type: 'array', items: { $ref: '#/$defs/tag' }, maxItems: 3 },
    },
    $defs: { tag: { enum: ['a', 'b'] } },
  });
});

test('lets limits pass where the value is checked again', () => {
  const schema = {
    type: 'object',
    properties: { days: { type: 'integer', minimum: 1 }, page: { type: 'string', format: 'uri' } },
  };
  expect(() => held(schema)).toThrow('It cannot be used: "days" uses "minimum", which no grammar holds.');
  expect(held(schema, 'pass')).toMatchObject({ properties: { days: { type: 'integer' }, page: { type: 'string' } } });
});

test('allows a definition that comes back to itself with something between', () => {
  const tree = { type: 'object', properties: { children: { type: 'array', items: { $ref: '#/$defs/tree' } } } };
  expect(held({ $ref: '#/$defs/tree', $defs: { tree } })).toMatchObject({ $ref: '#/$defs/tree' });
});

test.each<[string, unknown, RegExp]>([
  ['no object', [], /it is no JSON schema/],
  ['nothing allowed', false, /it is no JSON schema/],
  ['an unknown type', { type: 'text' }, /has the type "text"/],
  ['a required property that is not described', { type: 'object', required: ['x'] }, /requires "x"/],
  ['several schemas at once', { allOf: [{ type: 'string' }, { type: 'string' }] }, /"allOf"/],
  ['no choices', { anyOf: [] }, /has no choices in "anyOf"/],
  ['an empty enumeration', { enum: [] }, /an "enum" without values/],
  ['objects as fixed values', { const: {} }, /fixed value/],
  ['bounds that cross', { type: 'string', minLength: 5, maxLength: 2 }, /allows nothing/],
  ['too many repetitions', { type: 'array', minItems: 1_000_000 }, /asks for 1000000 repetitions/],
  ['a reference to elsewhere', { $ref: 'https://example.com/schema' }, /refers to "https:/],
  [
    'a reference without end',
    { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } },
    /without end/,
  ],
  ['a condition', { type: 'string', if: {} }, /uses "if"/],
])('refuses %s', (_, schema, expected) => {
  expect(() => held(schema)).toThrow(expected);
});

test('answers anything with a schema or a sentence', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (schema) => {
      try {
        expect(held(schema)).toBeTypeOf('object');
      } catch (thrown) {
        expect((thrown as Error).message).toMatch(/^It cannot be used: .*\.$/s);
      }
    }),
  );
  const deep = Array.from({ length: 5_000 }).reduce<unknown>((items) => ({ type: 'array', items }), {});
  expect(() => held(deep)).toThrow(/nested too deeply/);
});
