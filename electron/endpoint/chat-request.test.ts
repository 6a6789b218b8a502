import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiError } from './api-error.ts';
import { chatRequestSchema, mustCall, settingsOf, turnsOf } from './chat-request.ts';
import { check } from './http.ts';

const parsed = (more: object) =>
  check({ model: 'm', messages: [{ role: 'user', content: 'Hello' }], ...more }, chatRequestSchema);
const tool = (name: string, more: object = {}) => ({ type: 'function', function: { name, ...more } });
const called = (id: string, given = '{}') => ({ id, type: 'function', function: { name: 'find', arguments: given } });
const result = (id: string, content: unknown) => ({ role: 'tool', tool_call_id: id, content });

describe('the conversation', () => {
  test('of every role', () => {
    const messages = [
      { role: 'developer', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'How ' },
          { type: 'text', text: 'many?' },
        ],
      },
      { role: 'assistant', content: null, tool_calls: [called('a', '{"of":"ships"}'), called('b', '')] },
      result('b', 'none'),
      result('a', '{"ships":3}'),
      { role: 'assistant', content: 'Three.', name: 'ignored' },
    ];
    expect(turnsOf(parsed({ messages }))).toEqual([
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: 'How many?' },
      {
        role: 'assistant',
        text: '',
        calls: [
          { id: 'a', name: 'find', arguments: { of: 'ships' } },
          { id: 'b', name: 'find', arguments: {} },
        ],
      },
      { role: 'tool', callId: 'b', result: 'none' },
      { role: 'tool', callId: 'a', result: { ships: 3 } },
      { role: 'assistant', text: 'Three.' },
    ]);
  });

  test.each<[string, unknown[], RegExp]>([
    ['a result without its call', [result('a', 'x')], /answers the call “a”, which no message/],
    ['a call without its result', [{ role: 'assistant', tool_calls: [called('a')] }], /calls a are missing/],
    [
      'a turn between a call and its result',
      [{ role: 'assistant', tool_calls: [called('a')] }, { role: 'user', content: 'Well?' }, result('a', 'x')],
      /“messages.1” comes before the results of the calls a/,
    ],
    ['arguments that are no JSON', [{ role: 'assistant', tool_calls: [called('a', '{')] }], /call “a” are no JSON/],
  ])('is refused with %s', (_, messages, reason) => {
    expect(() => turnsOf(parsed({ messages }))).toThrow(reason);
  });
});

describe('how to answer', () => {
  test('is left to the model where the request does not say', () => {
    const unsaid = { temperature: null, tools: null, stop: null, response_format: { type: 'text' } };
    expect(settingsOf(parsed(unsaid), 99)).toEqual({ maxTokens: 99 });
  });

  test('prefers the newer name of the limit', () => {
    expect(settingsOf(parsed({ max_tokens: 5, max_completion_tokens: 7, stop: 'x' }), 99)).toMatchObject({
      maxTokens: 7,
      stop: ['x'],
    });
  });

  test('offers the tools that may be called', () => {
    const tools = [tool('find'), tool('note', { description: 'Notes.', parameters: { type: 'object' } })];
    const offered = (tool_choice: unknown) =>
      settingsOf(parsed({ tools, tool_choice }), 9).tools?.map(({ name }) => name);
    expect([offered('auto'), offered('none'), offered('required'), offered(tool('note'))]).toEqual([
      ['find', 'note'],
      undefined,
      ['find', 'note'],
      ['note'],
    ]);
    expect([mustCall(parsed({ tool_choice: 'auto' })), mustCall(parsed({ tool_choice: tool('note') }))]).toEqual([
      false,
      true,
    ]);
    expect(settingsOf(parsed({ tools }), 9).tools?.[0]?.parameters).toEqual({ type: 'object', properties: {} });
    expect(() => settingsOf(parsed({ tools, tool_choice: tool('else') }), 9)).toThrow('no tool “else”');
    expect(() => settingsOf(parsed({ tools: [...tools, tool('find')] }), 9)).toThrow('Two tools are named “find”');
    expect(() => settingsOf(parsed({ tools, response_format: { type: 'json_object' } }), 9)).toThrow('but not both');
  });
});

test('any JSON is a request or a reason', () => {
  const messages = fc.array(
    fc.record(
      {
        role: fc.constantFrom('system', 'developer', 'user', 'assistant', 'tool', 'else'),
        content: fc.oneof(
          fc.string(),
          fc.constant(null),
          fc.array(fc.record({ type: fc.constant('text'), text: fc.string() })),
        ),
        tool_calls: fc.array(fc.constant(called('a'))),
        tool_call_id: fc.constantFrom('a', 'b'),
      },
      { requiredKeys: ['role'] },
    ),
  );
  const request = fc.record({
    model: fc.constant('m'),
    messages: fc.oneof(messages, fc.jsonValue()),
    tools: fc.oneof(
      fc.constant(undefined),
      fc.array(fc.record({ type: fc.constant('function'), function: fc.jsonValue() })),
      fc.jsonValue(),
    ),
    response_format: fc.oneof(fc.constant(undefined), fc.jsonValue()),
    stop: fc.oneof(fc.constant(undefined), fc.jsonValue()),
  });
  fc.assert(
    fc.property(fc.oneof(request, fc.jsonValue()), (value) => {
      try {
        const valid = check(value, chatRequestSchema);
        expect(turnsOf(valid)).toHaveLength(valid.messages.length);
        settingsOf(valid, 9);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(ApiError);
        expect((thrown as ApiError).status).toBe(400);
      }
    }),
  );
});
