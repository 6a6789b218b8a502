import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { declaredEncoding, decodeText, textEncoding } from './decode-text.ts';
import { encode, encodeUtf16 } from './encode-for-tests.ts';

const german = 'Die Brücke über den Fluß wurde für die Fähre geöffnet. '.repeat(20);
const russian = 'Гавань была открыта весной, и корабли вошли в неё один за другим. '.repeat(20);
const japanese = '港は春に開かれ、船が次々と入ってきた。灯台の光が夜の海を照らしていた。'.repeat(20);

describe('decodeText', () => {
  it.each([
    ['UTF-8', Buffer.from(german), german],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${german}`), german],
    ['UTF-16 LE with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), encodeUtf16(german, 'le')]), german],
    ['UTF-16 BE with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), encodeUtf16(german, 'be')]), german],
    ['UTF-16 LE without a mark', encodeUtf16(german, 'le'), german],
    ['UTF-16 BE without a mark', encodeUtf16(german, 'be'), german],
    ['Windows-1252', encode(german, 'windows-1252'), german],
    ['KOI8-R', encode(russian, 'koi8-r'), russian],
    ['Windows-1251', encode(russian, 'windows-1251'), russian],
    ['Shift-JIS', encode(japanese, 'shift_jis'), japanese],
    ['EUC-JP', encode(japanese, 'euc-jp'), japanese],
    ['ISO-2022-JP', Buffer.from('\u001b$B9A$O\u001b(B open', 'latin1'), '港は open'],
    ['one word in Windows-1252', encode('Müller\n', 'windows-1252'), 'Müller\n'],
  ])('%s', (_, bytes, text) => {
    expect(decodeText(bytes).text).toBe(text);
  });

  it('finds characters beyond ASCII however late they come', () => {
    const late = `${'plain line\n'.repeat(20_000)}${german}`;
    expect(decodeText(encode(late, 'windows-1252')).text).toBe(late);
    expect(decodeText(Buffer.from(late)).text).toBe(late);
  });

  it('takes a text with a few broken characters for the UTF-8 that it is', () => {
    const broken = Buffer.concat([Buffer.from(german), Buffer.from([0xfc, 0x20]), Buffer.from(german)]);
    expect(decodeText(broken).encoding).toBe('utf-8');
  });

  it('believes a declaration before a guess, but not against the bytes', () => {
    const short = encode('Кот', 'windows-1251');
    expect(decodeText(short, 'windows-1251').text).toBe('Кот');
    expect(decodeText(Buffer.from('Кот'), 'windows-1251').text).toBe('Кот');
    expect(decodeText(short, 'no-such-encoding').text).not.toBe('');
  });

  it('leaves out a character that is cut in two at the end', () => {
    expect(decodeText(Buffer.from('Brücke').subarray(0, 3)).text).toBe('Br');
  });

  it('decodes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        expect(typeof decodeText(bytes).text).toBe('string');
      }),
    );
  });
});

describe('textEncoding', () => {
  it('knows what is no text', () => {
    expect(textEncoding(Buffer.alloc(100))).toBeUndefined();
    expect(textEncoding(Buffer.from([0, 1, 2, 3, 4, 5, 200, 7, 0, 9]))).toBeUndefined();
    expect(textEncoding(Buffer.from(`${'word '.repeat(50)}\0${'word '.repeat(50)}`))).toBeUndefined();
  });

  it('does not take the white of a picture for text, with a header before it or without', () => {
    const white = Buffer.alloc(40_000, 0xff);
    expect(textEncoding(white)).toBeUndefined();
    expect(textEncoding(Buffer.concat([Buffer.from('BM'), Buffer.alloc(52), white]))).toBeUndefined();
    const grey = Buffer.alloc(40_000, 0xe0);
    expect(textEncoding(Buffer.concat([Buffer.from([0, 0, 2]), Buffer.alloc(15), grey]))).toBeUndefined();
  });

  it('takes padding at the end, and a stray zero in a long text, for no more than that', () => {
    expect(textEncoding(Buffer.from(`A letter of 1988.\r\n\u001a${'\0'.repeat(200)}`))).toBe('utf-8');
    expect(textEncoding(Buffer.from(`${'word '.repeat(1000)}\0${'word '.repeat(1000)}`))).toBe('utf-8');
  });
});

describe('declaredEncoding', () => {
  it.each([
    ['<html><head><meta charset="koi8-r">', 'koi8-r'],
    ['<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">', 'iso-8859-2'],
    ["<?xml version='1.0' encoding='windows-1250'?><a/>", 'windows-1250'],
    ['No word about it, charset=koi8-r or not', undefined],
  ])('%s', (start, encoding) => {
    expect(declaredEncoding(Buffer.from(start))).toBe(encoding);
  });
});
