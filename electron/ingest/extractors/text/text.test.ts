import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extracted, passagesText, read } from '../extraction-for-tests.ts';
import { indentJson } from './indent.ts';

describe('plain text', () => {
  it('is made of paragraphs, each with its lines', async () => {
    const found = await extracted('a.txt', 'The first line.\r\nThe second.\r\n\r\nAnother paragraph.\r\n');
    expect(found.passages).toEqual([
      {
        text: 'The first line.\nThe second.\nAnother paragraph.',
        anchor: { type: 'lines', start: 1, end: 4 },
      },
    ]);
    expect(found.content).toEqual({
      type: 'text',
      format: 'plain',
      text: 'The first line.\nThe second.\n\nAnother paragraph.\n',
    });
  });

  it('says in which encoding it was, where that was not UTF-8', async () => {
    const { metadata, content } = await extracted('a.txt', Buffer.from([0xff, 0xfe, 0x48, 0, 0x69, 0]));
    expect(metadata).toEqual([{ label: 'Encoding', value: 'utf-16le' }]);
    expect(content).toMatchObject({ text: 'Hi' });
  });

  it('of a terminal has its words without their colours', async () => {
    const found = await extracted('a.log', '\x1b[1;31mError\x1b[0m in \x1b[?25lpier\x1b[K\n');
    expect(passagesText(found)).toBe('Error in pier');
  });

  it('has words that zeros stand between', async () => {
    const found = await extracted('a.txt', 'The first of the rows\0the second of the rows\0\0the last.');
    expect(passagesText(found)).toBe('The first of the rows the second of the rows the last.');
  });

  it('keeps every word of a very long line', async () => {
    const line = Array.from({ length: 30_000 }, (_, number) => `word${number}`).join(' ');
    const found = await extracted('a.txt', line);
    expect(passagesText(found).split(/\s+/)).toEqual(line.split(' '));
    expect(found.passages.every(({ anchor }) => anchor.type === 'lines' && anchor.start === 1)).toBe(true);
  });

  it('is read to its limit where it is larger, up to the end of a line, and says so', async () => {
    const line = `${'x'.repeat(98)}\n`;
    const found = await extracted('big.log', line.repeat(260_000));
    if (found.content.type !== 'text') expect.fail();
    expect(found.content.text.length).toBeLessThan(21 * 1024 * 1024);
    expect(found.content.text.endsWith('x\n')).toBe(true);
    expect(found.notes).toEqual(['The file has 25 MB. Its first 20 MB are shown and searched.']);
    const last = found.passages.at(-1)?.anchor;
    const lines = found.content.text.split('\n').length - 1;
    expect(last).toMatchObject({ type: 'lines', end: lines });
  });

  it('is read to its limit where there is room for more, and no line in it', async () => {
    const found = await extracted('big.log', Buffer.concat([Buffer.from('The lamp was lit.'), Buffer.alloc(21 << 20)]));
    expect(passagesText(found)).toBe('The lamp was lit.');
  });
});

