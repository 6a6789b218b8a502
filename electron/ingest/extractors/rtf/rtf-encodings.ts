import { dosEncoding } from '../text/dos-code-pages.ts';

/** Character sets of fonts (`\fcharset`, RTF 1.9.1, "Font table") by the WHATWG's names. */
const byCharset: Readonly<Record<number, string>> = {
  77: 'macintosh',
  78: 'shift_jis',
  79: 'euc-kr',
  80: 'gbk',
  81: 'big5',
  89: 'x-mac-cyrillic',
  128: 'shift_jis',
  129: 'euc-kr',
  134: 'gbk',
  136: 'big5',
  161: 'windows-1253',
  162: 'windows-1254',
  163: 'windows-1258',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  222: 'windows-874',
  238: 'windows-1250',
  254: 'cp437',
  255: 'cp850',
};

const byCodePage: Readonly<Record<number, string>> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  10000: 'macintosh',
  10007: 'x-mac-cyrillic',
  20866: 'koi8-r',
  54936: 'gb18030',
  65001: 'utf-8',
};

export const WESTERN = 'windows-1252';
/** What `\pc` and `\pca` stand for. */
export const OEM = 'cp437';
export const OEM_LATIN = 'cp850';

/** The encoding of a font's text; undefined where that is the document's. */
export function encodingOfCharset(charset: number): string | undefined {
  return byCharset[charset];
}

/** The encoding of a document by its code page, by the WHATWG's name or that of `dos-code-pages.ts`. */
export function encodingOfCodePage(codePage: number): string {
  if (codePage >= 1250 && codePage <= 1258) return `windows-${codePage}`;
  return byCodePage[codePage] ?? dosEncoding(codePage) ?? WESTERN;
}
