import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute, xmlTokens } from './xml-tokens.ts';

describe('xmlTokens', () => {
  it('has tags without prefixes, texts without references, and nothing of comments and declarations', () => {
    const xml =
      '<?xml version="1.0"?><!DOCTYPE a><w:a w:id="1 &gt; 0"><!-- <b> -->x &amp; &#x41;&#66;<![CDATA[<c>]]></w:a><d/>';
    expect([...xmlTokens(xml)]).toEqual([
      { type: 'open', name: 'a', attributes: ' w:id="1 &gt; 0"' },
      { type: 'text', text: 'x & AB' },
      { type: 'text', text: '<c>' },
      { type: 'close', name: 'a', attributes: '' },
      { type: 'empty', name: 'd', attributes: '' },
    ]);
  });

  it('never unfolds entities of the document’s own', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY x "lol"><!ENTITY y "&x;&x;">]><a>&y;</a>';
    expect([...xmlTokens(bomb)].flatMap((token) => (token.type === 'text' ? [token.text] : [])).join('')).toContain(
      '&y;',
    );
  });

  it('comes to an end with any text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.constantFrom('<', '>', '<!--', '<![CDATA[', '</', '/>', '&#0;', '&#x110000;'), fc.string()),
        ),
        (parts) => {
          for (const token of xmlTokens(parts.join(''))) expect(token.type).toBeTypeOf('string');
        },
      ),
    );
  });
});

describe('attribute', () => {
  it('is found by its name alone, whatever its quotes and prefix', () => {
    const tag = { attributes: ` r:id='R1' name="a &lt; b" sheetId = "7"` };
    expect(attribute(tag, 'id')).toBe('R1');
    expect(attribute(tag, 'name')).toBe('a < b');
    expect(attribute(tag, 'sheetId')).toBe('7');
    expect(attribute(tag, 'sheet')).toBeUndefined();
  });
});
