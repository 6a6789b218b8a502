import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkMode } from '../../shared/contract/policy.ts';
import { decide, exactHost, parseAllowed } from './destination.ts';

const allowed = (mode: NetworkMode, url: string, ...allowList: string[]) =>
  decide({ mode, allowList }, new URL(url)).allowed;

describe('where a request may go', () => {
  it.each([
    'http://127.0.0.1:11434/v1',
    'http://localhost:1234',
    'http://[::1]:8080',
    'http://127.8.9.10',
    'http://LOCALHOST./',
  ])('this machine is reached in every mode: %s', (url) => {
    for (const mode of ['air-gapped', 'boundary', 'connected'] as const) expect(allowed(mode, url)).toBe(true);
  });

  it('air-gapped, nothing else is reached, whatever the list says', () => {
    for (const url of [
      'https://api.example',
      'http://10.0.0.1',
      'http://0.0.0.0',
      'http://localhost.example',
      'http://127.0.0.1.example',
      'http://[::ffff:10.0.0.1]',
    ])
      expect(allowed('air-gapped', url, 'api.example', '10.0.0.0/8', '*.example')).toBe(false);
  });

  it.each([
    ['llm.example', 'http://llm.example:8000/v1', true],
    ['llm.example', 'https://LLM.Example./', true],
    ['llm.example', 'https://notllm.example', false],
    ['llm.example', 'https://llm.example.evil.example', false],
    ['llm.example:8000', 'http://llm.example:8000', true],
    ['llm.example:8000', 'http://llm.example', false],
    ['llm.example:443', 'https://llm.example', true],
    ['*.corp.example', 'https://a.b.corp.example', true],
    ['*.corp.example', 'https://corp.example', false],
    ['*.corp.example', 'https://evilcorp.example', false],
    ['10.1.0.0/16', 'http://10.1.200.3:9000', true],
    ['10.1.0.0/16', 'http://10.2.0.1', false],
    ['10.1.2.3', 'http://10.1.2.3', true],
    ['10.1.2.3:81', 'http://10.1.2.3', false],
    ['fd00::/8', 'http://[fd12::1]', true],
    ['[fd12::1]:8080', 'http://[fd12::1]:8080', true],
    ['[fd12::1]:8080', 'http://[fd12::1]:8081', false],
    ['fd12::1', 'http://[fd12::1]', true],
    ['llm.example', 'http://user@evil.example/llm.example', false],
    ['10.1.2.3', 'http://0x0a010203/', true],
    ['bücher.example', 'https://xn--bcher-kva.example', true],
    ['llm.example', 'ftp://llm.example', false],
  ])('in boundary mode, allowing %s: %s → %s', (entry, url, expected) => {
    expect(allowed('boundary', url, entry)).toBe(expected);
  });

  it('connected, hosts that are not on the list are reached by https alone', () => {
    expect(allowed('connected', 'https://api.example')).toBe(true);
    expect(allowed('connected', 'http://api.example')).toBe(false);
    expect(allowed('connected', 'http://api.example', 'api.example')).toBe(true);
  });

  it.each([
    '',
    ' ',
    '*',
    '*.',
    'a b',
    'http://llm.example',
    'llm.example/v1',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    'a..b',
    '-a',
    'a:0',
    'a:99999',
    'a:b',
    '[::1',
    '::1]:80',
    '*.*.example',
    'a@b',
  ])('refuses the entry “%s”', (entry) => {
    expect(() => parseAllowed(entry)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  it('never fails in another way than by INVALID_INPUT', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.domain(), fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[a-z0-9.:/[\]*-]{0,24}$/)),
        (entry) => {
          try {
            parseAllowed(entry);
          } catch (error) {
            expect(error).toMatchObject({ code: 'INVALID_INPUT' });
          }
        },
      ),
    );
  });

  it('takes every domain and address that there is', () => {
    fc.assert(fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6()), (entry) => void parseAllowed(entry)));
  });
});

it.each([
  ['LLM.example', { host: 'llm.example', port: null }],
  ['llm.example:8000', { host: 'llm.example', port: 8000 }],
  ['llm.example:80', { host: 'llm.example', port: 80 }],
  ['bücher.example', { host: 'xn--bcher-kva.example', port: null }],
  ['10.1.2.3:81', { host: '10.1.2.3', port: 81 }],
  ['fd12::1', { host: 'fd12::1', port: null }],
  ['[fd12::1]:8080', { host: 'fd12::1', port: 8080 }],
  ['*.example', null],
  ['10.1.0.0/16', null],
  ['fd00::/8', null],
])('the one host that %s names', (entry, expected) => {
  expect(exactHost(entry)).toEqual(expected);
});
