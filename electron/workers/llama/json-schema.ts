import type { GbnfJsonSchema } from 'node-llama-cpp';

type Schema = Record<string, unknown>;
type Literal = string | number | boolean | null;

/** How deep schemas may be nested: far beyond any that people write, and short of what a grammar can take. */
const deepest = 64;
/** llama.cpp refuses to repeat a rule more often. */
const mostRepetitions = 2_000;

/** Keywords that say nothing of the form of a value. */
const annotations = new Set(
  `$schema $id $comment $anchor title description default examples deprecated readOnly writeOnly`.split(' '),
);
/** Keywords that every branch below takes care of. */
const definitions = new Set(['$defs', 'definitions']);
/** Keywords that narrow a value and that no grammar holds: its form can be held without them. */
const narrowing = new Set(
  `minimum maximum exclusiveMinimum exclusiveMaximum multipleOf pattern uniqueItems format contentEncoding
   contentMediaType`.split(/\s+/),
);
const heldFormats = new Set(['date-time', 'time', 'date']);

const typeNames = ['string', 'number', 'integer', 'boolean', 'null', 'object', 'array'] as const;
type TypeName = (typeof typeNames)[number];

const keywordsOf: Record<TypeName, readonly string[]> = {
  string: ['minLength', 'maxLength', 'format'],
  number: [],
  integer: [],
  boolean: [],
  null: [],
  object: ['properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties'],
  array: ['items', 'prefixItems', 'minItems', 'maxItems'],
};

export interface HeldSchema {
  schema: GbnfJsonSchema;
  /**
   * The keywords that narrow a value and that the grammar does not hold, such as `pattern`, each once: who asked has to
   * check them. The descriptions in the schema tell of them, for a model that is shown it.
   */
  unheld: string[];
}

/**
 * A JSON schema as one that node-llama-cpp makes a grammar of; every value of the grammar has the schema's form, and
 * satisfies the schema where nothing is left unheld. The grammar is stricter: it asks for all named properties, in their
 * order, and for no others unless the schema says so.
 * Throws, in a sentence, where the schema is no schema, or asks for a form that no grammar holds.
 * @param name as it stands in messages: 'The parameters of the tool "find"'
 */
export function grammarSchema(schema: unknown, name: string): HeldSchema {
  const translation = new Translation(name);
  return { schema: translation.root(schema), unheld: translation.unheld };
}

class Translation {
  readonly #name: string;
  readonly #unheld = new Set<string>();
  #definitions: Schema = {};

  constructor(name: string) {
    this.#name = name;
  }

