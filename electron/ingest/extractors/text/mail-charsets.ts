import { decodeText } from './decode-text.ts';

const blankLine = /\r?\n\r?\n/;

/**
 * A mail of which heads and texts that are written without a transfer encoding are UTF-8, and say so: many programs
 * wrote them in the encoding of their country without naming it, or by a name that no decoder knows. Attached files
 * stay as they are.
 */
export function withKnownCharsets(bytes: Buffer): Buffer {
  const mail = bytes.toString('latin1');
  if (!/[\x80-\xFF]|\$B/.test(mail)) return bytes;
  const boundaries = new Set(
    Array.from(mail.matchAll(/\bboundary\s*=\s*(?:"([^"]*)"|([^;\s]+))/gi), ([, quoted, bare]) => quoted ?? bare ?? ''),
  );
  const starts = Array.from(mail.matchAll(/^--([^\r\n]{1,200})\r?\n/gm))
    .filter(([, boundary = '']) => boundaries.has(boundary.trimEnd()))
    .map(({ index, 0: line }) => index + line.length);
  return Buffer.concat([0, ...starts].flatMap((start, index) => inUtf8(bytes.subarray(start, starts[index]))));
}

/** A part of a mail, with the line that ends it. */
function inUtf8(part: Buffer): Buffer[] {
  const text = part.toString('latin1');
  const end = blankLine.exec(text);
  // What comes before the parts, and behind them, has no head.
  if (!end || !/^[\x21-\x39\x3B-\x7E]+:/.test(text)) return [part];
  const body = part.subarray(end.index + end[0].length);
  const head = text.slice(0, end.index);
  const stated = /;\s*charset\s*=\s*["']?([^"';\s]+)/i.exec(head)?.[1];
  // What is more than ASCII is not it.
  const charset = /^(?:us-)?ascii$/i.test(stated ?? '') ? undefined : stated;
  const known = decodeText(part.subarray(0, end.index), charset).text;
  if (/^content-type:\s*message\/rfc822/im.test(head)) return [Buffer.from(known + end[0]), ...inUtf8(body)];
  if (!isWrittenText(head)) return [Buffer.from(known + end[0]), body];
  const named = known.replace(/(;\s*charset\s*=\s*)(?:"[^"]*"|[^;\s]+)/i, '$1utf-8');
  return [Buffer.from(named + end[0]), Buffer.from(decodeText(body, charset).text)];
}

/** Whether a part's body is text as it is written. */
function isWrittenText(head: string): boolean {
  const type = /^content-type:\s*([^;\s]*)/im.exec(head)?.[1]?.toLowerCase() ?? 'text/plain';
  const isEncoded = /^content-transfer-encoding:\s*(?:base64|quoted-printable|x-?uu)/im.test(head);
  const isFile = /^content-disposition:\s*attachment/im.test(head) || /\bname\*?\d*\*?=/i.test(head);
  return type.startsWith('text/') && !isEncoded && !isFile;
}
