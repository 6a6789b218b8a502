import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scriptedChat } from '../../e2e/models/scripted-chat.ts';
import type { ModelTurn, ToolDescription } from '../workers/model-protocol.ts';
import { failureOf, runtimeForTests } from './model-runtime-for-tests.ts';

const rules = [
  {
    when: ['weather'],
    call: { tool: 'getWeather', arguments: { city: 'Oslo', days: 3 } },
    say: 'Snow for three days.',
  },
  { when: ['clock'], call: { tool: 'getTime' }, say: 'It is noon.' },
  { when: ['record'], say: '{"title":"Harbour","year":1931,"kind":"survey"}' },
  { when: ['count'], say: 'one two three four five six' },
];
const setting = runtimeForTests((folder) =>
  writeFile(join(folder, 'chat.gguf'), scriptedChat({ rules, otherwise: 'I cannot tell.' })),
);
const path = () => join(setting.folder, 'chat.gguf');
const user = (text: string): ModelTurn => ({ role: 'user', text });

const tools: ToolDescription[] = [
  {
    name: 'getWeather',
    description: 'The forecast for a place.',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string', minLength: 1 }, days: { type: 'integer', minimum: 1, maximum: 14 } },
      required: ['city', 'days'],
      additionalProperties: false,
    },
  },
  { name: 'getTime', description: 'The time now.', parameters: { type: 'object', properties: {} } },
];

describe('tools', () => {
  test('are called, and their results are answered with', async () => {
    const turns = [user('How is the weather?')];
    const called = await setting.runtime.chat(path(), turns, { maxTokens: 200, tools });
    expect(called).toMatchObject({
      text: '',
      stopped: 'calls',
      calls: [{ id: expect.any(String), name: 'getWeather', arguments: { city: 'Oslo', days: 3 } }],
    });
    const further: ModelTurn[] = [
      ...turns,
      { role: 'assistant', text: called.text, calls: called.calls },
      { role: 'tool', callId: called.calls[0]!.id, result: { forecast: ['snow', 'snow', 'snow'] } },
    ];
    const answer = await setting.runtime.chat(path(), further, { maxTokens: 200, tools });
    expect(answer).toMatchObject({ text: 'Snow for three days.', stopped: 'end', calls: [] });
    expect(answer.usage.reused).toBeGreaterThan(called.usage.prompt * 0.9);
    const next = [...further, { role: 'assistant', text: answer.text } as const, user('What does the clock say?')];
    expect(await setting.runtime.chat(path(), next, { maxTokens: 200, tools })).toMatchObject({
      stopped: 'calls',
      calls: [{ name: 'getTime', arguments: {} }],
    });
  });

  test('are left alone where nothing asks for them', async () => {
    const answer = await setting.runtime.chat(path(), [user('Who are you?')], { maxTokens: 200, tools });
    expect(answer).toMatchObject({ text: 'I cannot tell.', stopped: 'end', calls: [] });
  });

  test.each<[string, ToolDescription[], RegExp]>([
    ['a name that is none', [{ ...tools[0]!, name: 'get weather' }], /"get weather" is no name for a tool/],
    ['two of a name', [tools[0]!, tools[0]!], /Two tools are named "getWeather"/],
    [
      'parameters that are no schema',
      [{ ...tools[0]!, parameters: 'city' }],
      /parameters of the tool "getWeather" cannot be used: it is no JSON schema/,
    ],
  ])('with %s are refused', async (_, given, expected) => {
    const failure = await failureOf(setting.runtime.chat(path(), [user('weather')], { maxTokens: 9, tools: given }));
    expect(failure).toMatchObject({ code: 'MODEL_FAILED', message: expect.stringMatching(expected) });
  });

  test.each<[string, ModelTurn[], RegExp]>([
    [
      'a call without a result',
      [user('weather'), { role: 'assistant', text: '', calls: [{ id: 'a', name: 'getTime', arguments: {} }] }],
      /The call "a" of the tool "getTime" has no result/,
    ],
    [
      'a result without a call',
      [user('weather'), { role: 'tool', callId: 'b', result: 1 }],
      /The result for the call "b" belongs to no call/,
    ],
  ])('%s is refused', async (_, turns, expected) => {
    const failure = await failureOf(setting.runtime.chat(path(), turns, { maxTokens: 9, tools }));
    expect(failure.message).toMatch(expected);
  });
});