  get unheld(): string[] {
    return [...this.#unheld];
  }

  root(schema: unknown): GbnfJsonSchema {
    const root = this.#object(schema, '');
    this.#definitions = { ...this.#part(root, 'definitions'), ...this.#part(root, '$defs') };
    const used = Object.entries(this.#definitions).map(([key, value]) => [key, this.#schema(value, `$defs.${key}`, 1)]);
    for (const key of Object.keys(this.#definitions)) this.#refuseEndless(key);
    const translated = this.#schema(root, '', 0);
    return (used.length > 0 ? { ...translated, $defs: Object.fromEntries(used) } : translated) as GbnfJsonSchema;
  }

  #part(schema: Schema, key: string): Schema {
    return schema[key] === undefined ? {} : this.#object(schema[key], key);
  }

  #schema(given: unknown, at: string, depth: number): Schema {
    if (depth > deepest) throw this.#error(at, 'is nested too deeply');
    if (given === true) return this.#anything();
    const schema = this.#object(given, at);
    const form = this.#form(schema, at, depth);
    const description = this.#description(schema);
    return description ? { ...form, description } : form;
  }

  /** What the schema says of the value, and of the limits that the grammar does not hold. */
  #description(schema: Schema): string {
    const limits = Object.entries(schema).filter(([key, value]) => isUnheld(key, value));
    for (const [key] of limits) this.#unheld.add(key);
    const said = limits.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(', ');
    const own = typeof schema.description === 'string' ? schema.description : '';
    return own && said ? `${own} (${said})` : own || said;
  }

  #form(schema: Schema, at: string, depth: number): Schema {
    if (schema.$ref !== undefined) return this.#reference(schema, at);
    const choice = ['anyOf', 'oneOf'].find((key) => schema[key] !== undefined);
    if (choice) return this.#choice(schema, choice, at, depth);
    if (schema.allOf !== undefined) return this.#single(schema, at, depth);
    if (schema.const !== undefined) return { enum: [this.#literal(schema.const, `${at}.const`)] };
    if (schema.enum !== undefined) return this.#enumeration(schema.enum, at);
    const types = this.#types(schema, at);
    this.#refuseOthers(schema, ['type', ...types.flatMap((type) => keywordsOf[type])], at);
    if (types.length === 0) return this.#anything();
    const forms = types.map((type) => this.#typed(type, schema, at, depth));
    return forms.length === 1 && forms[0] ? forms[0] : { oneOf: forms };
  }

  #types(schema: Schema, at: string): TypeName[] {
    const { type } = schema;
    if (type === undefined) {
      const implied = (['object', 'array', 'string'] as const).find((name) =>
        keywordsOf[name].some((key) => schema[key] !== undefined),
      );
      return implied ? [implied] : [];
    }
    const types = Array.isArray(type) ? type : [type];
    for (const name of types)
      if (!typeNames.includes(name)) throw this.#error(at, `has the type ${JSON.stringify(name)}, which JSON has not`);
    return types;
  }

  #typed(type: TypeName, schema: Schema, at: string, depth: number): Schema {
    if (type === 'object') return this.#objectForm(schema, at, depth);
    if (type === 'array') return this.#arrayForm(schema, at, depth);
    if (type !== 'string') return { type };
    const { format } = schema;
    if (typeof format === 'string' && heldFormats.has(format)) return { type, format };
    return { type, ...this.#counts(schema, ['minLength', 'maxLength'], at) };
  }

  #objectForm(schema: Schema, at: string, depth: number): Schema {
    const properties = this.#part(schema, 'properties');
    const names = Object.keys(properties);
    const { required = [], additionalProperties = names.length === 0 } = schema;
    const missing = Array.isArray(required) ? required.find((key) => !names.includes(key)) : undefined;
    if (!Array.isArray(required)) throw this.#error(at, 'has a "required" that is no list');
    if (missing !== undefined) throw this.#error(at, `requires ${JSON.stringify(missing)} and does not describe it`);
    return {
      type: 'object',
      properties: Object.fromEntries(
        names.map((key) => [key, this.#schema(properties[key], `${at}.${key}`, depth + 1)]),
      ),
      // What is not named is not asked for where something is: the answer satisfies the schema without it.
      additionalProperties:
        typeof additionalProperties === 'boolean'
          ? names.length === 0 && additionalProperties
          : this.#schema(additionalProperties, `${at}.additionalProperties`, depth + 1),
      ...this.#counts(schema, ['minProperties', 'maxProperties'], at),
    };
  }

  #arrayForm(schema: Schema, at: string, depth: number): Schema {
    const { items, prefixItems } = schema;
    if (prefixItems !== undefined && !Array.isArray(prefixItems)) throw this.#error(at, 'has no list of "prefixItems"');
    return {
      type: 'array',
      ...(items === undefined || items === true ? {} : { items: this.#schema(items, `${at}[]`, depth + 1) }),
      ...(prefixItems
        ? { prefixItems: prefixItems.map((item, index) => this.#schema(item, `${at}[${index}]`, depth + 1)) }
        : {}),
      ...this.#counts(schema, ['minItems', 'maxItems'], at),
    };
  }

  #counts(schema: Schema, [least, most]: [least: string, most: string], at: string): Schema {
    const counts: Record<string, number> = {};
    for (const key of [least, most]) {
      const count = schema[key];
      if (count === undefined) continue;
      if (!Number.isInteger(count) || Number(count) < 0) throw this.#error(at, `has a "${key}" that is no count`);
      if (Number(count) > mostRepetitions && key === least)
        throw this.#error(at, `asks for ${count} repetitions; a grammar holds up to ${mostRepetitions}`);
      // An upper bound that no grammar holds is as good as a lower one: what satisfies that satisfies the schema.
      counts[key] = Math.min(Number(count), mostRepetitions);
    }
    if ((counts[least] ?? 0) > (counts[most] ?? Number.POSITIVE_INFINITY))
      throw this.#error(at, `allows nothing: "${least}" is above "${most}"`);
    return counts;
  }

  #choice(schema: Schema, key: string, at: string, depth: number): Schema {
    this.#refuseOthers(schema, [key, 'type', 'discriminator'], at);
    const choices = schema[key];
    if (!Array.isArray(choices) || choices.length === 0) throw this.#error(at, `has no choices in "${key}"`);
    return { oneOf: choices.map((choice, index) => this.#schema(choice, `${at}.${key}[${index}]`, depth + 1)) };
  }

  /** Generators of schemas write a single reference as "allOf" with one member. */
  #single(schema: Schema, at: string, depth: number): Schema {
    this.#refuseOthers(schema, ['allOf'], at);
    const members = schema.allOf;
    if (!Array.isArray(members) || members.length !== 1)
      throw this.#error(at, 'combines schemas by "allOf", which no grammar holds');
    return this.#schema(members[0], at, depth + 1);
  }

  #enumeration(values: unknown, at: string): Schema {
    if (!Array.isArray(values) || values.length === 0) throw this.#error(at, 'has an "enum" without values');
    return { enum: values.map((value) => this.#literal(value, `${at}.enum`)) };
  }

  #literal(value: unknown, at: string): Literal {
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as Literal;
    throw this.#error(at, 'names a fixed value that is no text, number, true, false or null');
  }

  #reference(schema: Schema, at: string): Schema {
    const name = this.#referred(schema);
    if (name === undefined || !Object.hasOwn(this.#definitions, name))
      throw this.#error(at, `refers to ${JSON.stringify(schema.$ref)}, which is not among its definitions`);
    return { $ref: `#/$defs/${name}` };
  }

  #referred(schema: Schema): string | undefined {
    const { $ref } = schema;
    return typeof $ref === 'string' ? /^#\/(?:\$defs|definitions)\/([^/]+)$/.exec($ref)?.[1] : undefined;
  }

  /** A definition that is itself, with nothing between, is no value; a grammar of it never ends. */
  #refuseEndless(start: string): void {
    const seen = new Set<string>();
    const follow = (schema: unknown): void => {
      if (typeof schema !== 'object' || schema === null) return;
      const { anyOf, oneOf, allOf } = schema as Schema;
      for (const member of [anyOf, oneOf, allOf].flat()) follow(member);
      const name = this.#referred(schema as Schema);
      if (name === undefined || (seen.has(name) && name !== start)) return;
      if (name === start) throw this.#error(`$defs.${start}`, 'refers to itself without end');
      seen.add(name);
      follow(this.#definitions[name]);
    };
    follow(this.#definitions[start]);
  }

  #anything(): Schema {
    const scalars = (['string', 'number', 'boolean', 'null'] as const).map((type) => ({ type }));
    return { oneOf: [...scalars, { type: 'array' }, { type: 'object', additionalProperties: true }] };
  }

  #refuseOthers(schema: Schema, known: readonly string[], at: string): void {
    for (const [key, value] of Object.entries(schema)) {
      if (known.includes(key) || annotations.has(key) || definitions.has(key) || isUnheld(key, value)) continue;
      throw this.#error(at, `uses "${key}", which no grammar holds`);
    }
  }

  #object(value: unknown, at: string): Schema {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Schema;
    throw this.#error(at, 'is no JSON schema: it is not an object');
  }

  #error(at: string, what: string): Error {
    const place = at.replace(/^\./, '');
    return new Error(`${this.#name} cannot be used: ${place ? `"${place}"` : 'it'} ${what}.`);
  }
}

function isUnheld(key: string, value: unknown): boolean {
  return narrowing.has(key) && !(key === 'format' && heldFormats.has(String(value)));
}