describe('source code', () => {
  it.each([
    ['a.ts', 'const lamp = 1;', 'text/x-typescript', 'TypeScript'],
    ['lamp', '#!/usr/bin/env python3 -u\nprint(1)', 'text/x-python', 'Python'],
    ['lamp', '#!/bin/sh\nexit', 'text/x-shellscript', 'Shell'],
    ['lamp', '{"lamp": [1, 2]}', 'application/json', 'JSON'],
    ['lamp', '<?xml version="1.0"?>\n<lamp/>', 'application/xml', 'XML'],
    ['a.yml', 'lamp: lit', 'application/yaml', 'YAML'],
  ])('%s: %s', async (name, text, mime, language) => {
    const { identity, found } = await read(name, text);
    expect(identity).toMatchObject({ mime, kind: 'text' });
    expect(found).toMatchObject({
      metadata: [{ label: 'Language', value: language }],
      content: { format: 'plain', text },
    });
  });

  it('is no language where nothing tells it', async () => {
    expect((await extracted('a.txt', '[The lamp] is lit.')).metadata).toEqual([]);
  });

  it('in one endless line is shown in lines, so that a hit has its place', async () => {
    const members = Array.from(
      { length: 300 },
      (_, index) => `"lamp ${index}":{"lit":[true,${index},1e400],"none":{}}`,
    );
    const found = await extracted('a.json', `{${members.join(',')}}`);
    if (found.content.type !== 'text') expect.fail();
    expect(found.content.text.split('\n').slice(0, 9)).toEqual([
      '{',
      '  "lamp 0": {',
      '    "lit": [',
      '      true,',
      '      0,',
      '      1e400',
      '    ],',
      '    "none": {}',
      '  },',
    ]);
    expect(found.notes).toHaveLength(1);
    expect(found.passages.at(-1)?.anchor).toMatchObject({ end: 2402 });
    const xml = await extracted('a.xml', `<a>${'<b>lamp</b>'.repeat(200)}</a>`);
    expect(xml.passages.at(-1)?.anchor).toMatchObject({ end: 202 });
  });

  it('is changed by no sign when it is shown in lines', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(JSON.parse(indentJson(json))).toEqual(JSON.parse(json));
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', 'a', '1') }), (text) => {
        expect(indentJson(text).replace(/\s/g, '')).toBe(text);
      }),
    );
  });
});

describe('Markdown', () => {
  it('is found by its words and not by its signs', async () => {
    const found = await extracted(
      'a.md',
      [
        '# The *diary* of the keeper',
        '',
        '- [x] oil the **lamp**',
        '> wind from the [north](https://example.invalid)',
        '',
        '| year | event |',
        '| --- | --- |',
        '| 1920 | new lens |',
        '',
        'Costs 5\\* &amp; more, snake_case stays',
      ].join('\n'),
    );
    expect(found.title).toBe('The diary of the keeper');
    expect(passagesText(found)).toBe(
      'The diary of the keeper\noil the lamp\nwind from the north\nyear | event\n1920 | new lens\nCosts 5* & more, snake_case stays',
    );
  });

  it('has no scripts, styles and comments in its text, and the lines where they were', async () => {
    const text = [
      '# Notes',
      '<script>',
      'const intruder = 1;',
      '',
      'window.intruder = 2;',
      '</script>',
      '<style>p { color: intruder }</style>',
      '<!-- intruder -->',
      'The last line.',
    ].join('\n');
    const found = await extracted('a.md', text);
    expect(passagesText(found)).toBe('Notes\nThe last line.');
    expect(JSON.stringify(found.content)).not.toContain('intruder');
    expect(found.passages.at(-1)?.anchor).toMatchObject({ end: 9 });
  });

  it('keeps words apart that tags of HTML set apart', async () => {
    const table = '<table><tr><td>Rope</td><td>28</td></tr></table>\n<p align="center">One<br>two <b>th</b>ree</p>';
    const found = await extracted('a.md', `# Costs\n\n${table}\n`);
    expect(passagesText(found).split('\n')).toEqual(['Costs', 'Rope', '28', 'One', 'two three']);
  });

  it('has the scripts that it shows as code', async () => {
    const found = await extracted(
      'a.md',
      'Use `<script>` so:\n\n```html\n<script>harbour()</script>\n```\n\nand so on.',
    );
    expect(passagesText(found)).toContain('harbour()');
    expect(passagesText(found)).toContain('and so on.');
  });

  it('takes its title from the front matter where there is one', async () => {
    const { title } = await extracted('a.md', '---\ntitle: "Tides"\n---\n# Heading\n');
    expect(title).toBe('Tides');
  });

  it('of signs alone does not take for ever', async () => {
    const { identity } = await read('a.md', '<a ![[`|*_'.repeat(200_000));
    expect(identity.mime).toBe('text/markdown');
  });
});
