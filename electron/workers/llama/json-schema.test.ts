import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grammarSchema } from './json-schema.ts';

const held = (schema: unknown) => grammarSchema(schema, 'It').schema;

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

test('tells which limits no grammar holds, also where a model sees them', () => {
  const schema = {
    type: 'object',
    properties: {
      days: { type: 'integer', minimum: 1, maximum: 9, description: 'Ahead' },
      page: { type: 'string', format: 'uri', minLength: 3 },
      day: { type: 'string', format: 'date' },
      codes: { type: 'array', items: { $ref: '#/$defs/code' }, uniqueItems: true, minItems: 2 },
      either: { anyOf: [{ type: 'number', multipleOf: 2 }, { type: 'null' }], maximum: 8 },
    },
    $defs: { code: { type: 'string', pattern: '^[A-Z]+$' } },
  };
  const { schema: kept, unheld } = grammarSchema(schema, 'It');
  expect(unheld.toSorted()).toEqual(['format', 'maximum', 'minimum', 'multipleOf', 'pattern', 'uniqueItems']);
  expect(kept).toMatchObject({
    properties: {
      days: { type: 'integer', description: 'Ahead (minimum: 1, maximum: 9)' },
      page: { type: 'string', minLength: 3, description: 'format: "uri"' },
      day: { type: 'string', format: 'date' },
      codes: { minItems: 2, description: 'uniqueItems: true' },
      either: {
        oneOf: [{ type: 'number', description: 'multipleOf: 2' }, { type: 'null' }],
        description: 'maximum: 8',
      },
    },
    $defs: { code: { type: 'string', description: 'pattern: "^[A-Z]+$"' } },
  });
  expect(grammarSchema({ type: 'string', maxLength: 9, format: 'time' }, 'It').unheld).toEqual([]);
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
