const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** A text that a dictionary has under a key (ISO 32000-1, 7.3.4); empty where there is none. @param text of one byte a unit */
export function stringAt(text: string, key: string): string {
  const start = new RegExp(`/${key}\\s*(?=[(<](?!<))`).exec(text);
  if (!start) return '';
  const from = start.index + start[0].length;
  return asText(text.charAt(from) === '<' ? hexadecimal(text, from + 1) : literal(text, from + 1));
}

function hexadecimal(text: string, from: number): Buffer {
  const digits = text.slice(from, Math.max(from, text.indexOf('>', from))).replace(/[^\da-f]/gi, '');
  return Buffer.from(digits.padEnd(digits.length + (digits.length % 2), '0'), 'hex');
}

/** Up to the bracket that closes it; brackets in pairs belong to it. */
function literal(text: string, from: number): Buffer {
  let written = '';
  let open = 1;
  const pieces = /\\([0-7]{1,3}|\r\n?|[\s\S])|([()])|[^\\()]+/g;
  pieces.lastIndex = from;
  for (let piece = pieces.exec(text); piece; piece = pieces.exec(text)) {
    const [whole, escaped, bracket] = piece;
    if (bracket !== undefined) open += bracket === '(' ? 1 : -1;
    if (open === 0) break;
    written += escaped === undefined ? whole : unescaped(escaped);
  }
  return Buffer.from(written, 'latin1');
}

function unescaped(sign: string): string {
  if (/^[0-7]/.test(sign)) return String.fromCharCode(Number.parseInt(sign, 8) & 0xff);
  return /^[\r\n]/.test(sign) ? '' : (escapes[sign] ?? sign);
}

/** Of UTF-16 with a mark, of UTF-8 with one, or else of PDFDocEncoding, which is Latin-1 for nearly all names. */
function asText(bytes: Buffer): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder().decode(bytes);
  return bytes.toString('latin1');
}