describe('a JSON schema', () => {
  const record = {
    type: 'object',
    properties: { title: { type: 'string' }, year: { type: 'integer' }, kind: { enum: ['survey', 'letter'] } },
    required: ['title', 'year', 'kind'],
  };

  test('is kept to', async () => {
    const ask = (text: string, schema: unknown) =>
      setting.runtime.chat(path(), [user(text)], { maxTokens: 300, schema });
    const answer = await ask('The record, please', record);
    expect(answer.stopped).toBe('end');
    expect(JSON.parse(answer.text)).toEqual({ title: 'Harbour', year: 1931, kind: 'survey' });
    // The script says something else, and the grammar does not let it.
    expect((await ask('Count', { type: 'boolean' })).text).toMatch(/^\s*(true|false)\s*$/);
    // Limits that no grammar holds are left to who asked.
    expect((await ask('Count', { type: 'boolean', pattern: '^a+$' })).text).toMatch(/^\s*(true|false)\s*$/);
    expect((await ask('Count', { anyOf: [{ const: 'yes' }, { const: 'no' }] })).text).toMatch(/^\s*"(yes|no)"\s*$/);
  });

  test.each<[string, unknown, RegExp]>([
    ['with a condition', { type: 'string', if: {} }, /uses "if", which no grammar holds/],
    ['of an unknown type', { type: 'date' }, /has the type "date"/],
    ['that is none', 7, /it is no JSON schema/],
    ['that refers to nothing', { $ref: '#/$defs/nothing' }, /refers to "#\/\$defs\/nothing"/],
  ])('%s is refused', async (_, schema, expected) => {
    const failure = await failureOf(setting.runtime.chat(path(), [user('record')], { maxTokens: 9, schema }));
    expect(failure.message).toMatch(expected);
  });
});

describe('settings', () => {
  test('a text to stop at', async () => {
    const answer = await setting.runtime.chat(path(), [user('Count')], { maxTokens: 99, stop: ['four'] });
    expect(answer).toMatchObject({ text: expect.stringMatching(/^one two three ?$/), stopped: 'end' });
  });

  test('temperature, seed and top-p', async () => {
    const hot = (seed: number) =>
      setting.runtime.chat(path(), [user('Count')], { maxTokens: 30, temperature: 90, topP: 1, seed });
    const [first, again, other] = [await hot(1), await hot(1), await hot(2)];
    expect(again.text).toBe(first.text);
    expect(other.text).not.toBe(first.text);
  });

  test('usage and timings are told', async () => {
    const { usage, timings } = await setting.runtime.chat(path(), [user('Count, once more')], { maxTokens: 99 });
    expect(usage.prompt).toBeGreaterThan(usage.reused);
    expect(usage.generated).toBeGreaterThan(4);
    expect(timings.generateMs).toBeGreaterThan(0);
  });
});

describe('a chat template of the owner’s', () => {
  const plain = `{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}`;

  test.each([
    ['by name', 'chatML'],
    ['in Jinja', plain],
  ])('%s is used', async (_, template) => {
    const { text } = await setting.runtime.chat(path(), [user('Count')], { maxTokens: 99, template });
    expect(text).toBe('one two three four five six');
  });

  test('makes another prompt', async () => {
    const { text } = await setting.runtime.chat(path(), [user('Count')], { maxTokens: 9, template: 'llama3.1' });
    expect(text).not.toContain('one two');
  });

  test.each([
    ['a name of none', 'nosuchtemplate', /no chat template named "nosuchtemplate".*chatML/],
    ['in broken Jinja', '{% for m in messages %}', /chat template cannot be used/],
    ['that leaves out what was said', '{{ "hello" }}', /chat template cannot be used/],
    [
      'that does not end',
      '{% for a in range(99999999) %}{% for b in range(99999999) %}{% endfor %}{% endfor %}',
      /chat template/,
    ],
  ])('%s is refused', async (_, template, expected) => {
    const failure = await failureOf(setting.runtime.load(path(), 'chat', { template }));
    expect(failure).toMatchObject({ code: 'MODEL_REFUSED', message: expect.stringMatching(expected) });
    expect((await setting.runtime.chat(path(), [user('Count')], { maxTokens: 99 })).text).toContain('six');
    expect(setting.processes).toHaveLength(1);
  });
});
