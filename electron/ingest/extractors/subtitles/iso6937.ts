/** Characters from 0xA0 on; a space stands for what is none. */
const upper =
  '\u00a0¡¢£$¥#§¤‘“«←↑→↓°±²³×µ¶·÷’”»¼½¾¿' +
  '                ' +
  '―¹®©™♪¬¦    ⅛⅜⅝⅞' +
  'ΩÆĐªĦ ĲĿŁØŒºÞŦŊŉ' +
  'ĸæđðħıĳŀłøœßþŧŋ\u00ad';

/** Marks from 0xC0 on, which stand before the letter that they belong to, as Unicode has them after it. */
const marks = [
  '',
  '\u0300',
  '\u0301',
  '\u0302',
  '\u0303',
  '\u0304',
  '\u0306',
  '\u0307',
  '\u0308',
  '',
  '\u030a',
  '\u0327',
  '',
  '\u030b',
  '\u0328',
  '\u030c',
];

/** The text of bytes in ISO/IEC 6937, the Latin alphabet of broadcasting. */
export function decodeIso6937(bytes: Uint8Array): string {
  let text = '';
  let mark = '';
  for (const byte of bytes) {
    if (byte >= 0xc0 && byte <= 0xcf) {
      mark = marks[byte - 0xc0] ?? '';
      continue;
    }
    text += (byte < 0xa0 ? String.fromCharCode(byte) : (upper[byte - 0xa0] ?? ' ')) + mark;
    mark = '';
  }
  return text.normalize('NFC');
}
