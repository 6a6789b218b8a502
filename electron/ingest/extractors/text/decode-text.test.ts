import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { declaredEncoding, decodeText, textEncoding } from './decode-text.ts';
import { encode, encodeUtf16 } from './encode-for-tests.ts';

const german = 'Die Brücke über den Fluß wurde für die Fähre geöffnet. '.repeat(20);
const russian = 'Гавань была открыта весной, и корабли вошли в неё один за другим. '.repeat(20);
const japanese = '港は春に開かれ、船が次々と入ってきた。灯台の光が夜の海を照らしていた。'.repeat(20);

const bytesOf = (text: string, encoding: string) =>
  encoding.startsWith('utf-16') ? encodeUtf16(text, encoding === 'utf-16le' ? 'le' : 'be') : encode(text, encoding);

/** With its mark. */
function utf32(text: string, order: 'le' | 'be'): Buffer {
  const points = [...`\uFEFF${text}`].map((character) => character.codePointAt(0) ?? 0);
  const bytes = Buffer.alloc(points.length * 4);
  for (const [index, point] of points.entries())
    order === 'le' ? bytes.writeUInt32LE(point, index * 4) : bytes.writeUInt32BE(point, index * 4);
  return bytes;
}

/** Texts as short as file names and notes, by the encodings in which they are found. */
const short: readonly (readonly [encodings: string, texts: readonly string[]])[] = [
  [
    'windows-1251 koi8-r ibm866 iso-8859-5 utf-16le utf-16be',
    ['Привет, мир', 'Договор аренды', 'ОТЧЁТ О РАБОТЕ ЗА 1998 ГОД', 'Имя;Фамилия;Телефон\nИван;Петров;123'],
  ],
  [
    'shift_jis euc-jp',
    ['こんにちは世界', '東京都港区', '会議の議事録 1998年3月3日', 'ファイル名,サイズ\nデータ,12', 'カタカナ'],
  ],
  [
    'gb18030',
    ['你好世界', '合同编号：15', '1998年3月3日会议记录', '姓名,电话\n王小明,123', '灯塔的光照亮了夜晚的海面。'],
  ],
  ['big5', ['你好世界', '合約編號：15', '1998年3月3日會議記錄', '姓名,電話\n王小明,123', '燈塔的光照亮了夜晚的海面。']],
  ['euc-kr', ['안녕하세요 세계', '회의록 1998', '항구는 봄에 열렸다.']],
  [
    'utf-16le utf-16be',
    [
      '灯台の光が夜の海を照らしていた。\n',
      '港口在春天开放\n船只',
      '항구는 봄에 열렸다.',
      'Łódź\nGdańsk',
      'Καλημέρα κόσμε',
    ],
  ],
  [
    'windows-1252',
    [
      'Müller',
      'Größe: 5 m²',
      'Straße 5, Zürich – „gut“',
      'Déjà vu',
      'Café crème à 2 €',
      'café',
      'El niño está aquí',
      'Blåbærgrød',
    ],
  ],
  ['macintosh', ['Die Brücke über den Fluß', 'Le château a été détruit', 'Straße 5, Zürich – „gut“']],
  ['windows-1250 iso-8859-2', ['Zażółć gęślą jaźń', 'Gdańsk, ulica Świętojańska', 'Łódź', 'Příliš žluťoučký kůň']],
  ['windows-1253 iso-8859-7', ['Καλημέρα κόσμε', 'Το λιμάνι άνοιξε']],
  ['windows-1254', ['Şişli, İstanbul', 'Liman ilkbaharda açıldı']],
  ['windows-1255', ['הנמל נפתח באביב']],
  ['windows-1256', ['فتح الميناء في الربيع']],
];

it.each(
  short.flatMap(([encodings, texts]) =>
    encodings.split(' ').flatMap((encoding) => texts.map((text) => [encoding, text] as const)),
  ),
)('a few words in %s are read: %s', (encoding, text) => {
  expect(decodeText(bytesOf(text, encoding)).text).toBe(text);
});

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
    ['UTF-32 LE', utf32(german, 'le'), german],
    ['UTF-32 BE', utf32(`${german}🚢`, 'be'), `${german}🚢`],
    ['UTF-32 LE without a mark', utf32(russian, 'le').subarray(4), russian],
    ['UTF-32 BE without a mark', utf32(german, 'be').subarray(4), german],
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
    expect(decodeText(Buffer.from('Brücke über').subarray(0, 9)).text).toBe('Brücke ');
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
    expect(textEncoding(Buffer.from(`${'word\0'.repeat(50)}`))).toBeUndefined();
  });

  it('takes a few control bytes in a text for no more than that', () => {
    expect(textEncoding(Buffer.from(`${'word '.repeat(50)}\0${'word '.repeat(50)}`))).toBe('utf-8');
    expect(textEncoding(Buffer.from('Thirty-one letters in this row\0'.repeat(50)))).toBe('utf-8');
    expect(textEncoding(Buffer.from('\u001b[31mred\u001b[0m and a bell\u0007\b\n'))).toBe('utf-8');
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
